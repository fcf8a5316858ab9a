package dev.whittle.discover.owned;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.OwnTrees;
import dev.whittle.discover.evidence.Settled;
import dev.whittle.discover.evidence.TreeSize;
import dev.whittle.discover.process.CommandTables;
import dev.whittle.discover.process.ProcessFindings;
import dev.whittle.discover.process.Scripts;
import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Paths in kept configuration files, for any program: files and directories that they include, other files, directories
 * that a daemon writes to, and commands that a supervisor starts.
 */
public final class Configurations implements Detector {
    /** {@code Include x/*.conf}, {@code @includedir /etc/x.d}, {@code !includedir}, {@code include "x";}, {@code .include = x}. */
    private static final Pattern INCLUDE = Pattern.compile(
            "(?i)[@#!.%]?include(?:_?dir|_?files?|_?optional|_if_exists|_try)?\\b[ \t]*[=:]?[ \t]*[\"'(]?([^ \t\"';)]+).*");

    /** {@code command=/usr/bin/app -x}, as in configuration of supervisors; {@code csvpipe_command = cat a}. */
    private static final Pattern COMMAND = Pattern.compile(
            "(?i)(?:[a-z0-9_.-]{1,60}[_.-])?(?:command|exec|execstart|cmd)[ \t]*[=:][ \t]*[\"']?(.+?)[\"']?");

    private static final Pattern PATH = Pattern.compile(
            "(?<![A-Za-z0-9_.*~$%})/@-])(/[A-Za-z0-9_.@+*?-]++(?:/[A-Za-z0-9_.@+*?-]++)*+)/?+(?![A-Za-z0-9_({$%])");

    /** In a table of file types ({@code 0 string #!\\ /bin/perl application/x-perl}): scripts that may be read, not run. */
    private static final Pattern INTERPRETER = Pattern.compile("#!\\\\?+[ \t]*+/[^ \t]++");

    private static final Pattern NAME = Pattern.compile("(?i).*\\.(conf|cnf|cfg|ini|config)");

    /**
     * Read by their own families, or lists that describe no needs; and start-up files of shells, which are programs.
     */
    private static final Pattern OTHERS = Pattern.compile("/etc/(ssl|pam\\.d|nginx|fonts|java[^/]*|python[^/]*|perl"
            + "|ImageMagick[^/]*|X11|gss|ld\\.so\\.conf(\\.d)?|init\\.d|rc.\\.d|cron[^/]*|apt|dpkg|alternatives|terminfo)/.*"
            + "|/etc/(passwd|group|shadow|gshadow|shells|services|protocols|nsswitch\\.conf|hosts|resolv\\.conf|mime\\.types"
            + "|ld\\.so\\.[a-z]+|filesystems|profile)-?|.*(bashrc|profile|zshrc|zshenv|cshrc|inputrc)|.*/magic");

    private static final List<String> CONTENT = List.of(
            "/etc/",
            "/srv/",
            "/var/www/",
            "/opt/",
            "/app/",
            "/home/",
            "/usr/local/etc/",
            "/usr/local/lib/",
            "/usr/local/share/",
            "/usr/src/");

    /** Families that keep a directory because something names it. */
    private static final Set<String> ASKING = Set.of("paths", "app", "image", "configuration");

    /** RFC 8089: a path follows if there is no host. */
    private static final String FILE_URI = "file://";

    /** A whole line, or a value in quotes: {@code libx.so.1}, {@code "library_path": "libx.so.1"}. */
    private static final Pattern SONAME =
            Pattern.compile("(?:.*[=:][ \t]*)?[\"']?(lib[A-Za-z0-9_+.-]{1,64}?\\.so(?:\\.[0-9]+)*+)[\"']?[,;]?");

    /** One of several values of a line, in a directory that is known at run time: {@code target="$libdir/libx.so"}. */
    private static final Pattern QUOTED_SONAME = Pattern.compile(
            "[\"'](?:\\$\\{?[A-Za-z_]{1,30}+}?/)?+(lib[A-Za-z0-9_+.-]{1,64}?\\.so(?:\\.[0-9]+)*+)[\"']");

    /** Maximum size of a data directory, in bytes. */
    private static final long SMALL = 4L << 20;

    /** Maximum size of a directory of /var/lib, in bytes: an empty one in its place would be an empty database. */
    private static final long MAX_STATE = 128L << 20;

    /** {@code /usr/share/NAME} may belong to another program; a directory below that was chosen. */
    private static final int SHARED_DEPTH = 3;

    private static final int MIN_NAME = 3;
    private static final int MAX_SIZE = 1 << 18;
    private static final int MAX_LINE = 4096;
    private static final long LARGE = 16L << 20;

    private static final String FAMILY = "configuration";

    private final OwnTrees trees = new OwnTrees();
    private final Settled settled = new Settled(FAMILY);
    private final Settled ofScripts = new Settled(FAMILY);
    private final CommandTables tables = new CommandTables(FAMILY);

