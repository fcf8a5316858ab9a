package dev.whittle.process;

import dev.whittle.path.RootPath;
import dev.whittle.script.Shebang;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one started program does: whether it is a script, starts others, or reads directories. */
final class StartedProgram {
    /** A longer argument is data. */
    private static final int MAX_TEXT = 4096;

    private static final class Table {
        /** Read on first use: most runs of other commands never need it. */
        private static final List<Starter> STARTERS = TableReader.starters();

        private static final List<ChainScript.Language> CHAINS = TableReader.chains();

        private static final List<TreeReader> TREE_READERS = TableReader.treeReaders();

        private static final List<CommandHelper> HELPERS = TableReader.helpers();
    }

    private final ProcessModel model;
    private final RootFiles files;
    private final Invocation invocation;
    private final Where where;
    private final Event.Certainty certainty;
    private final Set<String> input;
    private final int depth;

    /** @param depth number of parent processes */
    StartedProgram(
            ProcessModel model,
            Invocation invocation,
            Where where,
            Event.Certainty certainty,
            Set<String> input,
            int depth) {
        this.model = model;
        this.files = model.files();
        this.invocation = invocation;
        this.where = where;
        this.certainty = certainty;
        this.input = input;
        this.depth = depth;
    }

    /** Follows it, as far as possible. Returns its output; marked. */
    Set<String> follow() {
        RootFiles.Kind kind = files.kind(invocation.program());
        if (kind == RootFiles.Kind.SCRIPT) {
            startSubcommand();
            return interpreted();
        }
        if (kind == RootFiles.Kind.TEXT && depth > 0) {
            // POSIX XCU 2.9.1.1: the shell itself reads what execve rejects (ENOEXEC).
            return new ShellStart(model, where, certainty, input, depth)
                    .file(invocation, invocation.program(), invocation.arguments(), "sh");
        }
        String name = invocation.name();
        readTrees();
        startHelpers();
        for (Starter starter : Table.STARTERS) {
            if (starter.isFor(name)) {
                return new StarterReading(model, starter, invocation, where, certainty, input, depth).follow();
            }
        }
        for (ChainScript.Language language : Table.CHAINS) {
            if (language.programs().contains(name)) {
                new ChainScript(model, invocation, language.path(), depth).follow(where);
                return Printed.UNKNOWN;
            }
        }
        if (ShellStart.isShell(name)) {
            return new ShellStart(model, where, certainty, input, depth).start(invocation);
        }
        switch (name) {
            case "make", "gmake" -> new Makefile(model, invocation, certainty, depth).follow();
            case "awk", "gawk", "mawk", "nawk", "original-awk" ->
                new AwkProgram(model, invocation, where, depth).follow();
            case "init" -> new Inittab(model, invocation, certainty, depth).follow();
            default -> {
                startSubcommand();
                followTexts();
                if (depth == 0) {
                    startNamed();
                }
            }
        }
        return KnownOutput.of(name, invocation.arguments(), invocation.directory(), input, files);
    }

    /**
     * An argument that looks like a shell command probably is one: {@code tmux new-session 'tool x'}. What it starts is
     * used if it exists, and never reported as missing.
     */
    private void followTexts() {
        for (String argument : invocation.arguments()) {
            String text = Marked.plain(argument);
            int blank = text.indexOf(' ');
            if (blank <= 0
                    || text.length() > MAX_TEXT
                    || depth > ProcessModel.MAX_DEPTH
                    || Builtins.talks(invocation.name())) {
                continue;
            }
            String first = text.substring(0, blank);
            boolean several = text.indexOf(';') > 0 || text.indexOf('|') > 0 || text.contains("&&");
            boolean command = (several && Builtins.contains(first))
                    || files.command(first, invocation.environment().get("PATH"), invocation.directory())
                            .isPresent();
            if (command) {
                model.guess(() -> model.shellText(
                        text,
                        invocation.environment(),
                        invocation.directory(),
                        where,
                        Event.Certainty.CONDITIONAL,
                        depth + 1));
            }
        }
    }

