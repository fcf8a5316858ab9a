package dev.whittle.discover.owned;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.GoProgram;
import dev.whittle.discover.evidence.LibraryOpeners;
import dev.whittle.discover.evidence.OwnNames;
import dev.whittle.discover.evidence.OwnTrees;
import dev.whittle.discover.evidence.Settled;
import dev.whittle.discover.evidence.StringExtractor;
import dev.whittle.discover.evidence.TreeSize;
import dev.whittle.discover.process.RunPrograms;
import dev.whittle.discover.process.Scripts;
import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Absolute paths in the strings of kept ELF files. */
public final class BuiltInPaths implements Detector {
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9_.@+,/-]{2,250}");

    /** Created at run time, mounted by the runtime, or handled by other families. */
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

    /** {@code share/NAME/templates}, below a prefix that the program finds at run time or has in another string. */
    private static final Pattern RELATIVE =
            Pattern.compile("(share|lib|libexec|etc)/[A-Za-z0-9_.@+-]+(/[A-Za-z0-9_.@+-]+)*+/?");

    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_-]++\\.[A-Za-z0-9_.-]{1,40}+");
    private static final Pattern TAIL = Pattern.compile("%s/[A-Za-z0-9_.@+-]+(?:/[A-Za-z0-9_.@+-]+)*+");
    private static final Pattern UP = Pattern.compile("\\.\\./[A-Za-z0-9_.@+-]+(?:/[A-Za-z0-9_.@+-]+)*+/?");

    /** For sockets and process IDs: existing entries were created by the program's package. */
    private static final List<String> RUN = List.of("/run", "/var/run");

    private static final List<String> STATE = List.of("/var/lib", "/var/cache", "/var/log", "/var/spool", "/var/empty");

    private static final Set<String> PACKAGES =
            Set.of("/var/lib/dpkg", "/var/lib/apt", "/var/cache/apt", "/var/cache/man");

    private static final StringExtractor<List<String>> PATHS = strings -> {
        List<String> found = new ArrayList<>();
        for (String raw : strings) {
            String string = withoutConstant(raw);
            if (string.indexOf('/') >= 0
                    && (string.startsWith("/") ? PATH : RELATIVE)
                            .matcher(string)
                            .matches()) {
                found.add(string);
            }
        }
        return List.copyOf(found);
    };

    /** The last byte of a double between 0.004 and 131072 (IEEE 754, little-endian: 0x3F or 0x40). */
    private static final String ENDS_OF_DOUBLE = "?@";

    /** A list of directories to search: {@code /usr/share/NAME/init:/usr/share/NAME/lib}, possibly after {@code .:}. */
    private static final Pattern LIST =
            Pattern.compile("(?:[.~][A-Za-z0-9_./+-]{0,40}+:)*+/[A-Za-z0-9_.@+,/-]+(:/[A-Za-z0-9_.@+,/-]+)++");

    /**
     * A compiled-in configuration line: {@code mime_table /usr/share/NAME/mime.conf}. More than one word before it is
     * prose.
     */
    private static final Pattern DEFAULT =
            Pattern.compile("(?:[a-z]{2,20}+[_-][a-z_-]{2,30}+|[A-Z][a-z]{1,20}+[A-Z][A-Za-z]{1,30}+)[ \t]++"
                    + "\"?(/[A-Za-z0-9_.@+,/-]{2,250}+)\"?");

    private static final StringExtractor<List<String>> DEFAULTS =
            StringExtractor.where(string -> string.indexOf('/') > 0
                    && string.charAt(0) != '/'
                    && DEFAULT.matcher(string).matches());

    /** A path that is partly determined at run time: {@code /opt/x/plugins/%s.so}. */
    private static final Pattern FORMAT =
            Pattern.compile("(/[A-Za-z0-9_.@+,/-]++)%[0-9.]*+l{0,2}+[sdux][A-Za-z0-9_.@+,/%-]*+");

    private static final Pattern CONVERSION = Pattern.compile("%[0-9.]*+[a-z]++");

    private static final StringExtractor<List<String>> FORMATS = StringExtractor.matching("%", FORMAT);

    /** Command lines with such a path: {@code /usr/lib/x/helpers/%s </etc/x.conf}. */
    private static final StringExtractor<List<String>> COMMANDS = StringExtractor.where(
            string -> string.indexOf('%') > 0 && string.indexOf(' ') > 0 && string.indexOf('/') >= 0);

    private static final StringExtractor<List<String>> LISTS = StringExtractor.matching(":/", LIST);

    /** Settings of one program, or of several related ones. */
    private static final Pattern SETTINGS = Pattern.compile(
            "/etc/(?!(apt|dpkg|alternatives|skel|X11|init|systemd|default|kernel|security)$|init\\.d|rc.*\\.d$|cron)[^/]+");

    /** Plugins that other families select. */
    private static final Pattern OTHERS = Pattern.compile(
            ".*/(gconv|terminfo|locale|security|engines[^/]*|ossl-modules|perl.*|python.*|ruby.*|php.*)");

    /** What libc names in a static program; other families know what of it is used. */
    private static final Pattern OF_LIBC = Pattern.compile("/usr/lib/(?:[^/]+/)?(?:gconv|locale)");

    /** The name of a file, with a dot in it. Another family handles libraries. */
    private static final StringExtractor<List<String>> NAMES = StringExtractor.where(string -> string.indexOf('.') > 0
            && string.indexOf(' ') < 0
            && !string.contains(".so")
            && FILE_NAME.matcher(string).matches());

    /** {@code %s/bin/x}: prefixed with a directory. */
    private static final StringExtractor<List<String>> TAILS = StringExtractor.matching("%s/", TAIL);

    private static final StringExtractor<List<String>> ABOVE = StringExtractor.matching("../", UP);

    private static final int MAX_DIRECTORIES = 200;

    /** Maximum number of files that are kept for a format. */
    private static final int MAX_FORMATTED = 64;

    /** Maximum size of a settings file, in bytes. */
    private static final long SETTINGS_SIZE = 1L << 18;

    private static final long SMALL = 1L << 20;
    private static final long LARGE = 16L << 20;
    private static final String NAME = "paths";

    /** A path without the last bytes of a constant that is stored in front of it: {@code R@/etc/x}, after 72.0. */
    private static String withoutConstant(String string) {
        int slash = string.indexOf('/');
        return slash > 0 && slash < Double.BYTES && ENDS_OF_DOUBLE.indexOf(string.charAt(slash - 1)) >= 0
                ? string.substring(slash)
                : string;
    }

    private final NamedDirectories named = new NamedDirectories();
    private final OwnTrees trees = new OwnTrees();
    private final Settled settled = new Settled(NAME);
    private final Settled ofScripts = new Settled(NAME);

    @Override
    public Family family() {
        return new Family(NAME, "absolute paths in ELF files: files, and the directories of the program's own name");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        for (Context.Elf elf : context.elfs()) {
            if (elf.isLibc() || context.isIncidental(elf.path())) {
                continue;
            }
            settled.add(elf.path(), findings, made -> {
                int before = trees.leftOut();
                look(context, elf, made);
                return trees.leftOut() == before;
            });
        }
        for (Selection.Kept kept : context.kept().all()) {
            if (SystemPaths.isSharedByPrograms(kept.path().parent()) && Scripts.isScript(context, kept)) {
                ofScripts.add(kept.path(), findings, made -> {
                    made.because(kept.path());
                    named.add(context, kept.path(), made);
                    return true;
                });
            }
        }
    }

    @Override
    public void lookAtUnexplained(Context context, Findings findings) throws IOException {
        trees.addExpensive(context, findings);
    }

    private void look(Context context, Context.Elf elf, Findings findings) throws IOException {
        named.add(context, elf, findings);
        if (EmbeddedPaths.has(context, elf)) {
            EmbeddedPaths.add(context, elf, findings);
            if (GoProgram.is(context, elf)) {
                return; // no string ends with a NUL
            }
        }
        OwnNames own = OwnNames.of(elf);
        if (!context.isMultiCall(elf)) {
            apart(context, elf, findings);
            above(context, elf, findings);
        }
        for (String line : context.read(elf, DEFAULTS)) {
            Matcher matcher = DEFAULT.matcher(line);
            String value = matcher.matches() ? matcher.group(1) : "";
            Optional<RootPath> path =
                    isElsewhere(value) || isOfTheLoader(elf, value) ? Optional.empty() : context.existing(value);
            if (path.isPresent() && !path.get().equals(elf.path())) {
                look(context, elf, own, value, path.get(), findings);
            }
        }
        for (String format : context.read(elf, FORMATS)) {
            formatted(context, elf, format, findings);
        }
        if (context.imported(elf, RunPrograms.RUNNERS).isPresent()) {
            for (String command : context.read(elf, COMMANDS)) {
                String word = command.substring(0, command.indexOf(' '));
                if (FORMAT.matcher(word).matches()) {
                    formatted(context, elf, word, findings);
                }
            }
        }
        for (String list : context.read(elf, LISTS)) {
            searched(context, elf, list, findings);
        }
        for (String raw : context.read(elf, PATHS)) {
            String string = raw.startsWith("/") ? raw : prefix(elf) + raw;
            if (isBelowAny(string, RUN) && !context.isMultiCall(elf)) {
                findings.file(
                        Finding.Level.RECOMMENDED,
                        elf.path().raw() + " holds the string " + string,
                        context.directory(string).filter(directory -> !SystemPaths.isSharedByPrograms(directory)));
            } else if (isElsewhere(string) && string.startsWith("/usr/") && !context.isMultiCall(elf)) {
                addEmpty(elf, elf.path().raw() + " holds the string " + string, context.directory(string), findings);
            } else if (!isElsewhere(string) && !isOfTheLoader(elf, string)) {
                Optional<RootPath> path = context.existing(string);
                if (path.isEmpty() && isBelowAny(string, STATE) && !context.isMultiCall(elf)) {
                    findings.file(
                            Finding.Level.RECOMMENDED,
                            elf.path().raw() + " holds the string " + string + ", which may be written",
                            context.directory(RootPath.of(string).parent().raw())
                                    .filter(BuiltInPaths::isState));
                } else if (path.isPresent() && !path.get().equals(elf.path())) {
                    look(context, elf, own, string, path.get(), findings);
                }
            }
        }
    }

    /**
     * A directory and its content, stored separately: {@code /etc} and {@code name.ini}, {@code /usr/lib/x} and
     * {@code %s/bin/x}. A name of one component must have a dot; otherwise too many words would be files in /etc.
     */
    private void apart(Context context, Context.Elf elf, Findings findings) throws IOException {
        List<String> names = context.read(elf, NAMES);
        List<String> tails = context.read(elf, TAILS);
        if (names.isEmpty() && tails.isEmpty()) {
            return;
        }
        Set<RootPath> directories = new TreeSet<>();
        for (String raw : context.read(elf, PATHS)) {
            if (raw.startsWith("/") && directories.size() < MAX_DIRECTORIES && !isElsewhere(raw)) {
                context.directory(raw).ifPresent(directories::add);
            }
        }
        for (RootPath directory : directories) {
            Set<String> entries = new HashSet<>();
            context.list(directory).forEach(entry -> entries.add(entry.name()));
            for (String name : names) {
                if (entries.contains(name)) {
                    inside(context, elf, directory, name, findings);
                }
            }
            for (String tail : tails) {
                String name = tail.substring(tail.indexOf('/') + 1);
                int slash = name.indexOf('/');
                if (entries.contains(slash < 0 ? name : name.substring(0, slash))) {
                    inside(context, elf, directory, name, findings);
                }
            }
        }
    }

    private void inside(Context context, Context.Elf elf, RootPath directory, String name, Findings findings)
            throws IOException {
        Optional<RootPath> file = context.file(directory.raw() + "/" + name);
        if (file.isEmpty() || !(context.node(file.get()).orElse(null) instanceof Node.RegularFile node)) {
            return;
        }
        String evidence = elf.path().raw() + " holds the strings " + directory.raw() + " and " + name;
        boolean runs = node.attributes().isExecutable() && !name.contains(".so");
        boolean starts = context.imported(elf, RunPrograms.RUNNERS).isPresent();
        if (SystemPaths.isSecret(file.get()) || (runs && !starts)) {
            return;
        }
        findings.file(
                node.size() <= SETTINGS_SIZE && !runs ? Finding.Level.EXPECTED : Finding.Level.UNCERTAIN,
                evidence,
                file);
        if (runs && !SystemPaths.isSharedByPrograms(directory) && !TreeSize.isLarge(context, directory)) {
            trees.add(context, elf.path().name(), directory, evidence + ", a program in its own directory", findings);
        }
    }

    /** The files that match a format of a path, in a directory that is not shared. */
    private static void formatted(Context context, Context.Elf elf, String format, Findings findings)
            throws IOException {
        Matcher matcher = FORMAT.matcher(format);
        String literal = matcher.matches() ? matcher.group(1) : "/";
        String above = literal.substring(0, literal.lastIndexOf('/') + 1);
        Optional<RootPath> directory = isElsewhere(above) ? Optional.empty() : context.directory(above);
        if (directory.isEmpty() || SystemPaths.isSharedByPrograms(directory.get()) || context.isMultiCall(elf)) {
            return;
        }
        String glob = Glob.literal(literal)
                + CONVERSION.matcher(format.substring(literal.length())).replaceAll("*");
        List<RootPath> files = context.glob(glob);
        long bytes = 0;
        for (RootPath file : files) {
            bytes += context.node(file).orElse(null) instanceof Node.RegularFile its ? its.size() : 0;
        }
        boolean few = files.size() <= MAX_FORMATTED && bytes <= LARGE;
        findings.files(
                few ? Finding.Level.EXPECTED : Finding.Level.LARGE,
                elf.path().raw() + " holds the format " + format,
                files);
    }

    /** Relative to the directory of a program: {@code ../share/x/}. */
    private void above(Context context, Context.Elf elf, Findings findings) throws IOException {
        for (String string : context.read(elf, ABOVE)) {
            Optional<RootPath> path = context.existing(elf.path().parent().raw() + "/" + string);
            if (path.isEmpty()
                    || SystemPaths.isSharedByPrograms(path.get())
                    || isElsewhere(path.get().raw())
                    || elf.path().startsWith(path.get())) {
                continue;
            }
            String evidence = elf.path().raw() + " holds the string " + string + ", seen from its directory";
            if (context.node(path.get()).orElse(null) instanceof Node.Directory) {
                if (!TreeSize.isLarge(context, path.get())) {
                    trees.add(context, elf.path().name(), path.get(), evidence, findings);
                }
            } else {
                findings.file(Finding.Level.UNCERTAIN, evidence, path);
            }
        }
    }

    /** Each directory of a list, except shared ones and those of the system. */
    private void searched(Context context, Context.Elf elf, String list, Findings findings) throws IOException {
        if (context.isMultiCall(elf)) {
            return;
        }
        Set<RootPath> places = new TreeSet<>();
        for (String place : list.split(":", -1)) {
            (isElsewhere(place)
                                    || place.contains("bin")
                                    || OTHERS.matcher(place).matches()
                            ? Optional.<RootPath>empty()
                            : context.directory(place))
                    .ifPresent(places::add);
        }
        Set<RootPath> all = new TreeSet<>(places);
        for (RootPath one : places) {
            for (RootPath other : places) {
                all.add(one.equals(other) ? one : above(one, other));
            }
        }
        for (RootPath path : all) {
            if (!SystemPaths.isSharedByPrograms(path) && !TreeSize.isLarge(context, path)) {
                String evidence = elf.path().raw() + " holds the list " + list;
                trees.add(context, elf.path().name(), path, evidence, findings);
            }
        }
    }

    /**
     * Their common parent directory: a program that has several directories of its own in one place also has files
     * there.
     */
    private static RootPath above(RootPath one, RootPath other) {
        RootPath above = one;
        while (!other.startsWith(above)) {
            above = above.parent();
        }
        return above;
    }

    private void look(Context context, Context.Elf elf, OwnNames own, String string, RootPath path, Findings findings)
            throws IOException {
        String evidence = elf.path().raw() + " holds the string " + string;
        Optional<Node> node = context.node(path);
        if (node.isPresent() && node.get() instanceof Node.Directory) {
            if (context.isStandardLibrary(path)) {
                return;
            }
            if (PACKAGES.contains(path.raw())) {
                // Part of an installed package; a package manager reads file lists for queries only.
                Optional<RootPath> lists = context.directory(path.raw() + "/info");
                findings.tree(
                        Finding.Level.EXPECTED,
                        evidence,
                        Optional.of(path),
                        lists.isPresent() ? Set.of(lists.get()) : Set.of());
            } else if (own.begin(path)) {
                if (isOfItsUser(context, elf, path)) {
                    findings.tree(Finding.Level.POSSIBLE, evidence, Optional.of(path));
                } else {
                    trees.add(context, elf.path().name(), path, evidence + ", a directory with its name", findings);
                }
            } else if (isState(path) && !context.isMultiCall(elf)) {
                findings.file(Finding.Level.RECOMMENDED, evidence, Optional.of(path));
                findings.tree(Finding.Level.POSSIBLE, evidence, Optional.of(path));
            } else if (isSearched(context, elf, path)) {
                trees.add(context, elf.path().name(), path, evidence + ", and opens libraries by name", findings);
            } else if (!SystemPaths.isSharedByPrograms(path)
                    && !OF_LIBC.matcher(path.raw()).matches()) {
                boolean settings = SETTINGS.matcher(path.raw()).matches()
                        && !context.isMultiCall(elf)
                        && TreeSize.size(context, path, SMALL) <= SMALL;
                Finding.Level level = settings ? Finding.Level.RECOMMENDED : uncertain(context, elf, path);
                if (level == Finding.Level.UNCERTAIN) {
                    addEmpty(elf, evidence, Optional.of(path), findings);
                }
                findings.tree(level, evidence, Optional.of(path));
            }
        } else if (node.isPresent() && node.get() instanceof Node.RegularFile file) {
            boolean library = path.name().endsWith(".so") || path.name().contains(".so.");
            boolean runs = file.attributes().isExecutable() && !library;
            boolean helper = runs && own.beginName(path.name()) && trees.isCheap(context, path);
            boolean possible = SystemPaths.isSecret(path) || context.isMultiCall(elf);
            boolean starts = startsPrograms(context, elf);
            possible |= runs && !helper && !starts;
            boolean costly = runs && !helper && starts && own.beginName(path.name());
            Finding.Level level = file.size() > LARGE
                    ? Finding.Level.LARGE
                    : costly
                            ? Finding.Level.EXPECTED
                            : runs && !helper ? Finding.Level.UNCERTAIN : Finding.Level.RECOMMENDED;
            findings.file(possible ? Finding.Level.POSSIBLE : level, evidence, Optional.of(path));
        } else if (node.isEmpty()) {
            findings.file(Finding.Level.RECOMMENDED, evidence + ", a link", Optional.of(path));
        }
    }

    /** A directory without its content: some programs complain if it does not exist, and are content if it is empty. */
    private static void addEmpty(Context.Elf elf, String evidence, Optional<RootPath> directory, Findings findings) {
        if (elf.isProgram()) {
            findings.file(Finding.Level.RECOMMENDED, evidence, directory);
        }
    }

    /**
     * Whether a directory has programs of a package that uses a library, and that the library's package does not ask for:
     * {@code /lib/systemd} is of the service manager, which is built on libsystemd, and not the other way round.
     */
    private static boolean isOfItsUser(Context context, Context.Elf elf, RootPath directory) throws IOException {
        if (elf.isProgram() || !SystemPaths.isSharedByPrograms(elf.path().parent())) {
            return false;
        }
        List<RootPath> programs = new ArrayList<>(List.of(elf.path()));
        for (RootPath entry : context.list(directory)) {
            if (context.elf(entry).filter(Context.Elf::isProgram).isPresent()) {
                programs.add(context.real(entry));
            }
        }
        if (programs.size() == 1) {
            return false;
        }
        Map<RootPath, String> owners = context.owners(programs);
        String library = owners.remove(elf.path());
        return library != null
                && owners.values().stream()
                        .anyMatch(user -> context.packages().dependencies(user).contains(library)
                                && !context.packages().asked(library).contains(user));
    }

    /** Whether a file starts programs, or a library that it needs does so for it. */
    private static boolean startsPrograms(Context context, Context.Elf elf) {
        if (context.imported(elf, RunPrograms.RUNNERS).isPresent()) {
            return true;
        }
        for (String needed : elf.facts().needed()) {
            for (Context.Elf library : context.libraries(needed)) {
                if (!library.isLibc()
                        && context.imported(library, RunPrograms.RUNNERS).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What a file of one program names it may well open; what busybox names is for any of its commands. */
    private static Finding.Level uncertain(Context context, Context.Elf elf, RootPath path) {
        boolean others =
                path.raw().startsWith("/etc/") && !SETTINGS.matcher(path.raw()).matches();
        boolean possible = others || !elf.isProgram() || context.isMultiCall(elf);
        return possible ? Finding.Level.POSSIBLE : Finding.Level.UNCERTAIN;
    }

    /**
     * A directory with libraries, below the shared ones, named by a file that loads libraries: they are its plugins.
     */
    private static boolean isSearched(Context context, Context.Elf elf, RootPath path) throws IOException {
        boolean below = path.raw().startsWith("/usr/lib")
                || path.raw().startsWith("/lib")
                || path.raw().startsWith("/opt/");
        if (!below
                || SystemPaths.isSharedByPrograms(path)
                || OTHERS.matcher(path.raw()).matches()) {
            return false;
        }
        if (LibraryOpeners.imported(context, elf).isEmpty()) {
            return false;
        }
        for (RootPath entry : context.list(path)) {
            if (entry.name().contains(".so")
                    && context.elf(entry).filter(its -> !its.isProgram()).isPresent()) {
                return !TreeSize.isLarge(context, path);
            }
        }
        return false;
    }

    /** A directory that a daemon writes to: many do not start without it, and it costs nothing if empty. */
    private static boolean isState(RootPath path) {
        return !SystemPaths.isSharedByPrograms(path) && isBelowAny(path.raw(), STATE) && !PACKAGES.contains(path.raw());
    }

    /** The base of a relative path in a relocatable program: the parent of its bin directory. */
    private static String prefix(Context.Elf elf) {
        RootPath directory = elf.path().parent();
        boolean programs = directory.name().equals("bin") || directory.name().equals("sbin");
        RootPath up = programs ? directory.parent() : RootPath.of("/usr");
        return up.isRoot() ? "/" : up.raw() + "/";
    }

    private static boolean isOfTheLoader(Context.Elf elf, String string) {
        return Stream.of(
                        elf.facts().interpreter(),
                        elf.facts().rpath(),
                        elf.facts().runpath())
                .flatMap(Optional::stream)
                .anyMatch(string::equals);
    }

    /** Created at run time, or handled by another family. */
    static boolean isElsewhere(String path) {
        return isBelowAny(path, NOT_HERE);
    }

    private static boolean isBelowAny(String path, List<String> directories) {
        return directories.stream().anyMatch(directory -> isBelow(path, directory));
    }

    private static boolean isBelow(String path, String directory) {
        return path.startsWith(directory)
                && (path.length() == directory.length() || path.charAt(directory.length()) == '/');
    }
}
