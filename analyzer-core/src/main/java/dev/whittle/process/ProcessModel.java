package dev.whittle.process;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.SystemPaths;
import dev.whittle.script.Shebang;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Follows processes from a first one on: what each starts, with its environment, arguments and working directory. Shell
 * scripts, programs that start others (a table: starters.json), make and awk are analysed; for every other program only
 * its start is known. A number of steps limits the time; an event reports when they are used up.
 */
public final class ProcessModel {
    /** Bytes of the first line in which a NUL makes a file binary. */
    private static final int BINARY_LOOK = 80;

    private static final int MAX_DEPTH = 32;
    private static final int MAX_STEPS = 200_000;

    /** How often a program is followed within itself with the same arguments. */
    private static final int MAX_ITSELF = 2;
    /** A longer argument is data. */
    private static final int MAX_TEXT = 4096;

    private static final int MAX_EVENTS = 200_000;
    private static final int MAX_PATTERN_STARTS = 32;
    private static final int MAX_MENTIONED = 20_000;

    /** A longer argument is not the path of a program. */
    private static final int MAX_PATH = 256;

    private static final Set<String> UNKNOWN = Set.of(Marked.UNKNOWN);

    private static final class Table {
        /** Read on first use: most runs of other commands never need it. */
        private static final List<Starter> STARTERS = TableReader.starters();

        private static final List<ChainScript.Language> CHAINS = TableReader.chains();

        private static final List<TreeReader> TREE_READERS = TableReader.treeReaders();

        private static final List<CommandHelper> HELPERS = TableReader.helpers();
    }

    private final RootFiles files;
    private final Observer observer;
    private final boolean readsFiles;
    private final Map<Entered, Set<String>> entered = new HashMap<>();
    /** How often a program with its arguments is currently being followed. */
    private final Map<List<Object>, Integer> active = new HashMap<>();

    /** Whether something was not followed because processes were nested too deeply. */
    private boolean tooDeep;

    private final Set<Event> told = new HashSet<>();

    /** Absolute paths that are words of commands. */
    private final Set<String> mentioned = new HashSet<>();

    private int steps;

    /** Nesting limit for texts that are followed although nothing says that they are for a shell. */
    private int guesses;

    private boolean exhausted;

    /** Receives each event in the order of the commands. */
    public interface Observer {
        void event(Event event);
    }

    private record Entered(Invocation invocation, Set<String> input) {}

    /** Follows everything that is started. */
    public ProcessModel(RootFs root, Observer observer) {
        this(root, observer, true);
    }

    /** @param readsFiles whether scripts and makefiles are read; otherwise only command lines are followed */
    public ProcessModel(RootFs root, Observer observer, boolean readsFiles) {
        this.files = new RootFiles(root);
        this.observer = observer;
        this.readsFiles = readsFiles;
    }

    /**
     * The text of a script or a makefile; empty if only command lines are followed, and for a binary file, which a
     * shell refuses (bash, general.c:check_binary_file).
     */
    String content(RootPath file) {
        String text = readsFiles ? files.text(file) : "";
        int nul = text.indexOf('\0');
        int line = text.indexOf('\n');
        boolean binary = nul >= 0 && nul < BINARY_LOOK && (line < 0 || nul < line);
        return binary ? "" : text;
    }

    /**
     * A command to start.
     *
     * @param argv marked
     * @param open whether more arguments may follow
     * @param environment computed only if the program is found
     * @param path possible values of PATH; none for the default
     * @param directory marked
     * @param input what it reads; marked
     * @param depth number of parent processes
     */
    record Request(
            List<String> argv,
            boolean open,
            Supplier<Environment> environment,
            Set<String> path,
            String directory,
            Where where,
            Event.Certainty certainty,
            Set<String> input,
            int depth) {
        Request {
            argv = List.copyOf(argv);
        }

        Request with(List<String> words, Environment changed, String from) {
            return new Request(
                    words, open, () -> changed, changed.get("PATH"), from, where, certainty, input, depth + 1);
        }
    }

    RootFiles files() {
        return files;
    }

    /** Reports an event, unless it was reported before. */
    void event(Event event) {
        boolean guessed = guesses > 0 && (event instanceof Event.Missing || event instanceof Event.Undetermined);
        if (!guessed && told.size() < MAX_EVENTS && told.add(event)) {
            if (event instanceof Event.Named named && named.role() != Event.Role.VALUE) {
                mention(named);
            }
            observer.event(event);
        }
    }

