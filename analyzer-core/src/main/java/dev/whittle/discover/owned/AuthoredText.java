package dev.whittle.discover.owned;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.DevelopmentFiles;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.SettingWords;
import dev.whittle.discover.evidence.TreeSize;
import dev.whittle.discover.libc.Locales;
import dev.whittle.discover.process.CommandLines;
import dev.whittle.discover.process.ProcessFindings;
import dev.whittle.discover.process.Scripts;
import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import dev.whittle.process.Builtins;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names in the text files of the image's author, in any format: programs and libraries of packages that were installed for
 * themselves, commands, existing paths, locales and time zones. No package has these files, so what they name is what the
 * application uses.
 */
public final class AuthoredText implements Detector {
    private static final String NAME = "authored";

    private static final int MAX_SIZE = 1 << 18;
    private static final int MAX_LINE = 4096;
    private static final int MAX_FILES = 2000;

    /** Limit for a file or directory that a text names, in bytes. */
    private static final long MAX_FILE = 16L << 20;

    private static final long MAX_DIRECTORY = 1L << 20;

    /** Shorter names are too often words of something else. */
    private static final int MIN_LIBRARY = 4;

    /** Prose, documents, what tools generate, and what a shell at a terminal reads. */
    private static final Pattern PROSE = Pattern.compile(
            "(?i).*\\.(md|markdown|rst|adoc|html?|css|scss|less|svg|csv|tsv|lock|sum|map|log|po|pot|pem|crt|key|min\\.js)"
                    + "|.*/(license.*|readme.*|changelog.*|notice.*|authors.*|copying.*|\\.bashrc|\\.profile|\\.bash_logout)");

    /** Languages in which a word before a blank is often a variable. */
    private static final Pattern SOURCE = Pattern.compile(
            "(?i).*\\.(c|cc|cpp|h|hpp|rs|go|java|kt|cs|swift|py|pyi|rb|ru|erb"
                    + "|pl|pm|t|psgi|js|mjs|cjs|ts|tsx|jsx|php|lua|tcl|erl|ex|exs|r|m|lisp|scm|el|clj|rkt|ml|hs|jl|pas|f90|d|nim|groovy|scala|sql|json)");

    /** Copies of published packages. */
    private static final Pattern VENDORED =
            Pattern.compile(".*/(node_modules|site-packages|dist-packages|vendor|gems|\\.git)/.*");

    private static final List<String> PACKAGED = List.of(
            "/usr/",
            "/lib",
            "/bin/",
            "/sbin/",
            "/var/lib/dpkg/",
            "/var/lib/apt/",
            "/var/cache/",
            "/etc/ssl/",
            "/etc/alternatives/",
            "/etc/profile",
            "/etc/bash.bashrc");

