package dev.whittle.discover.process;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.StringExtractor;
import dev.whittle.path.RootPath;
import dev.whittle.process.Builtins;
import dev.whittle.process.Marked;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Command lines among the strings of an ELF file, and the shell that executes them. */
final class CommandStrings {
    private static final String SHELL = "/bin/sh";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._+-]*+");

    /** {@code /bin/ps}: a path of a program is one whatever follows it. */
    private static final Pattern PROGRAM = Pattern.compile("(?:/[A-Za-z0-9._+-]++)++");

    private static final int MAX_COMMAND = 1024;

    /** Several commands for a shell: {@code echo x | tool}. */
    private static final Pattern LINE =
            Pattern.compile("[/a-z][a-z0-9_.+/-]{0,60} [^|&;<>]{0,200}(?:\\||&&|;|>)[^\\n]{1,300}");

    private static final StringExtractor<List<String>> LINES = StringExtractor.matching(" ", LINE);

    private static final StringExtractor<List<String>> COMMANDS =
            StringExtractor.where(string -> command(string).isPresent());

    /** Names of programs that are verbs of messages, unless an option follows: {@code "open %s"}, {@code "read /dev/null"}. */
    private static final Set<String> VERBS =
            Set.of("open", "see", "edit", "compose", "print", "connect", "read", "write", "bind", "select");

    private CommandStrings() {}

    /**
     * Adds the shell and the programs that strings name. POSIX: popen and system run {@code sh -c}; a
     * program that uses popen reads the result, and does little without it.
     *
     * @param runner how it starts programs, for display; empty if it starts none
     */
    static void add(Context context, Context.Elf elf, Optional<String> runner, Findings findings) throws IOException {
        Optional<String> symbol = context.imported(elf, List.of("popen", "system"));
        if (symbol.isPresent()) {
            boolean reads = symbol.get().equals("popen") && elf.isProgram();
            Finding.Level uncertain = elf.isProgram() ? Finding.Level.UNCERTAIN : Finding.Level.POSSIBLE;
            findings.file(
                    reads ? Finding.Level.RECOMMENDED : uncertain,
                    elf.path().raw() + " imports " + symbol.get(),
                    context.file(SHELL));
        }
        lines(context, elf, symbol, findings);
        if (runner.isEmpty() || !elf.isProgram()) {
            return;
        }
        boolean reads = symbol.filter("popen"::equals).isPresent();
        for (String string : context.read(elf, COMMANDS)) {
            Optional<String> command = command(string);
            if (command.isPresent()) {
                boolean line = string.startsWith("exec ");
                findings.file(
                        reads || line ? Finding.Level.RECOMMENDED : Finding.Level.UNCERTAIN,
                        elf.path().raw() + " " + runner.get() + " and holds the string " + string,
                        program(context, command.get()));
                if (line) {
                    findings.file(
                            Finding.Level.RECOMMENDED,
                            elf.path().raw() + " holds the string " + string + ", a line for a shell",
                            context.file(SHELL));
                }
            }
        }
    }

    /** Strings that can only be shell commands. */
    private static void lines(Context context, Context.Elf elf, Optional<String> symbol, Findings findings)
            throws IOException {
        if (symbol.isEmpty()) {
            return;
        }
        for (String string : context.read(elf, LINES)) {
            String first = string.substring(0, string.indexOf(' '));
            boolean command = first.startsWith("/")
                    ? context.file(first).isPresent()
                    : Builtins.contains(first)
                            || Scripts.command(context, first).isPresent();
            if (command) {
                new ProcessFindings(context, findings, Finding.Level.UNCERTAIN, false)
                        .text(
                                elf.path().raw() + " imports " + symbol.get() + " and holds a string that",
                                Optional.of(elf.path()),
                                string.replaceAll("%[a-z]", Marked.UNKNOWN),
                                RootPath.ROOT);
            }
        }
    }

    /**
     * The program of a string that looks like a command line: a name, followed by an option, a path or a format; or a path,
     * followed by anything.
     */
    private static Optional<String> command(String string) {
        String line = string.startsWith("exec ") ? string.substring("exec ".length()) : string;
        int blank = line.indexOf(' ');
        if (blank < 2 || blank + 1 >= line.length() || line.length() > MAX_COMMAND) {
            return Optional.empty();
        }
        String name = line.substring(0, blank);
        boolean argument = (VERBS.contains(name) ? "-" : "-/%").indexOf(line.charAt(blank + 1)) >= 0;
        return (argument && NAME.matcher(name).matches())
                        || PROGRAM.matcher(name).matches()
                ? Optional.of(name)
                : Optional.empty();
    }

    private static Optional<RootPath> program(Context context, String name) throws IOException {
        if (!name.startsWith("/")) {
            return Scripts.command(context, name);
        }
        Optional<RootPath> file = context.file(name);
        boolean isProgram = file.isPresent()
                && context.node(file.get()).orElse(null) instanceof Node.RegularFile node
                && node.attributes().isExecutable();
        return isProgram ? file : Optional.empty();
    }
}