    @Override
    public Family family() {
        return new Family(
                FAMILY, "what kept configuration files name: includes, files, directories to write to, commands");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        for (Selection.Kept kept : context.kept().all()) {
            if (Scripts.isScript(context, kept)) {
                ofScripts.add(kept.path(), findings, made -> {
                    ofScript(context, kept.path(), made);
                    return true;
                });
            } else if (kept.node() instanceof Node.RegularFile file
                    && file.size() <= MAX_SIZE
                    && isConfiguration(kept)) {
                settled.add(kept.path(), findings, made -> {
                    String text = context.text(kept.path());
                    int before = trees.leftOut();
                    if (text.indexOf('\0') < 0) {
                        read(context, kept.path(), text, made);
                        if (!isOnlyIncluded(kept)) {
                            dropIns(context, kept.path(), made);
                        }
                    }
                    // A library is resolved as for the first kept program.
                    return trees.leftOut() == before && !text.contains(".so");
                });
            }
        }
        tables.add(context, findings);
    }

    /**
     * {@code /etc/NAME.conf}, {@code /etc/NAME-tools/NAME.conf}: of a script, so that no file of the program contains
     * it as a string.
     */
    private static void ofScript(Context context, RootPath script, Findings findings) throws IOException {
        String name = script.name().replaceFirst("\\.[a-z]+$", "");
        for (String place : List.of("/etc/", "/etc/*/", "/usr/local/etc/")) {
            for (RootPath file : context.glob(place + name + ".*")) {
                findings.file(
                        Finding.Level.RECOMMENDED,
                        script.raw() + " is a script, and this a configuration of its name",
                        NAME.matcher(file.raw()).matches() ? context.file(file.raw()) : Optional.empty());
            }
        }
    }

    /** {@code conf.d} and {@code NAME.d} beside a file: its includes may be put together of variables. */
    private static void dropIns(Context context, RootPath file, Findings findings) throws IOException {
        String name = file.name();
        int dot = name.lastIndexOf('.');
        String stem = dot <= 0 ? name : name.substring(0, dot);
        RootPath place = file.parent();
        for (String each : new LinkedHashSet<>(List.of("conf.d", name + ".d", stem + ".d"))) {
            boolean isCommon = each.equals("conf.d") && (SystemPaths.isSharedByPrograms(place) || dot <= 0);
            Optional<RootPath> directory = isCommon ? Optional.empty() : context.directory(place.raw() + "/" + each);
            boolean small = directory.isPresent() && TreeSize.size(context, directory.get(), SMALL) <= SMALL;
            findings.tree(
                    Finding.Level.EXPECTED,
                    place.raw() + "/" + each + " lies beside " + file.raw() + ", whose parts such a directory has",
                    small ? directory : Optional.empty());
        }
    }

    private static boolean isConfiguration(Selection.Kept kept) {
        String path = kept.path().raw();
        boolean named = path.startsWith("/etc/")
                || path.contains("/etc/")
                || NAME.matcher(path).matches();
        return named
                && !kept.path().name().startsWith("README")
                && !OTHERS.matcher(path).matches()
                && kept.reasons().stream().anyMatch(Configurations::isAsked);
    }

    /** Whether only {@code --include} keeps a file: then nothing shows that a program reads it, and the user chose it. */
    private static boolean isOnlyIncluded(Selection.Kept kept) {
        return kept.reasons().stream().allMatch(reason -> reason.kind() == Reason.Kind.INCLUDED);
    }

    /**
     * Whether a file is not only one of many in a directory that a family keeps whole, such as a language's library.
     */
    private static boolean isAsked(Reason reason) {
        return reason.kind() != Reason.Kind.TREE || ASKING.contains(reason.family());
    }

    /**
     * The bare name of a library is resolved by the loader: lists of drivers use it (ICD files of OpenCL and Vulkan).
     */
    private static void library(Context context, String line, String evidence, Findings findings) throws IOException {
        if (!line.contains(".so")) {
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        Matcher whole = SONAME.matcher(line);
        if (whole.matches()) {
            names.add(whole.group(1));
        }
        Matcher quoted = QUOTED_SONAME.matcher(line);
        while (quoted.find()) {
            names.add(quoted.group(1));
        }
        Optional<Context.Elf> host = names.isEmpty()
                ? Optional.empty()
                : context.elfs().stream().filter(Context.Elf::isProgram).findFirst();
        for (String name : host.isPresent() ? names : Set.<String>of()) {
            findings.file(Finding.Level.RECOMMENDED, evidence + " names " + name, context.library(host.get(), name));
        }
    }

    private void read(Context context, RootPath file, String text, Findings findings) throws IOException {
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String stripped = line.strip();
            if (stripped.isEmpty() || stripped.length() > MAX_LINE) {
                continue;
            }
            String evidence = "line " + number + " of " + file.raw();
            Matcher include = INCLUDE.matcher(stripped);
            if (include.matches()) {
                include(context, file, include.group(1), evidence + " includes " + include.group(1), findings);
            } else if (!stripped.startsWith("#") && !stripped.startsWith(";") && !stripped.startsWith("//")) {
                command(context, file, stripped, evidence, findings);
                library(context, stripped, evidence, findings);
                Matcher path = PATH.matcher(
                        INTERPRETER.matcher(stripped.replace(FILE_URI, " ")).replaceAll(" "));
                while (path.find()) {
                    named(context, file, path.group(1), evidence + " names " + path.group(1), findings);
                }
            }
        }
    }

