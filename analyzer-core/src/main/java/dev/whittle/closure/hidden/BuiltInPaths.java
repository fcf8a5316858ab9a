package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Absolute paths in the strings of kept ELF files. */
final class BuiltInPaths implements Detector {
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9_.@+,/-]{2,250}");

    /** Made at run time, mounted by it, or other families' business. */
    private static final List<String> NOT_HERE = List.of(
            "/dev",
            "/proc",
            "/sys",
            "/run",
            "/tmp",
            "/var/run",
            "/var/tmp",
            "/etc/ssl",
            "/usr/lib/ssl",
            "/etc/resolv.conf",
            "/etc/hosts",
            "/etc/hostname",
            "/etc/ld.so.cache",
            "/usr/share/zoneinfo",
            "/etc/pam.d",
            "/usr/share/locale",
            "/usr/include",
            "/usr/share/man",
            "/usr/share/doc");

    /** Nobody should have these in an image by a mere string. */
    private static final Set<String> SECRET = Set.of("/etc/shadow", "/etc/gshadow", "/etc/shadow-", "/etc/gshadow-");

    /** Directories in which programs have directories of their own. */
    private static final Set<String> SHARED = Set.of(
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
            "/srv",
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
            "/media");

    private static final Reading<List<String>> PATHS = Reading.where(string -> string.startsWith("/")
            && PATH.matcher(string).matches()
            && NOT_HERE.stream().noneMatch(prefix -> isBelow(string, prefix)));

    private static final long LARGE = 16L << 20;
    private static final int MIN_NAME = 3;

    @Override
    public Family family() {
        return new Family("paths", "absolute paths in ELF files: files, and the directories of the program's own name");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        for (Scene.Elf elf : scene.elfs()) {
            if (elf.isLibc() || scene.isIncidental(elf.path()) || GoProgram.is(scene, elf)) {
                continue; // Go's strings run into each other
            }
            findings.because(elf.path());
            String own = ownName(elf);
            for (String string : scene.read(elf, PATHS)) {
                if (!isOfTheLoader(elf, string)) {
                    Optional<RootPath> path = scene.existing(string);
                    if (path.isPresent() && !path.get().equals(elf.path())) {
                        look(scene, elf, own, string, path.get(), findings);
                    }
                }
            }
        }
    }

    private static void look(Scene scene, Scene.Elf elf, String own, String string, RootPath path, Findings findings)
            throws IOException {
        String evidence = elf.path().raw() + " holds the string " + string;
        Optional<Node> node = scene.node(path);
        if (node.isPresent() && node.get() instanceof Node.Directory) {
            boolean isShared = SHARED.contains(path.raw()) || path.name().contains("-linux-");
            if (isOwn(path, own)) {
                findings.tree(Finding.Level.RECOMMENDED, evidence + ", a directory of its own name", Optional.of(path));
            } else if (!isShared) {
                findings.tree(Finding.Level.POSSIBLE, evidence, Optional.of(path));
            }
        } else if (node.isPresent() && node.get() instanceof Node.RegularFile file) {
            boolean library = path.name().endsWith(".so") || path.name().contains(".so.");
            boolean runs = (file.attributes().mode() & 0111) != 0 && !library;
            boolean possible = runs || file.size() > LARGE || SECRET.contains(path.raw()) || scene.isMultiCall(elf);
            findings.file(possible ? Finding.Level.POSSIBLE : Finding.Level.RECOMMENDED, evidence, Optional.of(path));
        } else if (node.isEmpty()) {
            findings.file(Finding.Level.RECOMMENDED, evidence + ", a link", Optional.of(path));
        }
    }

    /** Below a shared directory, the first component that is not one of these is the program's name, or begins with it. */
    private static boolean isOwn(RootPath path, String own) {
        if (own.length() < MIN_NAME) {
            return false;
        }
        RootPath at = path;
        while (!at.isRoot()
                && !SHARED.contains(at.parent().raw())
                && !at.parent().name().contains("-linux-")) {
            at = at.parent();
        }
        return !at.isRoot()
                && !SHARED.contains(at.raw())
                && at.name().toLowerCase(Locale.ROOT).startsWith(own);
    }

    /** {@code /usr/bin/python3.11} → python, {@code libfoo.so.1} → foo. */
    private static String ownName(Scene.Elf elf) {
        String name = elf.name().toLowerCase(Locale.ROOT);
        if (!elf.isProgram() && name.startsWith("lib")) {
            name = name.substring("lib".length());
        }
        return name.replaceFirst("\\.so.*$", "").replaceFirst("[-_]?[0-9.]+$", "");
    }

    private static boolean isOfTheLoader(Scene.Elf elf, String string) {
        return Stream.of(
                        elf.facts().interpreter(),
                        elf.facts().rpath(),
                        elf.facts().runpath())
                .flatMap(Optional::stream)
                .anyMatch(string::equals);
    }

    private static boolean isBelow(String path, String directory) {
        return path.startsWith(directory)
                && (path.length() == directory.length() || path.charAt(directory.length()) == '/');
    }
}