    /**
     * A word of the image's command that is the name of a program probably is one, with its own arguments: {@code mpirun -np 2
     * app}. It is never reported as missing.
     */
    private void startNamed() {
        List<String> arguments = invocation.arguments();
        if (Builtins.isTest(invocation.name()) || Builtins.contains(invocation.name())) {
            return; // getent passwd
        }
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            boolean isName = !word.startsWith("-") && !Builtins.contains(word) && !Marked.isPattern(word);
            Set<String> path = invocation.environment().get("PATH");
            Optional<RootPath> program = isName ? files.command(word, path, invocation.directory()) : Optional.empty();
            if (program.isPresent() && !files.real(program.get()).equals(files.real(invocation.program()))) {
                List<String> argv = arguments.subList(i, arguments.size());
                model.guess(() -> model.command(
                        CommandRequest.of(invocation, argv, where, Event.Certainty.CONDITIONAL, input, 1)));
                return;
            }
        }
    }

    private void readTrees() {
        for (TreeReader reader : Table.TREE_READERS) {
            if (reader.isFor(invocation.name())) {
                List<String> names = reader.names(invocation.arguments());
                reader.read(invocation.arguments(), invocation.directory(), files)
                        .forEach((name, from) ->
                                model.event(new Event.Walked(where, certainty, name, from, reader.bounded(), names)));
            }
        }
    }

    private void startHelpers() {
        for (CommandHelper helper : Table.HELPERS) {
            if (helper.isFor(invocation.name(), invocation.arguments())) {
                for (String name : helper.starts()) {
                    CommandRequest request = CommandRequest.of(
                                    invocation, List.of(name), where, Event.Certainty.CONDITIONAL, input, depth + 1)
                            .withOpen(true);
                    model.guess(() -> model.command(request));
                }
            }
        }
    }

    /** The interpreter of a script, with the script as its argument (Linux, fs/binfmt_script.c). */
    private Set<String> interpreted() {
        Optional<Shebang> line = files.shebang(invocation.program());
        if (line.isEmpty()) {
            return Printed.UNKNOWN;
        }
        List<String> argv = new ArrayList<>();
        argv.add(line.get().interpreter());
        line.get().argument().ifPresent(argv::add);
        argv.add(invocation.program().raw());
        argv.addAll(invocation.arguments());
        Where script = new Where("#! of " + invocation.program().raw(), Optional.of(files.real(invocation.program())));
        return model.command(CommandRequest.of(invocation, argv, script, certainty, input, depth + 1));
    }

    /** A multi-command program has some commands as separate programs: {@code jupyter notebook} runs jupyter-notebook. */
    private void startSubcommand() {
        Optional<String> command = invocation.arguments().stream()
                .filter(word -> !word.startsWith("-"))
                .findFirst()
                .filter(word -> word.matches("[a-z][a-z0-9-]*"));
        if (command.isEmpty()) {
            return;
        }
        String program = invocation.name();
        String helper = program + "-" + command.get();
        List<String> places = List.of(
                helper,
                "/usr/lib/" + program + "-core/" + helper,
                "/usr/libexec/" + program + "-core/" + helper,
                "/usr/lib/" + program + "/" + helper,
                "/usr/libexec/" + program + "/" + helper);
        for (String place : places) {
            Optional<RootPath> found =
                    files.command(place, invocation.environment().get("PATH"), invocation.directory());
            if (found.isPresent()) {
                int at = invocation.arguments().indexOf(command.get());
                List<String> argv = new ArrayList<>(List.of(place));
                argv.addAll(invocation
                        .arguments()
                        .subList(at + 1, invocation.arguments().size()));
                Invocation subcommand = new Invocation(
                        found.get(), argv, invocation.open(), invocation.environment(), invocation.directory());
                model.event(new Event.Started(where, Event.Certainty.CONDITIONAL, subcommand, helper));
                model.enter(subcommand, where, Event.Certainty.CONDITIONAL, input, depth + 1);
                return;
            }
        }
    }
}
