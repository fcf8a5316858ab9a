package dev.whittle.discover.language;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.TreeSize;
import dev.whittle.discover.process.ProcessFindings;
import dev.whittle.discover.process.Scripts;
import dev.whittle.path.RootPath;
import dev.whittle.process.Builtins;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the literals of one source file name: programs, paths, fonts and time zones. */
final class LiteralFindings {
    /**
     * A file that starts programs contains at least one of these words: subprocess, os.system, child_process,
     * proc_open, ProcessBuilder …
     */
    private static final List<String> STARTS = List.of(
            "subprocess",
            "os.system",
            "os.popen",
            "os.exec",
            "os.spawn",
            "popen",
            "Popen",
            "child_process",
            "spawn",
            "exec",
            "system(",
            "system ",
            "system2",
            "shell_exec",
            "proc_open",
            "passthru",
            "Open3",
            "%x",
            "qx",
            "os.execute",
            "which(",
            "run(");

    /** A name, then an option, a path, a number, a variable or a format field: not a sentence. */
    private static final Pattern COMMAND_LINE =
            Pattern.compile("[a-z][a-z0-9_.+-]{1,40}+ [-/~$%{0-9'\"].*", Pattern.DOTALL);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]{1,63}+");
    private static final Pattern BARE_ZONE = Pattern.compile(
            "(?:(?<=[ \t]):|-timezone[ \t]{1,8}+:?+)([A-Z][A-Za-z_]{2,30}+(?:/[A-Z][A-Za-z_+-]{2,30}+){1,2}+)");

    private static final Pattern ZONE = Pattern.compile("[A-Z][A-Za-z_]{2,30}+(?:/[A-Za-z_+-]{2,30}+){1,2}+");
    private static final Pattern FONT = Pattern.compile("[A-Za-z0-9_+-][A-Za-z0-9_.+-]{0,60}\\.(?:ttf|otf|ttc|pfb)");

    /** Limit for a directory that an application names to be kept whole, in bytes. */
    private static final long MAX_OWN = 16L << 20;

    private final Context context;
    private final RootPath file;
    private final Findings findings;

    LiteralFindings(Context context, RootPath file, Findings findings) {
        this.context = context;
        this.file = file;
        this.findings = findings;
    }

    /** For a file of an application. */
    void addAll(String text) throws IOException {
        List<SourceLiteral> literals = SourceLiteral.of(text);
        if (STARTS.stream().anyMatch(text::contains)) {
            addPrograms(literals);
        }
        addZones(literals);
        addBareZones(text);
        addPaths(literals);
        addFonts(literals);
    }

    /** For a file that may belong to a library: only command lines and time zones, which rarely appear by chance. */
    void addCommandLines(String text) throws IOException {
        List<SourceLiteral> literals = SourceLiteral.of(text);
        addZones(literals);
        for (SourceLiteral literal : literals) {
            if (COMMAND_LINE.matcher(literal.text()).matches()) {
                addNamed(literal);
            }
        }
    }

    private String where(SourceLiteral literal) {
        return "line " + literal.line() + " of " + file.raw();
    }

    /** Any literal of a file that starts programs. */
    private void addPrograms(List<SourceLiteral> literals) throws IOException {
        Set<String> seen = new LinkedHashSet<>();
        for (SourceLiteral literal : literals) {
            if (seen.add(literal.text())) {
                addNamed(literal);
            }
        }
    }

    private void addNamed(SourceLiteral literal) throws IOException {
        String text = literal.text();
        String where = where(literal);
        Optional<RootPath> program = NAME.matcher(text).matches() && !Builtins.contains(text)
                ? Scripts.command(context, text)
                : Optional.empty();
        if (program.isPresent()) {
            findings.because(file).file(Finding.Level.RECOMMENDED, where + " names " + text, program);
            return;
        }
        int blank = text.indexOf(' ');
        boolean line = blank > 0
                && NAME.matcher(text.substring(0, blank)).matches()
                && Scripts.command(context, text.substring(0, blank)).isPresent();
        if (line) {
            new ProcessFindings(context, findings, Finding.Level.UNCERTAIN, false)
                    .text(where, Optional.of(file), text, context.commands().workingDirectory());
        } else if (text.startsWith("/")) {
            findings.because(file).file(Finding.Level.UNCERTAIN, where + " names " + text, context.file(text));
        }
    }

    /** Files and directories that an application names: {@code "/etc/mime.types"}, {@code SOURCE_DIR = "/usr/lib/x"}. */
    private void addPaths(List<SourceLiteral> literals) throws IOException {
        Set<String> seen = new LinkedHashSet<>();
        for (SourceLiteral literal : literals) {
            String name = literal.text();
            boolean absolute = name.length() > 1 && name.startsWith("/") && name.indexOf('\0') < 0;
            if (absolute && !SystemPaths.isMounted(name) && seen.add(name)) {
                Optional<RootPath> directory = context.directory(name);
                boolean ofApplication = directory.isPresent()
                        && !directory.get().parent().isRoot()
                        && !SystemPaths.isSharedByPrograms(directory.get())
                        && !SystemPaths.isSystemDirectory(directory.get())
                        && !context.isStandardLibrary(directory.get())
                        && !TreeSize.isLarge(context, directory.get());
                Optional<RootPath> path = directory.isPresent() ? Optional.empty() : context.file(name);
                if (path.isPresent() && !SystemPaths.isSecret(path.get()) && !isProgram(path.get())) {
                    findings.because(file).file(Finding.Level.EXPECTED, where(literal) + " names " + name, path);
                }
                if (ofApplication) {
                    findings.because(file)
                            .tree(
                                    TreeSize.size(context, directory.get(), MAX_OWN) <= MAX_OWN
                                            ? Finding.Level.EXPECTED
                                            : Finding.Level.UNCERTAIN,
                                    where(literal) + " names " + name,
                                    directory);
                }
            }
        }
    }

    /** Programs are handled elsewhere: {@link #addPrograms}. */
    private boolean isProgram(RootPath path) throws IOException {
        return context.node(path).orElse(null) instanceof Node.RegularFile node
                && (node.attributes().isExecutable() || node.size() > MAX_OWN);
    }

    /** Imaging libraries search for a font file by name below the font directories. */
    private void addFonts(List<SourceLiteral> literals) throws IOException {
        Set<String> seen = new LinkedHashSet<>();
        for (SourceLiteral literal : literals) {
            if (FONT.matcher(literal.text()).matches() && seen.add(literal.text())) {
                for (String directory : List.of("/usr/share/fonts/**/", "/usr/local/share/fonts/**/")) {
                    findings.because(file)
                            .files(
                                    Finding.Level.RECOMMENDED,
                                    where(literal) + " names the font " + literal.text(),
                                    context.glob(directory + literal.text()));
                }
            }
        }
    }

    /** Time zones are files: {@code ZoneInfo('Europe/Berlin')}, {@code DateTime.TimeZone}. */
    private void addZones(List<SourceLiteral> literals) throws IOException {
        for (SourceLiteral literal : literals) {
            if (ZONE.matcher(literal.text()).matches()) {
                findings.because(file)
                        .file(
                                Finding.Level.RECOMMENDED,
                                where(literal) + " names the zone " + literal.text(),
                                context.file("/usr/share/zoneinfo/" + literal.text()));
            }
        }
    }

    /** {@code clock format 0 -timezone :America/New_York}: of languages whose words need no quotes. */
    private void addBareZones(String text) throws IOException {
        Matcher zone = BARE_ZONE.matcher(text);
        while (zone.find()) {
            findings.because(file)
                    .file(
                            Finding.Level.RECOMMENDED,
                            file.raw() + " names the zone " + zone.group(1),
                            context.file("/usr/share/zoneinfo/" + zone.group(1)));
        }
    }
}
