package dev.whittle.process;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.RootFs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Follows processes, beginning with the first: what each starts, with its environment, arguments and working directory. Shell
 * scripts, programs that start others (a table: starters.json), make and awk are analysed; for every other program only
 * its start is known. A number of steps limits the time; an event reports when they are used up.
 */
public final class ProcessModel {
    /** Bytes of the first line in which a NUL makes a file binary. */
    private static final int BINARY_LOOK = 80;

    /** Limit for the number of parent processes. */
    static final int MAX_DEPTH = 32;

    private static final int MAX_STEPS = 200_000;

    /** The same for all that is followed from the beginning. */
    private static final int MAX_ALL_STEPS = 1_000_000;

    /** How often a program that starts itself is followed with the same arguments. */
    private static final int MAX_ITSELF = 2;

    private static final int MAX_EVENTS = 200_000;
    private static final int MAX_PATTERN_STARTS = 32;

    /** A port or a group that follows an option which was taken for one without a value: {@code tcpserver -g 100 0 7000 app}. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]++");

    private static final Set<String> UNKNOWN = Set.of(Marked.UNKNOWN);

    private final RootFiles files;
    private final Observer observer;
    private final boolean readsFiles;
    private final Map<Entered, Set<String>> entered = new HashMap<>();
    /** How often a program with its arguments is currently being followed. */
    private final Map<List<Object>, Integer> active = new HashMap<>();

    /** Whether something was not followed because processes were nested too deeply. */
    private boolean tooDeep;

    private final Set<Event> reported = new HashSet<>();
    private final MentionedPaths mentioned;

    private int steps;
    private int allSteps;

    /** Nesting of commands that are followed although it is uncertain that they are commands. */
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
        this.mentioned = new MentionedPaths(files);
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

    RootFiles files() {
        return files;
    }

    /** Reports an event, unless it was reported before. */
    void event(Event event) {
        boolean guessed = guesses > 0 && (event instanceof Event.Missing || event instanceof Event.Undetermined);
        if (!guessed && reported.size() < MAX_EVENTS && reported.add(event)) {
            if (event instanceof Event.Named named) {
                mentioned.add(named);
            }
            observer.event(event);
        }
    }

    /** Follows something that may not be a command: nothing in it is reported as missing or undetermined. */
    void guess(Runnable following) {
        guesses++;
        following.run();
        guesses--;
    }

    /** @return whether there are steps left */
    boolean takeStep(Where where) {
        steps++;
        allSteps++;
        if (steps > MAX_STEPS && !exhausted) {
            exhausted = true;
            event(new Event.Undetermined(where, "more than can be followed"));
        }
        return !exhausted;
    }

    /** What was too much for one process is not too much for the next. */
    private void begin() {
        if (allSteps < MAX_ALL_STEPS) {
            steps = 0;
            exhausted = false;
        }
    }

    /** Whether there was more than can be followed. */
    boolean isExhausted() {
        return exhausted;
    }

