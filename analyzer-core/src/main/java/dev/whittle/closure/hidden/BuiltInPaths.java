package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

    /** {@code share/NAME/templates}, below the prefix that the program finds at run time or has built in apart. */
    private static final Pattern RELATIVE =
            Pattern.compile("(share|lib|libexec|etc)/[A-Za-z0-9_.@+-]+(/[A-Za-z0-9_.@+-]+)*/?");

    /** For sockets and process ids: what is there already is what the program's package has made. */
    private static final List<String> RUN = List.of("/run", "/var/run");

    private static final List<String> STATE = List.of("/var/lib", "/var/cache", "/var/log", "/var/spool", "/var/empty");

    private static final Set<String> PACKAGES =
            Set.of("/var/lib/dpkg", "/var/lib/apt", "/var/cache/apt", "/var/cache/man");

    private static final Reading<List<String>> PATHS = Reading.where(
            string -> (string.startsWith("/") ? PATH : RELATIVE).matcher(string).matches());

    /** A list of directories that are searched: {@code /usr/share/NAME/init:/usr/share/NAME/lib}. */
    private static final Pattern LIST = Pattern.compile("/[A-Za-z0-9_.@+,/-]+(:/[A-Za-z0-9_.@+,/-]+)+");

    private static final Reading<List<String>> LISTS =
            Reading.where(string -> LIST.matcher(string).matches());

    /** Settings of one program, or of several that belong together. */
    private static final Pattern SETTINGS = Pattern.compile(
            "/etc/(?!(apt|dpkg|alternatives|skel|X11|init|systemd|default|kernel|security)$|init\\.d|rc.*\\.d$|cron)[^/]+");

    /** Plugins that other families choose from. */
    private static final Pattern OTHERS = Pattern.compile(
            ".*/(gconv|terminfo|locale|security|engines[^/]*|ossl-modules|sasl2|krb5/.*|gio/.*|gdk-pixbuf.*|gtk-.*|ImageMagick.*|perl.*|python.*|ruby.*|php.*)");

    /** The C library's, libtool's and GLib's. */
    private static final List<String> OPENERS =
            List.of("dlopen", "dlmopen", "lt_dlopen", "lt_dlopenext", "lt_dlopenadvise", "g_module_open");

    private static final long SMALL = 1L << 20;
    private static final long LARGE = 16L << 20;
    private final OwnTrees trees = new OwnTrees();

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
            OwnNames own = OwnNames.of(elf);
            for (String list : scene.read(elf, LISTS)) {
                searched(scene, elf, list, findings);
            }
            for (String raw : scene.read(elf, PATHS)) {
                String string = raw.startsWith("/") ? raw : prefix(elf) + raw;
                if (isBelowAny(string, RUN) && !scene.isMultiCall(elf)) {
                    findings.file(
                            Finding.Level.RECOMMENDED,
                            elf.path().raw() + " holds the string " + string,
                            scene.directory(string).filter(directory -> !OwnNames.isShared(directory)));
                } else if (!isElsewhere(string) && !isOfTheLoader(elf, string)) {
                    Optional<RootPath> path = scene.existing(string);
                    if (path.isEmpty() && isBelowAny(string, STATE) && !scene.isMultiCall(elf)) {
                        findings.file(
                                Finding.Level.RECOMMENDED,
                                elf.path().raw() + " holds the string " + string + ", which may be written",
                                scene.directory(RootPath.of(string).parent().raw())
                                        .filter(BuiltInPaths::isState));
                    } else if (path.isPresent() && !path.get().equals(elf.path())) {
                        look(scene, elf, own, string, path.get(), findings);
                    }
                }
            }
        }
    }

    /** Each directory that a list names is looked through: those that all share, and those of the system's, apart. */
    private void searched(Scene scene, Scene.Elf elf, String list, Findings findings) throws IOException {
        if (scene.isMultiCall(elf)) {
            return;
        }
        Set<RootPath> places = new TreeSet<>();
        for (String place : list.split(":", -1)) {
            (isElsewhere(place)
                                    || place.contains("bin")
                                    || OTHERS.matcher(place).matches()
                            ? Optional.<RootPath>empty()
                            : scene.directory(place))
                    .ifPresent(places::add);
        }
        Set<RootPath> all = new TreeSet<>(places);
        for (RootPath one : places) {
            for (RootPath other : places) {
                all.add(one.equals(other) ? one : above(one, other));
            }
        }
        for (RootPath path : all) {
            if (!OwnNames.isShared(path) && !Application.isLarge(scene, path)) {
                String evidence = elf.path().raw() + " holds the list " + list;
                trees.add(scene, elf.path().name(), path, evidence, findings);
            }
        }
    }

    /** The directory that both lie in: what a program has in several places of its own it has in the others there too. */
    private static RootPath above(RootPath one, RootPath other) {
        RootPath above = one;
        while (!other.startsWith(above)) {
            above = above.parent();
        }
        return above;
    }

    private void look(Scene scene, Scene.Elf elf, OwnNames own, String string, RootPath path, Findings findings)
            throws IOException {
        String evidence = elf.path().raw() + " holds the string " + string;
        Optional<Node> node = scene.node(path);
        if (node.isPresent() && node.get() instanceof Node.Directory) {
            if (own.begin(path)) {
                trees.add(scene, elf.path().name(), path, evidence + ", a directory of its own name", findings);
            } else if (isState(path) && !scene.isMultiCall(elf)) {
                findings.file(Finding.Level.RECOMMENDED, evidence, Optional.of(path));
                findings.tree(Finding.Level.POSSIBLE, evidence, Optional.of(path));
            } else if (isSearched(scene, elf, path)) {
                trees.add(scene, elf.path().name(), path, evidence + ", and opens libraries by name", findings);
            } else if (!OwnNames.isShared(path)) {
                boolean settings = SETTINGS.matcher(path.raw()).matches()
                        && !scene.isMultiCall(elf)
                        && Application.size(scene, path, SMALL) <= SMALL;
                findings.tree(
                        settings ? Finding.Level.RECOMMENDED : Finding.Level.POSSIBLE, evidence, Optional.of(path));
            }
        } else if (node.isPresent() && node.get() instanceof Node.RegularFile file) {
            boolean library = path.name().endsWith(".so") || path.name().contains(".so.");
            boolean runs = (file.attributes().mode() & 0111) != 0 && !library;
            boolean helper = runs && own.beginName(path.name()) && trees.isCheap(scene, path);
            boolean possible = (runs && !helper) || file.size() > LARGE || isSecret(path) || scene.isMultiCall(elf);
            findings.file(possible ? Finding.Level.POSSIBLE : Finding.Level.RECOMMENDED, evidence, Optional.of(path));
        } else if (node.isEmpty()) {
            findings.file(Finding.Level.RECOMMENDED, evidence + ", a link", Optional.of(path));
        }
    }

    /** A directory with libraries, below those that all share, which a file names that opens some: they are its plugins. */
    private static boolean isSearched(Scene scene, Scene.Elf elf, RootPath path) throws IOException {
        boolean below = path.raw().startsWith("/usr/lib")
                || path.raw().startsWith("/lib")
                || path.raw().startsWith("/opt/");
        if (!below || OwnNames.isShared(path) || OTHERS.matcher(path.raw()).matches()) {
            return false;
        }
        if (scene.imported(elf, OPENERS).isEmpty()) {
            return false;
        }
        for (RootPath entry : scene.list(path)) {
            if (entry.name().contains(".so")
                    && scene.elf(entry).filter(its -> !its.isProgram()).isPresent()) {
                return !Application.isLarge(scene, path);
            }
        }
        return false;
    }

    /** What a daemon writes to: without it many do not start, and empty it costs nothing. */
    private static boolean isState(RootPath path) {
        return !OwnNames.isShared(path) && isBelowAny(path.raw(), STATE) && !PACKAGES.contains(path.raw());
    }

    /** Where a relative path of a program starts that is to be moved with all it has: above its bin directory. */
    private static String prefix(Scene.Elf elf) {
        RootPath directory = elf.path().parent();
        boolean programs = directory.name().equals("bin") || directory.name().equals("sbin");
        RootPath up = programs ? directory.parent() : RootPath.of("/usr");
        return up.isRoot() ? "/" : up.raw() + "/";
    }

    private static boolean isOfTheLoader(Scene.Elf elf, String string) {
        return Stream.of(
                        elf.facts().interpreter(),
                        elf.facts().rpath(),
                        elf.facts().runpath())
                .flatMap(Optional::stream)
                .anyMatch(string::equals);
    }

    /** Made at run time, or another family's. */
    static boolean isElsewhere(String path) {
        return isBelowAny(path, NOT_HERE);
    }

    private static boolean isBelowAny(String path, List<String> directories) {
        return directories.stream().anyMatch(directory -> isBelow(path, directory));
    }

    static boolean isSecret(RootPath path) {
        return SECRET.contains(path.raw());
    }

    private static boolean isBelow(String path, String directory) {
        return path.startsWith(directory)
                && (path.length() == directory.length() || path.charAt(directory.length()) == '/');
    }
}