    private static final List<String> NOT_PACKAGED = List.of("/usr/local/", "/usr/src/");

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]*+");
    private static final Pattern PATH =
            Pattern.compile("(?<![A-Za-z0-9_.~$}/%:*-])/[A-Za-z0-9_.@+-]++(?:/[A-Za-z0-9_.@+,*?-]++)++/?+");
    private static final Pattern ZONE =
            Pattern.compile("[A-Z][a-z]{2,9}+/[A-Z][A-Za-z_-]{2,20}+(?:/[A-Z][A-Za-z_]{2,20}+)?");
    private static final Pattern JSON_VALUE =
            Pattern.compile("(?:\"(\\w{1,40}+)\"\\s*+:\\s*+)?\"((?:[^\"\\\\\n]|\\\\.){2,1000}+)\"");

    /** Keys of JSON whose value is a line for a shell in most formats. */
    private static final Pattern COMMAND_KEY =
            Pattern.compile("(?i)(?:.*_)?(?:cmd|command|commandline|exec|execute|run|script|shell|sh)");

    private static final Pattern SHELL_LINE =
            Pattern.compile("[/a-z][a-z0-9_.+/-]{0,60}+ [^|&;<>]{0,200}+(?:\\||&&|;|>).*");

    private static final int MAX_VALUES = 200;

    /** The name of a module that is no word of a sentence. */
    private static final Pattern COMPOUND = Pattern.compile("[A-Za-z0-9.+]{2,}+[_-].{2,}+");

    /** FHS 3.0, 4.5: files that compilers include. */
    private static final String INCLUDES = "/usr/include/";

    /** Maximum number of files of one kind in a directory that are kept because a text includes one of them. */
    private static final int MAX_OF_KIND = 100;

    /** Patterns are only looked for among so many paths and words of a file: each of them may list large directories. */
    private static final int MAX_PATTERNS = 500;

    private static final Pattern INCLUDED =
            Pattern.compile("[\"'<]([A-Za-z0-9_+-]++(?:/[A-Za-z0-9_+-]++)++\\.[a-z]++)[\"'>]");

    /** Part of the name of a function that starts a program, in whatever language. */
    private static final Pattern STARTS =
            Pattern.compile("(?i)exec|system|popen|spawn|process|subshell|shell|command|run[_-]?(?:prog|program|cmd)");

    /** A word that stands for itself: in quotes or parentheses. */
    private static final Pattern OWN_WORD = Pattern.compile("[\"'(`]([a-z][a-z0-9_.+-]{1,40}+)(?=[\"')` ])");

    /** A command line, or a list of its words, that is started by a method of its own: of Groovy, and of Scala's sys.process. */
    private static final Pattern STARTED = Pattern.compile(
            "[\"']([a-z][a-z0-9_.+-]{1,40}+)(?=[\"' ])[^\n]{0,300}?[\"'](?: ?[\\])])?\\.(?:execute\\b|!)");

    private static final Pattern QUOTED_COMMAND = Pattern.compile("`([a-z][a-z0-9_.+-]{0,40})[ `]");

    private final Map<RootPath, List<Finding>> made = new HashMap<>();
    private final Set<RootPath> packaged = new HashSet<>();
    private @Nullable Set<String> programs;
    private @Nullable Map<String, RootPath> libraries;

    @Override
    public Family family() {
        return new Family(
                NAME, "programs, libraries, paths, locales and time zones that text files of the image's author name");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        if (!context.isWholeImage() || context.databases().isEmpty()) {
            return;
        }
        List<RootPath> candidates = new ArrayList<>();
        for (Selection.Kept kept : context.kept().all()) {
            if (candidates.size() < MAX_FILES && !packaged.contains(kept.path()) && mayBeAuthored(kept)) {
                candidates.add(kept.path());
            }
        }
        settle(context, candidates);
        for (RootPath file : candidates) {
            findings.addAll(made.getOrDefault(file, List.of()));
        }
    }

    private void settle(Context context, List<RootPath> candidates) throws IOException {
        List<RootPath> fresh =
                candidates.stream().filter(file -> !made.containsKey(file)).toList();
        Map<RootPath, String> owners = context.owners(fresh);
        for (RootPath file : fresh) {
            if (owners.containsKey(file)) {
                packaged.add(file);
            } else {
                List<Finding> known = new ArrayList<>();
                read(context, file, new Findings(NAME, known).because(file));
                made.put(file, known);
            }
        }
    }

    private static boolean mayBeAuthored(Selection.Kept kept) {
        String path = kept.path().raw();
        return kept.node() instanceof Node.RegularFile file
                && !kept.path().parent().raw().equals("/etc") // accounts and other tables of the system
                && file.size() > 0
                && file.size() <= MAX_SIZE
                && (PACKAGED.stream().noneMatch(path::startsWith)
                        || NOT_PACKAGED.stream().anyMatch(path::startsWith))
                && !PROSE.matcher(path).matches()
                && !VENDORED.matcher(path).matches()
                && !DevelopmentFiles.contains(kept.path());
    }

    private void read(Context context, RootPath file, Findings findings) throws IOException {
        String text = context.sourceText(file, MAX_SIZE);
        if (text.indexOf('\0') >= 0) {
            return;
        }
        boolean source = SOURCE.matcher(file.raw()).matches();
        if (file.name().endsWith(".json")) {
            values(context, file, text, findings);
        }
        Set<String> seen = new HashSet<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String stripped = line.stripLeading();
            if (stripped.isEmpty()
                    || line.length() > MAX_LINE
                    || stripped.startsWith("#")
                    || stripped.startsWith("//")) {
                continue;
            }
            String at = "line " + number + " of " + file.raw();
            words(context, line, at, seen, findings);
            commands(context, line, source, at, seen, findings);
            paths(context, line, at, seen, findings);
            included(context, line, at, seen, findings);
            zones(context, line, at, seen, findings);
        }
    }

    private void words(Context context, String line, String at, Set<String> seen, Findings findings)
            throws IOException {
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            String word = matcher.group().replaceFirst("[.+-]++$", "");
            // pod2usage(1) calls a function of this name.
            boolean isCall = matcher.end() < line.length() && line.charAt(matcher.end()) == '(';
            if (word.length() < 2 || isCall || !seen.add(word)) {
                continue;
            }
            if (programs(context).contains(word)) {
                findings.file(Finding.Level.UNCERTAIN, at + " names " + word, Scripts.command(context, word));
            }
            RootPath library =
                    word.length() < MIN_LIBRARY ? null : libraries(context).get(word);
            if (library != null) {
                findings.file(
                        Finding.Level.EXPECTED,
                        at + " names " + word + ", a library of a package that no other depends on",
                        Optional.of(library));
            }
            for (RootPath locale : Locales.directories(context, word)) {
                findings.tree(Finding.Level.EXPECTED, at + " names the locale " + word, Optional.of(locale));
            }
        }
    }

    private static void commands(
            Context context, String line, boolean source, String at, Set<String> seen, Findings findings)
            throws IOException {
        List<String> commands = source ? new ArrayList<>() : CommandLines.commands(line);
        Matcher starts = STARTS.matcher(line);
        if (source && starts.find()) {
            Matcher word = OWN_WORD.matcher(line);
            for (int from = starts.end(); word.find(from); from = word.end()) {
                commands.add(word.group(1));
            }
        }
        for (Pattern pattern : source ? List.of(QUOTED_COMMAND, STARTED) : List.<Pattern>of()) {
            Matcher quoted = pattern.matcher(line);
            while (quoted.find()) {
                commands.add(quoted.group(1));
            }
        }
        for (String word : commands) {
            if (!Builtins.contains(word) && seen.add("`" + word)) {
                boolean option = !source && line.contains(word + " -");
                Optional<RootPath> program = Scripts.command(context, word);
                // Both are the author's: the text and the program.
                boolean isLocal = program.filter(path -> path.raw().startsWith("/usr/local/"))
                        .isPresent();
                findings.file(
                        option || isLocal ? Finding.Level.EXPECTED : Finding.Level.UNCERTAIN,
                        at + " has " + word + (option ? " with an option" : "") + " where a command may stand",
                        program);
            }
        }
    }

    /** Lines for a shell among the values of JSON: of a key that says so, or with an operator of shells. */
    private static void values(Context context, RootPath file, String text, Findings findings) throws IOException {
        Matcher value = JSON_VALUE.matcher(text);
        int count = 0;
        while (value.find() && count < MAX_VALUES) {
            String line = value.group(2).replaceAll("\\\\(?:n|t)", " ").replaceAll("\\\\(.)", "$1");
            int blank = line.indexOf(' ');
            String first = blank < 0 ? line : line.substring(0, blank);
            String key = value.group(1);
            boolean isCommand = (key != null && COMMAND_KEY.matcher(key).matches())
                    || SHELL_LINE.matcher(line).matches();
            if (isCommand
                    && (Builtins.contains(first)
                            || Scripts.command(context, first).isPresent())) {
                count++;
                int number = 1
                        + (int) text.substring(0, value.start(2))
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
                new ProcessFindings(context, findings, Finding.Level.UNCERTAIN, false)
                        .text(
                                "line " + number + " of " + file.raw(),
                                Optional.of(file),
                                line,
                                context.commands().workingDirectory());
            }
        }
    }

    private static void paths(Context context, String line, String at, Set<String> seen, Findings findings)
            throws IOException {
        Matcher matcher = PATH.matcher(line);
        while (matcher.find()) {
            String raw = matcher.group();
            if (!seen.add(raw) || BuiltInPaths.isElsewhere(raw)) {
                continue;
            }
            String evidence = at + " names " + raw;
            if (Glob.isPattern(raw)) {
                if (seen.size() <= MAX_PATTERNS) {
                    matching(context, raw, evidence, findings);
                }
                continue;
            }
            Optional<RootPath> path = context.existing(raw);
            Optional<Node> node = path.isPresent() ? context.node(path.get()) : Optional.empty();
            if (node.orElse(null) instanceof Node.RegularFile file) {
                Finding.Level level = file.size() > MAX_FILE
                        ? Finding.Level.LARGE
                        : file.attributes().isExecutable() ? Finding.Level.UNCERTAIN : Finding.Level.EXPECTED;
                findings.file(
                        SystemPaths.isSecret(path.orElseThrow()) ? Finding.Level.POSSIBLE : level, evidence, path);
            } else if (node.orElse(null) instanceof Node.Directory
                    && !SystemPaths.isSharedByPrograms(path.orElseThrow())
                    && !SystemPaths.isSystemDirectory(path.orElseThrow())) {
                boolean small = TreeSize.size(context, path.get(), MAX_DIRECTORY) <= MAX_DIRECTORY;
                findings.tree(small ? Finding.Level.EXPECTED : Finding.Level.LARGE, evidence, path);
            }
        }
    }

    /** {@code LogFile="merge /var/log/web/access.log* |"}: the files of a pattern, if they are not those of the system. */
    private static void matching(Context context, String pattern, String evidence, Findings findings)
            throws IOException {
        String fixed = pattern.split("[*?]", 2)[0];
        Optional<RootPath> directory = context.directory(fixed.substring(0, Math.max(1, fixed.lastIndexOf('/'))));
        if (directory.isEmpty()
                || SystemPaths.isSharedByPrograms(directory.get())
                || SystemPaths.isSystemDirectory(directory.get())) {
            return;
        }
        List<RootPath> files = new ArrayList<>();
        long bytes = 0;
        for (RootPath path : context.glob(pattern)) {
            if (context.node(path).orElse(null) instanceof Node.RegularFile file && !SystemPaths.isSecret(path)) {
                files.add(path);
                bytes += file.size();
            }
        }
        findings.files(bytes > MAX_FILE ? Finding.Level.LARGE : Finding.Level.EXPECTED, evidence, files);
    }

    /** What a compiler or a generator reads from its own directory: {@code import "google/protobuf/any.proto"}. */
    private static void included(Context context, String line, String at, Set<String> seen, Findings findings)
            throws IOException {
        Matcher matcher = line.indexOf('/') < 0 ? null : INCLUDED.matcher(line);
        while (matcher != null && matcher.find()) {
            Optional<RootPath> file =
                    seen.add("<" + matcher.group(1)) ? context.file(INCLUDES + matcher.group(1)) : Optional.empty();
            if (file.isPresent()) {
                // Such files include others of their kind.
                String extension = file.get().name().substring(file.get().name().lastIndexOf('.'));
                List<RootPath> kind = context.list(file.get().parent()).stream()
                        .filter(path -> path.name().endsWith(extension))
                        .toList();
                boolean few = kind.size() <= MAX_OF_KIND;
                findings.files(
                        Finding.Level.EXPECTED, at + " includes " + matcher.group(1), few ? kind : List.of(file.get()));
            }
        }
    }

    private static void zones(Context context, String line, String at, Set<String> seen, Findings findings)
            throws IOException {
        Matcher matcher = line.indexOf('/') < 0 ? null : ZONE.matcher(line);
        while (matcher != null && matcher.find()) {
            if (seen.add(matcher.group())) {
                findings.file(
                        Finding.Level.EXPECTED,
                        at + " names the time zone " + matcher.group(),
                        context.file("/usr/share/zoneinfo/" + matcher.group()));
            }
        }
    }

    private Set<String> programs(Context context) {
        if (programs == null) {
            programs = context.packages().requestedPrograms();
        }
        return programs;
    }

    /** The libraries of requested packages, by the ways in which a text may name them. */
    private Map<String, RootPath> libraries(Context context) throws IOException {
        if (libraries == null) {
            Map<String, RootPath> all = new LinkedHashMap<>();
            for (String raw : context.packages().requestedLibraries()) {
                Optional<RootPath> path = context.file(raw);
                if (path.isPresent()) {
                    SettingWords.names(path.get()).forEach(name -> all.putIfAbsent(name, path.get()));
                }
            }
            for (String raw : context.packages().requestedModules()) {
                Optional<RootPath> path = context.file(raw);
                if (path.isPresent()) {
                    SettingWords.names(path.get()).stream()
                            .map(name -> name.replaceFirst("-[0-9][0-9.]*+$", ""))
                            .filter(name -> COMPOUND.matcher(name).matches())
                            .forEach(name -> all.putIfAbsent(name, path.get()));
                }
            }
            libraries = all;
        }
        return libraries;
    }
}