    private void mention(Event.Named named) {
        if (named.text().length() > MAX_PATH || mentioned.size() >= MAX_MENTIONED) {
            return;
        }
        for (String part : PathWords.in(named.text())) {
            String absolute = files.absolute(part, named.directory());
            if (absolute.startsWith("/") && !Marked.isPattern(absolute)) {
                mentioned.add(absolute);
            }
        }
    }

    /** @return whether there are steps left */
    boolean takeStep(Where where) {
        steps++;
        if (steps > MAX_STEPS && !exhausted) {
            exhausted = true;
            event(new Event.Undetermined(where, "more than can be followed"));
        }
        return !exhausted;
    }

    /**
     * Follows a command as an engine or a supervisor starts it.
     *
     * @param argv raw
     * @param where for display: {@code the image's Cmd}
     */
    public void start(List<String> argv, Environment environment, String directory, Where where) {
        if (!argv.isEmpty()) {
            command(new Request(
                    argv,
                    false,
                    () -> environment,
                    environment.get("PATH"),
                    directory,
                    where,
                    Event.Certainty.STRAIGHT,
                    UNKNOWN,
                    0));
        }
    }

    /** Follows a script that nothing starts by name: with unknown arguments. */
    public void script(RootPath program, Environment environment, String directory) {
        Invocation invocation = new Invocation(program, List.of(program.raw()), true, environment, directory);
        Where where = new Where(program.raw() + " is a script", Optional.of(files.real(program)));
        enter(invocation, where, Event.Certainty.CONDITIONAL, UNKNOWN, 1);
    }

    /** Follows text that is passed to a shell: a line of a crontab, {@code CMD-SHELL} of a health check. */
    public void shellText(
            String text, Environment environment, String directory, Where where, Event.Certainty certainty) {
        ShellSource source = ShellSource.text(where.text(), "sh", where.file());
        Variables variables = Variables.of(environment, new Variables.Arguments(List.of(), false), directory);
        new ShellRun(this, source, 1).run(text, 1, variables, certainty, UNKNOWN);
    }

    /** Starts what a command names. Returns its output; marked. */
    Set<String> command(Request request) {
        String name = request.argv().get(0);
        tooDeep |= request.depth() > MAX_DEPTH;
        if (request.depth() > MAX_DEPTH || name.isEmpty() || !takeStep(request.where())) {
            return UNKNOWN;
        }
        if (Marked.isPattern(name)) {
            return startMatches(request, name);
        }
        Optional<RootPath> program = files.command(name, request.path(), request.directory());
        if (program.isEmpty()) {
            boolean depends = name.indexOf('/') > 0 && !Marked.isKnown(request.directory());
            boolean plausible = !Builtins.contains(name) && !depends;
            if (plausible && mayBeMade(name, request.directory())) {
                if (request.certainty() == Event.Certainty.STRAIGHT) {
                    event(new Event.Undetermined(request.where(), name));
                }
            } else if (plausible) {
                event(new Event.Missing(request.where(), request.certainty(), name));
            }
            return UNKNOWN;
        }
        return start(request, program.get(), request.certainty());
    }

    /**
     * Whether a program that does not exist may be written before it is started: in a directory for temporary files, or where
     * an earlier command has the path as a word, as in {@code cc -o/srv/a a.c && /srv/a}.
     */
    private boolean mayBeMade(String name, String directory) {
        if (name.indexOf('/') < 0) {
            return false;
        }
        String absolute = files.absolute(name, directory);
        if (SystemPaths.isTemporary(absolute) || mentioned.contains(absolute)) {
            return true;
        }
        for (int slash = absolute.lastIndexOf('/'); slash > 0; slash = absolute.lastIndexOf('/', slash - 1)) {
            String parent = absolute.substring(0, slash);
            if (mentioned.contains(parent) && !files.exists(parent)) {
                return true;
            }
        }
        return false;
    }

    /** A partly unknown name: every program that it may be. */
    private Set<String> startMatches(Request request, String pattern) {
        List<RootPath> matches = new ArrayList<>();
        if (pattern.indexOf('/') >= 0) {
            for (RootPath path : files.matches(pattern, request.directory())) {
                if (files.command(path.raw(), Set.of(), "/").isPresent() && matches.size() < MAX_PATTERN_STARTS) {
                    matches.add(path);
                }
            }
        }
        List<RootPath> inPath = files.commandMatches(pattern, request.path(), request.directory());
        if (inPath.size() <= MAX_PATTERN_STARTS) {
            matches.addAll(inPath);
        }
        if (matches.isEmpty() && pattern.indexOf(Marked.HOLE) == 0 && pattern.indexOf('/') == 1) {
            elsewhere(request, pattern.substring(2)).ifPresent(matches::add);
        }
        if (matches.isEmpty()) {
            event(new Event.Undetermined(request.where(), Marked.shown(pattern)));
        }
        for (RootPath path : matches) {
            start(request, path, Event.Certainty.CONDITIONAL);
        }
        return UNKNOWN;
    }

