package dev.whittle.process;

import dev.whittle.path.RootPath;
import dev.whittle.script.Shebang;
import dev.whittle.script.Shells;
import dev.whittle.shell.Command;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The files and here-documents that commands of one shell read from and write to. */
final class Redirections {
    private static final Set<String> STREAMS = Set.of(
            "/dev/null",
            "/dev/stdout",
            "/dev/stderr",
            "/dev/tty",
            "/dev/fd/1",
            "/dev/fd/2",
            "/proc/self/fd/1",
            "/proc/self/fd/2",
            "/proc/1/fd/1",
            "/proc/1/fd/2");

    private final RootFiles files;
    private final ShellEvents events;
    private final Expander.Context context;

    Redirections(RootFiles files, ShellEvents events, Expander.Context context) {
        this.files = files;
        this.events = events;
        this.context = context;
    }

    /** Redirections of a compound command, such as a loop. */
    Set<String> input(List<Command.Redirect> redirects, ShellState state, Set<String> input) {
        return input(redirects, state, "", input);
    }

    /**
     * Reports the files of redirections.
     *
     * @param command the name of the command; empty for a compound command
     * @param input what the command reads without redirections
     * @return what the command reads
     */
    Set<String> input(List<Command.Redirect> redirects, ShellState state, String command, Set<String> input) {
        Set<String> read = input;
        List<String> documents = new ArrayList<>();
        Expander expander = Expander.withFirstArguments(state.variables(), context);
        for (Command.Redirect redirect : redirects) {
            if (redirect.isDuplicate()) {
                continue;
            }
            Set<String> targets = expander.texts(redirect.target());
            if (redirect.isText()) {
                read = targets;
                documents.addAll(targets);
            } else {
                events.reportWords(
                        List.copyOf(targets),
                        Event.Role.REDIRECT,
                        command,
                        state,
                        redirect.target().line());
                if (redirect.operator().equals("<")) {
                    read = contents(targets, state.variables());
                }
            }
        }
        // A here-document for a shell is a script, which is followed; one that is printed on a terminal is a message.
        boolean isMessage = !redirects.stream().allMatch(Redirections::isInput)
                && redirects.stream().noneMatch(Redirections::writesFile);
        if (!Shells.isShell(command) && !isMessage) {
            documents.forEach(document -> events.report(
                    new Event.Written(events.where(redirects.get(0).target().line()), document)));
        }
        return read;
    }

    /** What a script that the command writes runs is reported with its text. */
    private void noteScripts(Command.Simple command, ShellState state, String text) {
        if (Shebang.parse(text).isEmpty()) {
            return;
        }
        Expander expander = Expander.withFirstArguments(state.variables(), context);
        for (Command.Redirect redirect : command.redirects()) {
            if (writesFile(redirect)) {
                expander.texts(redirect.target()).forEach(path -> events.wroteScript(path, state.variables()));
            }
        }
    }

    private Set<String> contents(Set<String> names, Variables variables) {
        Set<String> texts = new LinkedHashSet<>();
        for (String name : names) {
            Optional<RootPath> file =
                    Marked.isPattern(name) ? Optional.empty() : files.file(name, variables.directory());
            texts.add(file.map(files::text).orElse(Marked.UNKNOWN));
        }
        return texts;
    }

    /**
     * Reports what a command writes to a file, as far as it is known: {@code echo x >f}, {@code echo x | tee f},
     * {@code echo x | crontab -}.
     */
    void written(Command.Simple command, String name, ShellState state, Set<String> input, Set<String> printed) {
        boolean toFile = command.redirects().stream().anyMatch(Redirections::writesFile);
        boolean passes = name.equals("tee") || name.equals("crontab");
        for (String text : passes ? input : toFile ? printed : Set.<String>of()) {
            if (!text.isBlank() && !text.equals(Marked.UNKNOWN)) {
                events.report(new Event.Written(events.where(command.line()), text));
                noteScripts(command, state, text);
            }
        }
    }

    /**
     * {@code 2>/dev/null}, {@code >/dev/null 2>&1}: a command whose messages are hidden is expected to fail sometimes.
     */
    static boolean hideMessages(Command.Simple command) {
        return command.redirects().stream()
                .anyMatch(redirect -> redirect.operator().startsWith("&>")
                        || (redirect.operator().startsWith(">") && isNullDevice(redirect)));
    }

    private static boolean isInput(Command.Redirect redirect) {
        return redirect.operator().startsWith("<");
    }

    /** Whether a redirection leads to a file, and not to another stream ({@code >&2}), a terminal or nowhere. */
    private static boolean writesFile(Command.Redirect redirect) {
        return !isInput(redirect)
                && !redirect.isDuplicate()
                && redirect.target().plain().filter(STREAMS::contains).isEmpty();
    }

    private static boolean isNullDevice(Command.Redirect redirect) {
        return redirect.target().plain().filter("/dev/null"::equals).isPresent();
    }
}