    /**
     * Follows a command as an engine or a supervisor starts it.
     *
     * @param argv raw
     * @param where for display: {@code the image's Cmd}
     */
    public void start(List<String> argv, Environment environment, String directory, Where where) {
        if (!argv.isEmpty()) {
            begin();
            command(new CommandRequest(
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

    /** Follows a script that nothing starts by name, with unknown arguments. */
    public void script(RootPath program, Environment environment, String directory) {
        Invocation invocation = new Invocation(program, List.of(program.raw()), true, environment, directory);
        Where where = new Where(program.raw() + " is a script", Optional.of(files.real(program)));
        enter(invocation, where, Event.Certainty.CONDITIONAL, UNKNOWN, 1);
    }

    /** Follows text that is passed to a shell: a line of a crontab, {@code CMD-SHELL} of a health check. */
    public void shellText(
            String text, Environment environment, String directory, Where where, Event.Certainty certainty) {
        begin();
        shellText(text, environment, directory, where, certainty, 1);
    }

    /** @param depth number of parent processes */
    void shellText(
            String text, Environment environment, String directory, Where where, Event.Certainty certainty, int depth) {
        ShellSource source = ShellSource.text(where.text(), "sh", where.file());
        Variables variables = Variables.of(environment, new Variables.Arguments(List.of(), false), directory);
        ShellRun shell = new ShellRun(this, source, depth);
        shell.run(text, 1, variables, certainty, UNKNOWN);
        shell.callUncalledFunctions(variables);
    }

    /** Notes that a command writes a script whose text is known, so that nothing about it is undetermined. */
    void wroteScript(String path, String directory) {
        mentioned.addScript(path, directory);
    }

    /** Notes that a command may make a file, which is then no missing program. */
    void mayMake(String path, String directory) {
        mentioned.add(path, directory);
    }

    /** Starts what a command names. Returns its output; marked. */
    Set<String> command(CommandRequest request) {
        String name = request.argv().get(0);
        tooDeep |= request.depth() > MAX_DEPTH;
        // eval $name=x is an assignment to a variable whose name is unknown.
        boolean isAssignment = name.indexOf('=') >= 0 && name.indexOf('/') < 0;
        if (request.depth() > MAX_DEPTH || name.isEmpty() || isAssignment || !takeStep(request.where())) {
            return UNKNOWN;
        }
        if (Marked.isPattern(name)) {
            return startMatches(request, name);
        }
        Optional<RootPath> program = files.command(name, request.path(), request.directory());
        if (program.isEmpty()) {
            boolean depends = name.indexOf('/') > 0 && !Marked.isKnown(request.directory());
            boolean plausible = !Builtins.contains(name)
                    && !depends
                    && !NUMBER.matcher(name).matches();
            if (plausible && mentioned.mayBeMade(name, request.directory(), 0)) {
                boolean isKnown = mentioned.isKnownScript(name, request.directory());
                if (request.certainty() == Event.Certainty.STRAIGHT && !isKnown) {
                    event(new Event.Undetermined(request.where(), name));
                }
            } else if (plausible) {
                event(new Event.Missing(request.where(), request.certainty(), name));
            }
            return UNKNOWN;
        }
        return start(request, program.get(), request.certainty());
    }

    /** Whether a script that does not exist may be written before a command reads it. */
    boolean scriptMayBeMade(String name, String directory) {
        return mentioned.mayBeMade(name, directory, 1);
    }

    /** Whether a file that does not exist may be written before a shell reads it as a part of a script. */
    boolean mayBeWritten(String name, String directory) {
        return mentioned.mayBeMade(name, directory, 0);
    }

    /** A partly unknown name: every program that it may be. */
    private Set<String> startMatches(CommandRequest request, String pattern) {
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
        // A blank is in a message whose command, a variable in front of it, may be empty: $ECHO "$1 has no value".
        if (matches.isEmpty() && pattern.indexOf(' ') < 0) {
            event(new Event.Undetermined(request.where(), Marked.shown(pattern)));
        }
        for (RootPath path : matches) {
            start(request, path, Event.Certainty.CONDITIONAL);
        }
        return UNKNOWN;
    }

    /** {@code "$bindir/tool"}: usually in a directory that is also in PATH, or next to the script that starts it. */
    private Optional<RootPath> elsewhere(CommandRequest request, String rest) {
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

    private Set<String> start(CommandRequest request, RootPath program, Event.Certainty certainty) {
        Invocation invocation = new Invocation(
                program, request.argv(), request.open(), request.environment().get(), request.directory());
        event(new Event.Started(
                request.where(), certainty, invocation, request.argv().get(0), request.input()));
        return enter(invocation, request.where(), certainty, request.input(), request.depth());
    }

    /** What a started program does, as far as it can be followed. Returns its output. */
    Set<String> enter(Invocation invocation, Where where, Event.Certainty certainty, Set<String> input, int depth) {
        Entered key = new Entered(invocation, input);
        Set<String> before = entered.get(key);
        if (before != null || depth > MAX_DEPTH) {
            tooDeep |= depth > MAX_DEPTH;
            return before == null ? UNKNOWN : before;
        }
        // An entrypoint that starts itself as another user has a different environment each time.
        List<Object> command = List.of(files.real(invocation.program()), invocation.arguments());
        if (active.getOrDefault(command, 0) >= MAX_ITSELF) {
            return UNKNOWN;
        }
        active.merge(command, 1, Integer::sum);
        entered.put(key, UNKNOWN);
        boolean above = tooDeep;
        tooDeep = false;
        Set<String> printed = new StartedProgram(this, invocation, where, certainty, input, depth).follow();
        active.merge(command, -1, Integer::sum);
        if (tooDeep) {
            entered.remove(key); // with less nesting, more of it can be followed
        } else {
            entered.put(key, printed);
        }
        tooDeep |= above;
        return printed;
    }

    /** Continues with a program of the same file under another name: {@code busybox sh}. */
    Set<String> applet(Invocation invocation, Where where, Event.Certainty certainty, Set<String> input, int depth) {
        return enter(invocation, where, certainty, input, depth + 1);
    }
}
