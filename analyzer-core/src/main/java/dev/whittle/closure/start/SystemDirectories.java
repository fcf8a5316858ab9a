package dev.whittle.closure.start;

import dev.whittle.path.RootPath;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Directories that every system shares: to name one does not mean all that is in it. */
final class SystemDirectories {
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

    private static final Set<String> ALL = Stream.of(
                    TOP.stream(),
                    BELOW_USR.stream().map(name -> "/usr/" + name),
                    BELOW_USR.stream().map(name -> "/usr/local/" + name),
                    BELOW_VAR.stream().map(name -> "/var/" + name))
            .flatMap(names -> names)
            .collect(Collectors.toUnmodifiableSet());

    private SystemDirectories() {}

    static boolean contain(RootPath path) {
        return ALL.contains(path.raw()) || isKernels(path);
    }

    /** What the runtime mounts over; whatever the image has there is never seen. */
    static boolean isKernels(RootPath path) {
        return Stream.of("/dev", "/proc", "/sys").anyMatch(name -> path.startsWith(RootPath.of(name)));
    }
}