    /** {@code "$bindir/tool"}: usually in a directory that is also in PATH, or next to the script that starts it. */
    private Optional<RootPath> elsewhere(Request request, String rest) {
        String name = rest.substring(rest.lastIndexOf('/') + 1);
        if (name.isEmpty() || Marked.isPattern(name)) {
            return Optional.empty();
        }
        Optional<RootPath> inPath = files.command(name, request.path(), request.directory());
        if (inPath.isPresent() || request.where().file().isEmpty()) {
            return inPath;
        }
        String directory = request.where().file().get().parent().raw();
        return files.command(directory + "/" + rest, Set.of(), "/")
                .or(() -> files.command(directory + "/" + name, Set.of(), "/"));
    }

    private Set<String> start(Request request, RootPath program, Event.Certainty certainty) {
        Invocation invocation = new Invocation(
                program, request.argv(), request.open(), request.environment().get(), request.directory());
        event(new Event.Started(
                request.where(), certainty, invocation, request.argv().get(0)));
        return enter(invocation, request.where(), certainty, request.input(), request.depth());
    }

    /** What a started program does, as far as it can be followed. Returns its output. */
    private Set<String> enter(
            Invocation invocation, Where where, Event.Certainty certainty, Set<String> input, int depth) {
        Entered key = new Entered(invocation, input);
        Set<String> before = entered.get(key);
        if (before != null || depth > MAX_DEPTH) {
            tooDeep |= depth > MAX_DEPTH;
            return before == null ? UNKNOWN : before;
        }
        // An entrypoint that starts itself as another user has a different environment each time.
        List<Object> same = List.of(files.real(invocation.program()), invocation.arguments());
        if (active.getOrDefault(same, 0) >= MAX_ITSELF) {
            return UNKNOWN;
        }
        active.merge(same, 1, Integer::sum);
        entered.put(key, UNKNOWN);
        boolean above = tooDeep;
        tooDeep = false;
        Set<String> printed = look(invocation, where, certainty, input, depth);
        active.merge(same, -1, Integer::sum);
        if (tooDeep) {
            entered.remove(key); // with less nesting, more of it can be followed
        } else {
            entered.put(key, printed);
        }
        tooDeep |= above;
        return printed;
    }

    private Set<String> look(
            Invocation invocation, Where where, Event.Certainty certainty, Set<String> input, int depth) {
        RootFiles.Kind kind = files.kind(invocation.program());
        if (kind == RootFiles.Kind.SCRIPT) {
            return interpreted(invocation, certainty, input, depth);
        }
        if (kind == RootFiles.Kind.TEXT && depth > 0) {
            // POSIX XCU 2.9.1.1: the shell itself reads what execve rejects (ENOEXEC).
            return new ShellStart(this, where, certainty, input, depth)
                    .file(invocation, invocation.program(), invocation.arguments(), "sh");
        }
        String name = invocation.name();
        readTrees(invocation, where, certainty);
        startHelpers(invocation, where, input, depth);
        for (Starter starter : Table.STARTERS) {
            if (starter.isFor(name)) {
                return new StarterReading(this, starter, invocation, where, certainty, input, depth).follow();
            }
        }
        for (ChainScript.Language language : Table.CHAINS) {
            if (language.programs().contains(name)) {
                new ChainScript(this, invocation, language.path(), depth).follow(where);
                return UNKNOWN;
            }
        }
        if (ShellStart.isShell(name)) {
            return new ShellStart(this, where, certainty, input, depth).start(invocation);
        }
        switch (name) {
            case "make", "gmake" -> new Makefile(this, invocation, certainty, depth).follow();
            case "awk", "gawk", "mawk", "nawk", "original-awk" ->
                new AwkProgram(this, invocation, where, depth).follow();
            case "init" -> new Inittab(this, invocation, certainty, depth).follow();
            default -> {
                helper(invocation, where, input, depth);
                texts(invocation, where, depth);
                if (depth == 0) {
                    words(invocation, where, input);
                }
            }
        }
        return KnownOutput.of(name, invocation.arguments(), invocation.directory(), input, files);
    }

