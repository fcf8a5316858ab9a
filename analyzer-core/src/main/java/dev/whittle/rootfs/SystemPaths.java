package dev.whittle.rootfs;

import dev.whittle.path.RootPath;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Directories that every Linux system has, and what is known about them. All paths are paths of the analysed root. */
public final class SystemPaths {
    /**
     * A container runtime mounts these over the image's content, and on a live root the kernel generates their content
     * (OCI runtime specification, config-linux.md: Default Filesystems; runc mounts /dev as a tmpfs).
     */
    private static final List<RootPath> MOUNTED =
            List.of(RootPath.of("/proc"), RootPath.of("/sys"), RootPath.of("/dev"));

    /** Directories in which many programs have files and directories: none of them belongs to one program. */
    private static final Set<String> SHARED_BY_PROGRAMS = Set.of(
            "/etc",
            "/opt",
            "/lib",
            "/lib64",
            "/usr",
            "/usr/lib",
            "/usr/lib64",
            "/usr/libexec",
            "/usr/share",
            "/usr/local",
            "/usr/local/etc",
            "/usr/local/lib",
            "/usr/local/libexec",
            "/usr/local/share",
            "/var",
            "/var/cache",
            "/var/lib",
            "/var/log",
            "/var/spool",
            "/home",
            "/root",
            "/mnt",
            "/bin",
            "/sbin",
            "/usr/bin",
            "/usr/sbin",
            "/usr/local/bin",
            "/usr/local/sbin",
            "/usr/games",
            "/boot",
            "/dev",
            "/dev/shm",
            "/proc",
            "/sys",
            "/tmp",
            "/run",
            "/run/lock",
            "/var/run",
            "/var/lock",
            "/var/tmp",
            "/var/mail",
            "/media");

    private static final List<String> TEMPORARY = List.of("/tmp/", "/var/tmp/", "/run/", "/var/run/", "/dev/shm/");

    /** Directories of the Filesystem Hierarchy Standard: a reference to one does not mean all of its content. */
    private static final Set<String> TOP = Set.of(
            "/",
            "/bin",
            "/boot",
            "/dev",
            "/etc",
            "/home",
            "/lib",
            "/lib32",
            "/lib64",
            "/libx32",
            "/media",
            "/mnt",
            "/opt",
            "/proc",
            "/root",
            "/run",
            "/sbin",
            "/sys",
            "/tmp",
            "/usr",
            "/usr/local",
            "/var");

    private static final Set<String> BELOW_USR = Set.of(
            "bin", "etc", "games", "include", "lib", "lib32", "lib64", "libexec", "libx32", "sbin", "share", "src");

    private static final Set<String> BELOW_VAR =
            Set.of("backups", "cache", "empty", "lib", "local", "lock", "log", "mail", "opt", "run", "spool", "tmp");

    private static final Set<String> SYSTEM = Stream.of(
                    TOP.stream(),
                    BELOW_USR.stream().map(name -> "/usr/" + name),
                    BELOW_USR.stream().map(name -> "/usr/local/" + name),
                    BELOW_VAR.stream().map(name -> "/var/" + name))
            .flatMap(names -> names)
            .collect(Collectors.toUnmodifiableSet());

    /** dpkg(1) and apt(8), FILES; apk-tools, rpm's {@code _dbpath}. */
    private static final List<RootPath> PACKAGE_MANAGERS = List.of(
            RootPath.of("/var/lib/dpkg"),
            RootPath.of("/usr/lib/dpkg"),
            RootPath.of("/var/lib/apt"),
            RootPath.of("/var/cache/apt"),
            RootPath.of("/var/cache/debconf"),
            RootPath.of("/etc/apt"),
            RootPath.of("/etc/dpkg"),
            RootPath.of("/lib/apk"),
            RootPath.of("/usr/lib/apk"),
            RootPath.of("/etc/apk"),
            RootPath.of("/var/cache/apk"),
            RootPath.of("/var/lib/rpm"),
            RootPath.of("/usr/lib/sysimage/rpm"));

    private static final Set<String> SECRET = Set.of("/etc/shadow", "/etc/gshadow", "/etc/shadow-", "/etc/gshadow-");

    private SystemPaths() {}

    /** Whether a path is /proc, /sys, or /dev, or is below one of them. */
    public static boolean isMounted(RootPath path) {
        for (RootPath mounted : MOUNTED) {
            if (path.startsWith(mounted)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Like {@link #isMounted(RootPath)}, for a raw path that need not be normal or absolute: it is compared unchanged.
     */
    public static boolean isMounted(String raw) {
        for (RootPath mounted : MOUNTED) {
            if (raw.startsWith(mounted.raw())
                    && (raw.length() == mounted.raw().length()
                            || raw.charAt(mounted.raw().length()) == '/')) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a raw absolute path is below a directory for temporary files or for the state of running programs: what is there
     * was made since the start (FHS 3.0: 3.15, 3.18, 5.15).
     */
    public static boolean isTemporary(String raw) {
        return TEMPORARY.stream().anyMatch(raw::startsWith);
    }

    /**
     * Whether a file contains secrets of users: a string that names it is not enough reason to copy it (shadow(5),
     * gshadow(5)).
     */
    public static boolean isSecret(RootPath path) {
        return SECRET.contains(path.raw());
    }

    /** Whether a path is /proc, /sys, or /dev itself. */
    public static boolean isMountPoint(RootPath path) {
        return MOUNTED.contains(path);
    }

    /**
     * Whether a directory is the root, one in which many programs have files, or the library directory of an
     * architecture, such as {@code /usr/lib/x86_64-linux-gnu}.
     */
    public static boolean isSharedByPrograms(RootPath directory) {
        return directory.isRoot()
                || SHARED_BY_PROGRAMS.contains(directory.raw())
                || directory.name().contains("-linux-");
    }

    /**
     * Whether a path is below a top-level directory that the Filesystem Hierarchy Standard does not define:
     * {@code /app}.
     */
    public static boolean isOutsideHierarchy(RootPath path) {
        if (path.isRoot()) {
            return false;
        }
        int slash = path.raw().indexOf('/', 1);
        String top = slash < 0 ? path.raw() : path.raw().substring(0, slash);
        return !TOP.contains(top) && !top.equals("/srv");
    }

    /**
     * Whether a path is a directory of dpkg, apt, apk or rpm, or below one: the databases are kept by their own rules, and
     * the scripts in them are of installations.
     */
    public static boolean isOfPackageManager(RootPath path) {
        return PACKAGE_MANAGERS.stream().anyMatch(path::startsWith);
    }

    /**
     * Whether a directory is one of the Filesystem Hierarchy Standard, or is mounted: {@link #isMounted(RootPath)}.
     */
    public static boolean isSystemDirectory(RootPath directory) {
        return SYSTEM.contains(directory.raw()) || isMounted(directory);
    }
}