    private static void include(Context context, RootPath file, String what, String evidence, Findings findings)
            throws IOException {
        String path = what.startsWith("/") ? what : file.parent().raw() + "/" + what;
        if (Glob.isPattern(path)) {
            findings.files(Finding.Level.RECOMMENDED, evidence, context.glob(path));
            findings.file(
                    Finding.Level.RECOMMENDED,
                    evidence,
                    context.directory(RootPath.of(path).parent().raw()));
            return;
        }
        Optional<RootPath> there = context.existing(path);
        if (there.isPresent() && !SystemPaths.isSharedByPrograms(there.get())) {
            findings.tree(Finding.Level.RECOMMENDED, evidence, there);
        }
    }

    private static void command(Context context, RootPath file, String line, String evidence, Findings findings)
            throws IOException {
        Matcher command = COMMAND.matcher(line);
        if (command.matches()) {
            new ProcessFindings(context, findings, Finding.Level.RECOMMENDED, false)
                    .text(
                            evidence,
                            Optional.of(file),
                            command.group(1),
                            context.commands().workingDirectory());
            findings.because(file);
        }
    }

    private void named(Context context, RootPath settings, String raw, String evidence, Findings findings)
            throws IOException {
        if (Glob.isPattern(raw)) {
            if (raw.startsWith("/etc/")) {
                findings.files(Finding.Level.RECOMMENDED, evidence, context.glob(raw));
            }
            return;
        }
        boolean run = raw.startsWith("/run/") || raw.startsWith("/var/run/");
        // A certificate or a key is named for itself: only its directory belongs to another family.
        boolean elsewhere =
                !run && BuiltInPaths.isElsewhere(raw) && context.file(raw).isEmpty();
        Optional<RootPath> path = elsewhere || SystemPaths.isMounted(raw) ? Optional.empty() : context.existing(raw);
        if (path.isEmpty()) {
            writtenTo(context, raw, evidence, findings);
            return;
        }
        Optional<Node> node = context.node(path.get());
        if (node.orElse(null) instanceof Node.Directory) {
            directory(context, settings, path.get(), evidence, findings);
        } else if (node.orElse(null) instanceof Node.RegularFile file) {
            boolean runs = file.attributes().isExecutable() && !raw.contains(".so");
            // A program that a configuration names is started, with all its consequences.
            Finding.Level level = file.size() > LARGE && !runs ? Finding.Level.LARGE : Finding.Level.RECOMMENDED;
            findings.file(SystemPaths.isSecret(path.get()) ? Finding.Level.POSSIBLE : level, evidence, path);
        } else {
            findings.file(Finding.Level.RECOMMENDED, evidence, path);
        }
    }

    private void directory(Context context, RootPath settings, RootPath path, String evidence, Findings findings)
            throws IOException {
        if (SystemPaths.isSharedByPrograms(path)) {
            return;
        }
        // "libdir = /usr/lib/NAME" in /etc/NAME: the program's own modules or data.
        boolean namesake = path.name().length() >= MIN_NAME
                && !path.raw().startsWith("/var/")
                && settings.components().stream().anyMatch(part -> part.startsWith(path.name()));
        if (namesake && !TreeSize.isLarge(context, path)) {
            trees.add(context, path.name(), path, evidence + ", a directory of the same name", findings);
            return;
        }
        boolean content = CONTENT.stream().anyMatch(place -> (path.raw() + "/").startsWith(place));
        findings.file(Finding.Level.RECOMMENDED, evidence, Optional.of(path));
        boolean own = content && !TreeSize.isLarge(context, path);
        boolean shared = path.components().size() > SHARED_DEPTH
                && (path.raw().startsWith("/usr/share/") || path.raw().startsWith("/usr/lib"));
        // State that the image was built with, such as a cluster of a database: a program does not start without it.
        boolean state = path.raw().startsWith("/var/lib/") || SystemPaths.isOutsideHierarchy(path);
        boolean data = (state && TreeSize.size(context, path, MAX_STATE) <= MAX_STATE)
                || (shared && TreeSize.size(context, path, SMALL) <= SMALL);
        findings.tree(
                own ? Finding.Level.RECOMMENDED : data ? Finding.Level.EXPECTED : Finding.Level.POSSIBLE,
                evidence,
                Optional.of(path));
    }

    /** The parent directory of a log or process ID file that does not exist yet. */
    private static void writtenTo(Context context, String raw, String evidence, Findings findings) throws IOException {
        String lower = raw.toLowerCase(Locale.ROOT);
        if (lower.startsWith("/var/") || lower.startsWith("/run/")) {
            Optional<RootPath> parent =
                    context.directory(RootPath.of(raw).parent().raw());
            findings.file(
                    Finding.Level.RECOMMENDED,
                    evidence,
                    parent.filter(directory -> !SystemPaths.isSharedByPrograms(directory)));
        }
    }
}