    /**
     * An argument that looks like a shell command probably is one: {@code tmux new-session 'tool x'}. What it starts is
     * used if it exists, and never reported as missing.
     */
    private void texts(Invocation invocation, Where where, int depth) {
        for (String argument : invocation.arguments()) {
            String text = Marked.plain(argument);
            int blank = text.indexOf(' ');
            if (blank <= 0 || text.length() > MAX_TEXT || depth > MAX_DEPTH || Builtins.talks(invocation.name())) {
                continue;
            }
            String first = text.substring(0, blank);
            boolean several = text.indexOf(';') > 0 || text.indexOf('|') > 0 || text.contains("&&");
            boolean command = (several && Builtins.contains(first))
                    || files.command(first, invocation.environment().get("PATH"), invocation.directory())
                            .isPresent();
            if (command) {
                guesses++;
                ShellSource source = ShellSource.text(where.text(), "sh", where.file());
                Variables variables = Variables.of(
                        invocation.environment(), new Variables.Arguments(List.of(), false), invocation.directory());
                new ShellRun(this, source, depth + 1).run(text, 1, variables, Event.Certainty.CONDITIONAL, UNKNOWN);
                guesses--;
            }
        }
    }

    /**
     * A word of the image's command that is the name of a program probably is one, with its own arguments: {@code mpirun -np 2
     * app}. It is never reported as missing.
     */
    private void words(Invocation invocation, Where where, Set<String> input) {
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
                guesses++;
                command(new Request(
                        arguments.subList(i, arguments.size()),
                        invocation.open(),
                        invocation::environment,
                        path,
                        invocation.directory(),
                        where,
                        Event.Certainty.CONDITIONAL,
                        input,
                        1));
                guesses--;
                return;
            }
        }
    }

    private void readTrees(Invocation invocation, Where where, Event.Certainty certainty) {
        for (TreeReader reader : Table.TREE_READERS) {
            if (reader.isFor(invocation.name())) {
                List<String> names = reader.names(invocation.arguments());
                reader.read(invocation.arguments(), invocation.directory(), files)
                        .forEach((name, from) ->
                                event(new Event.Walked(where, certainty, name, from, reader.bounded(), names)));
            }
        }
    }

    private void startHelpers(Invocation invocation, Where where, Set<String> input, int depth) {
        for (CommandHelper helper : Table.HELPERS) {
            if (helper.isFor(invocation.name(), invocation.arguments())) {
                guesses++;
                for (String name : helper.starts()) {
                    command(new Request(
                            List.of(name),
                            true,
                            invocation::environment,
                            invocation.environment().get("PATH"),
                            invocation.directory(),
                            where,
                            Event.Certainty.CONDITIONAL,
                            input,
                            depth + 1));
                }
                guesses--;
            }
        }
    }

    /** The interpreter of a script, with the script as its argument (Linux, fs/binfmt_script.c). */
    private Set<String> interpreted(Invocation invocation, Event.Certainty certainty, Set<String> input, int depth) {
        Optional<Shebang> line = files.shebang(invocation.program());
        if (line.isEmpty()) {
            return UNKNOWN;
        }
        List<String> argv = new ArrayList<>();
        argv.add(line.get().interpreter());
        line.get().argument().ifPresent(argv::add);
        argv.add(invocation.program().raw());
        argv.addAll(invocation.arguments());
        Where where = new Where("#! of " + invocation.program().raw(), Optional.of(files.real(invocation.program())));
        return command(new Request(
                argv,
                invocation.open(),
                invocation::environment,
                invocation.environment().get("PATH"),
                invocation.directory(),
                where,
                certainty,
                input,
                depth + 1));
    }

    /** A multi-command program has some commands as separate programs: {@code git submodule} runs git-submodule. */
    private void helper(Invocation invocation, Where where, Set<String> input, int depth) {
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
                Invocation own = new Invocation(
                        found.get(), argv, invocation.open(), invocation.environment(), invocation.directory());
                event(new Event.Started(where, Event.Certainty.CONDITIONAL, own, helper));
                enter(own, where, Event.Certainty.CONDITIONAL, input, depth + 1);
                return;
            }
        }
    }

    /** Continues with a program of the same file under another name: {@code busybox sh}. */
    Set<String> applet(Invocation invocation, Where where, Event.Certainty certainty, Set<String> input, int depth) {
        return enter(invocation, where, certainty, input, depth + 1);
    }
}
