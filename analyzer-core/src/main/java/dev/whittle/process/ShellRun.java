package dev.whittle.process;

import dev.whittle.path.RootPath;
import dev.whittle.script.Shells;
import dev.whittle.shell.Command;
import dev.whittle.shell.ShellParser;
import dev.whittle.shell.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows one shell through its commands. Every branch is taken, and its assignments are possibilities afterwards; a
 * loop is followed once, with all values of its variable.
 */
final class ShellRun implements Expander.Context {
    /** Nesting limit for function calls, sourced files and evaluated text. */
    private static final int MAX_DEPTH = 24;

    /** How often a function, a command of the text, or a file to source is followed with the same arguments. */
    private static final int MAX_SAME = 4;

    /** How often a function or a command of the text is followed with different arguments. */
    private static final int MAX_CALLS = 128;

    /**
     * Limit for the words of assigned values that are examined: far more than scripts have, unless they extend a list
     * in each line.
     */
    private static final int MAX_VALUE_WORDS = 500_000;

    private static final Set<String> NONE = Printed.NONE;
    /** What may stand before the name of a program. */
    private static final Set<String> PREFIXES = Set.of("exec", "command", "nohup");

    private static final Set<String> UNKNOWN = Printed.UNKNOWN;

    private final ProcessModel model;
    private final Source source;
    private final int processDepth;
    private final Map<String, List<Command>> functions = new LinkedHashMap<>();
    private final Set<String> called = new HashSet<>();
    private final Set<RootPath> sourcing = new HashSet<>();
    private final Map<Object, Integer> repeats = new HashMap<>();
    private final IdentityHashMap<Command.Simple, Map<List<String>, Integer>> calls = new IdentityHashMap<>();

    /** Words of assigned values that were reported, with their directory and PATH. */
    private final Map<List<Object>, Set<String>> values = new HashMap<>();

    private int valueWords;
    private Source current;
    private int depth;

    /**
     * Where commands come from.
     *
     * @param name for messages
     * @param scripts possible values of {@code $0}; marked
     * @param file real path; empty for text of the image's configuration
     * @param hasLines whether a line of the text is one of the file
     */
    record Source(String name, Set<String> scripts, Optional<RootPath> file, boolean hasLines) {}

    /** The state of one branch. */
    private static final class State {
        private final Variables variables;
        private Event.Certainty certainty;

        /** Whether what follows is unreachable. */
        private boolean ended;

        State(Variables variables, Event.Certainty certainty) {
            this.variables = variables;
            this.certainty = certainty;
        }

        State branch() {
            return new State(variables.branch(), Event.Certainty.CONDITIONAL);
        }

        State same() {
            return new State(variables.branch(), certainty);
        }
    }

    ShellRun(ProcessModel model, Source source, int processDepth) {
        this.model = model;
        this.source = source;
        this.current = source;
        this.processDepth = processDepth;
    }

    /** Follows a whole text. Returns its output. */
    Set<String> run(String text, int firstLine, Variables variables, Event.Certainty certainty, Set<String> input) {
        State state = new State(variables, certainty);
        return sequence(ShellParser.parse(text, firstLine), state, input);
    }

    /** Reads a file into this shell before it begins, as for login shells and BASH_ENV. */
    void before(RootPath file, Variables variables) {
        source(file, new State(variables, Event.Certainty.CONDITIONAL));
    }

    /** Functions that are never called by a name that could be followed. */
    void rest(Variables variables) {
        for (Map.Entry<String, List<Command>> function : List.copyOf(functions.entrySet())) {
            if (!called.contains(function.getKey())) {
                State state = new State(variables.branch(), Event.Certainty.CONDITIONAL);
                call(function.getKey(), new Variables.Arguments(List.of(), true), state, NONE);
            }
        }
    }

    @Override
    public Set<String> scripts() {
        return source.scripts();
    }

    @Override
    public Set<String> output(Command.Sequence body, Variables variables) {
        State state = new State(variables.branch(), Event.Certainty.CONDITIONAL);
        if (depth > MAX_DEPTH) {
            return UNKNOWN;
        }
        depth++;
        Set<String> printed = sequence(body, state, NONE);
        depth--;
        return printed;
    }

    private Where where(int line) {
        return current.hasLines()
                ? Where.line(line, current.name(), current.file())
                : new Where(current.name(), current.file());
    }

    private Set<String> sequence(Command.Sequence sequence, State state, Set<String> input) {
        Set<String> printed = NONE;
        for (Command command : sequence.commands()) {
            if (state.ended) {
                break;
            }
            printed = Printed.joined(printed, execute(command, state, input));
        }
        return printed;
    }

    /** Follows a command. Returns its output: marked texts, {@link #NONE} for nothing. */
    private Set<String> execute(Command command, State state, Set<String> input) {
        if (!model.takeStep(where(0))) {
            return UNKNOWN;
        }
        if (command instanceof Command.Simple simple) {
            return simple(simple, state, input);
        } else if (command instanceof Command.Sequence sequence) {
            return sequence(sequence, state, input);
        } else if (command instanceof Command.Pipeline pipeline) {
            Set<String> flowing = input;
            for (Command each : pipeline.commands()) {
                State own = state.same();
                flowing = execute(each, own, flowing);
            }
            return flowing;
        } else if (command instanceof Command.AndOr andOr) {
            return andOr(andOr, state, input);
        } else if (command instanceof Command.Negated negated) {
            State own = new State(state.variables, Event.Certainty.CONDITIONAL);
            return execute(negated.command(), own, input);
        } else if (command instanceof Command.Background background) {
            return execute(background.command(), state.same(), input);
        } else if (command instanceof Command.Group group) {
            Set<String> text = redirects(group.redirects(), state, "", input);
            State own = group.subshell() ? state.same() : state;
            return sequence(group.body(), own, text);
        } else if (command instanceof Command.If conditional) {
            return conditional(conditional, state, input);
        } else if (command instanceof Command.Loop loop) {
            Set<String> text = redirects(loop.redirects(), state, "", input);
            State own = state.branch();
            sequence(loop.condition(), own, text);
            Set<String> printed = sequence(loop.body(), own, text);
            state.variables.join(own.variables);
            return printed.equals(NONE) ? NONE : UNKNOWN;
        } else if (command instanceof Command.For loop) {
            return forLoop(loop, state, input);
        } else if (command instanceof Command.Case choice) {
            return choice(choice, state, input);
        } else if (command instanceof Command.Function function) {
            functions
                    .computeIfAbsent(function.name(), name -> new ArrayList<>())
                    .add(function.body());
            return NONE;
        } else if (command instanceof Command.Test test) {
            Expander expander =
                    expander(state.variables, state.variables.arguments().get(0));
            for (Word word : test.words()) {
                named(List.copyOf(expander.texts(word)), Event.Role.ARGUMENT, "[[", state, word.line());
            }
            return NONE;
        }
        throw new IllegalStateException("unknown command " + command.getClass());
    }

    private Expander expander(Variables variables, Variables.Arguments arguments) {
        return new Expander(variables, arguments, this);
    }

    private Set<String> andOr(Command.AndOr chain, State state, Set<String> input) {
        Set<String> printed = NONE;
        boolean certain = true;
        for (int i = 0; i < chain.links().size(); i++) {
            Command.Link link = chain.links().get(i);
            boolean last = i + 1 == chain.links().size();
            boolean mayFail = !last && (!chain.links().get(i + 1).and() || isTest(link.command()));
            certain &= i == 0 || link.and();
            if (i == 0 || certain) {
                Event.Certainty how = certain && !mayFail ? state.certainty : Event.Certainty.CONDITIONAL;
                State own = new State(state.variables, how);
                printed = Printed.joined(printed, execute(link.command(), own, input));
                state.ended = own.ended;
            } else {
                State own = state.branch();
                Set<String> more = execute(link.command(), own, input);
                state.variables.join(own.variables);
                printed = link.and() ? Printed.joined(printed, more) : Printed.either(printed, more);
            }
            certain &= !mayFail;
        }
        return printed;
    }

    /** Whether a command only answers a question, so that what follows it may not be executed. */
    private static boolean isTest(Command command) {
        if (command instanceof Command.Simple simple) {
            String name = simple.words().isEmpty()
                    ? ""
                    : simple.words().get(0).plain().orElse("");
            return Builtins.isTest(name);
        }
        if (command instanceof Command.AndOr andOr) {
            return andOr.links().stream().anyMatch(link -> isTest(link.command()));
        }
        return command instanceof Command.Test || command instanceof Command.Negated;
    }

    private Set<String> conditional(Command.If command, State state, Set<String> input) {
        Set<String> text = redirects(command.redirects(), state, "", input);
        Set<String> printed = command.otherwise().isPresent() ? Set.of() : NONE;
        List<State> ways = new ArrayList<>();
        for (Command.Branch branch : command.branches()) {
            State condition = new State(state.variables, Event.Certainty.CONDITIONAL);
            sequence(branch.condition(), condition, text);
            State way = state.branch();
            printed = Printed.either(printed, sequence(branch.body(), way, text));
            ways.add(way);
        }
        if (command.otherwise().isPresent()) {
            State way = state.branch();
            printed = Printed.either(printed, sequence(command.otherwise().get(), way, text));
            ways.add(way);
        }
        boolean all = command.otherwise().isPresent() && ways.stream().allMatch(way -> way.ended);
        // "if [ "$1" = job ]; then exec x; fi; exec "$@"", started with job: the rest is for other arguments.
        if (!ways.isEmpty()
                && ways.get(0).ended
                && isTrue(command.branches().get(0).condition(), state)) {
            state.certainty = Event.Certainty.CONDITIONAL;
        }
        ways.forEach(way -> state.variables.join(way.variables));
        state.ended |= all;
        return printed;
    }

    /** Whether a condition compares two known, equal texts; {@code [ a = b ]} and {@code [[ a == b ]]}. */
    private boolean isTrue(Command.Sequence condition, State state) {
        if (condition.commands().size() != 1) {
            return false;
        }
        Command only = condition.commands().get(0);
        List<Word> words;
        if (only instanceof Command.Test test) {
            words = test.words();
        } else if (only instanceof Command.Simple simple
                && !simple.words().isEmpty()
                && Builtins.isTest(simple.words().get(0).plain().orElse(""))) {
            words = simple.words().subList(1, simple.words().size());
        } else {
            return false;
        }
        boolean closed =
                words.size() == 4 && words.get(3).plain().filter("]"::equals).isPresent();
        if (words.size() != 3 && !closed) {
            return false;
        }
        String operator = words.get(1).plain().orElse("");
        if (!operator.equals("=") && !operator.equals("==")) {
            return false;
        }
        Set<String> left = new LinkedHashSet<>();
        Set<String> right = new LinkedHashSet<>();
        for (Variables.Arguments arguments : state.variables.arguments()) {
            Expander expander = expander(state.variables, arguments);
            left.addAll(expander.texts(words.get(0)));
            right.addAll(expander.texts(words.get(2)));
        }
        return left.size() == 1
                && left.equals(right)
                && !Marked.isPattern(left.iterator().next());
    }

    private Set<String> forLoop(Command.For loop, State state, Set<String> input) {
        Set<String> text = redirects(loop.redirects(), state, "", input);
        Set<String> values = new LinkedHashSet<>();
        for (Variables.Arguments arguments : state.variables.arguments()) {
            if (loop.values().isEmpty()) {
                values.addAll(arguments.words());
                continue;
            }
            Expander expander = expander(state.variables, arguments);
            for (Word word : loop.values().get()) {
                for (List<String> fields : expander.fields(word)) {
                    fields.forEach(field -> values.addAll(files(field, state.variables)));
                    named(fields, Event.Role.ARGUMENT, "for", state, word.line());
                }
            }
        }
        State own = state.branch();
        own.variables.assign(loop.variable(), values.isEmpty() ? UNKNOWN : values);
        sequence(loop.body(), own, text);
        state.variables.join(own.variables);
        return UNKNOWN;
    }

    /** The expansion of a field with glob characters: the files that it matches, otherwise itself. */
    private Set<String> files(String field, Variables variables) {
        if (!Marked.isPattern(field)) {
            return Set.of(field);
        }
        List<RootPath> matches = model.files().matches(field, variables.directory());
        Set<String> all = new LinkedHashSet<>();
        matches.stream().limit(Variables.MAX_VALUES).forEach(path -> all.add(path.raw()));
        return all.isEmpty() ? Set.of(field) : all;
    }

    private Set<String> choice(Command.Case choice, State state, Set<String> input) {
        Set<String> text = redirects(choice.redirects(), state, "", input);
        Set<String> subjects = new LinkedHashSet<>();
        for (Variables.Arguments arguments : state.variables.arguments()) {
            subjects.addAll(expander(state.variables, arguments).texts(choice.subject()));
        }
        boolean known =
                subjects.size() == 1 && Marked.isKnown(subjects.iterator().next());
        Set<String> printed = NONE;
        List<State> ways = new ArrayList<>();
        Optional<State> taken = Optional.empty();
        for (Command.Arm arm : choice.arms()) {
            boolean matches =
                    known && taken.isEmpty() && matches(arm, subjects.iterator().next(), state);
            State way = matches ? state.same() : state.branch();
            printed = Printed.either(printed, sequence(arm.body(), way, text));
            ways.add(way);
            taken = matches ? Optional.of(way) : taken;
        }
        if (taken.isPresent()) {
            State way = taken.get();
            ways.stream().filter(other -> other != way).forEach(other -> state.variables.join(other.variables));
            state.variables.join(way.variables);
            // Other values of a variable may count if the image is started in another way; "$@" is what is started now.
            state.variables.takeArguments(way.variables);
            state.ended = way.ended;
        } else {
            ways.forEach(way -> state.variables.join(way.variables));
        }
        return printed;
    }

    private boolean matches(Command.Arm arm, String subject, State state) {
        Expander expander =
                expander(state.variables, state.variables.arguments().get(0));
        for (Word pattern : arm.patterns()) {
            for (String text : expander.texts(pattern)) {
                if (Marked.isKnown(text) && Marked.matches(text, Marked.plain(subject))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** @return the input of the command: the text of a here-document, otherwise its own input */
    private Set<String> redirects(List<Command.Redirect> redirects, State state, String command, Set<String> input) {
        Set<String> text = input;
        List<String> documents = new ArrayList<>();
        Expander expander =
                expander(state.variables, state.variables.arguments().get(0));
        for (Command.Redirect redirect : redirects) {
            if (redirect.isDuplicate()) {
                continue;
            }
            Set<String> targets = expander.texts(redirect.target());
            if (redirect.isText()) {
                text = targets;
                documents.addAll(targets);
            } else {
                named(
                        List.copyOf(targets),
                        Event.Role.REDIRECT,
                        command,
                        state,
                        redirect.target().line());
                if (redirect.operator().equals("<")) {
                    text = contents(targets, state.variables);
                }
            }
        }
        if (!Shells.isShell(command)) {
            documents.forEach(document -> model.event(
                    new Event.Written(where(redirects.get(0).target().line()), document)));
        }
        return text;
    }

    private Set<String> contents(Set<String> names, Variables variables) {
        Set<String> all = new LinkedHashSet<>();
        for (String name : names) {
            Optional<RootPath> file =
                    Marked.isPattern(name) ? Optional.empty() : model.files().file(name, variables.directory());
            all.add(file.map(path -> model.files().text(path)).orElse(Marked.UNKNOWN));
        }
        return all;
    }

    private void named(List<String> texts, Event.Role role, String command, State state, int line) {
        for (String text : texts) {
            if (!text.isEmpty() && !text.equals(Marked.UNKNOWN)) {
                model.event(new Event.Named(
                        where(line), role, command, text, state.variables.directory(), state.variables.get("PATH")));
            }
        }
    }

    private Set<String> simple(Command.Simple command, State state, Set<String> input) {
        String plain =
                command.words().isEmpty() ? "" : command.words().get(0).plain().orElse("");
        if (command.words().isEmpty() || Builtins.declares(plain)) {
            assign(command, state, state.variables);
            redirects(command.redirects(), state, "", input);
            boolean exports = plain.equals("export") || isExport(command);
            for (Command.Assignment assignment : command.assignments()) {
                if (exports) {
                    state.variables.export(assignment.name());
                }
            }
            if (exports) {
                for (Word word : command.words().subList(1, command.words().size())) {
                    expander(state.variables, state.variables.arguments().get(0)).texts(word).stream()
                            .filter(name -> !name.startsWith("-"))
                            .forEach(state.variables::export);
                }
            }
            return NONE;
        }
        Event.Certainty certainty = isQuiet(command) ? Event.Certainty.CONDITIONAL : state.certainty;
        Set<String> text = redirects(command.redirects(), state, plain, input);
        Variables around = command.assignments().isEmpty() ? state.variables : state.variables.branch();
        if (!command.assignments().isEmpty()) {
            assign(command, state, around);
            command.assignments().forEach(assignment -> around.export(assignment.name()));
        }
        Set<String> printed = Set.of();
        Set<List<String>> seen = new HashSet<>();
        for (Variables.Arguments arguments : state.variables.arguments()) {
            Expander expander = expander(around, arguments);
            boolean open = command.words().stream().anyMatch(expander::takesOpenArguments);
            List<List<String>> lists = ArgumentLists.of(command.words(), expander);
            if (plain.equals(".") || plain.equals("source")) {
                lists = thatAreThere(lists, around);
            }
            Event.Certainty each = isEither(lists, around) ? Event.Certainty.CONDITIONAL : certainty;
            // Each list is another way to go on: after "cd $x" it is in any of the directories.
            boolean moves = lists.size() > 1 && (plain.equals("cd") || plain.equals("pushd"));
            Set<String> start = state.variables.directories();
            Set<String> reached = new LinkedHashSet<>();
            for (List<String> argv : lists) {
                if (seen.add(argv)) {
                    if (moves) {
                        state.variables.setDirectories(start);
                    }
                    Call call = new Call(argv, open, command, around, each);
                    printed = Printed.either(printed, call(call, state, text));
                    reached.addAll(state.variables.directories());
                }
            }
            if (moves && !reached.isEmpty()) {
                state.variables.setDirectories(reached);
            }
        }
        written(command, plain, text, printed);
        return printed.isEmpty() ? NONE : printed;
    }

    /** What goes to a file, as far as it is known: {@code echo x >f}, {@code echo x | tee f}, {@code echo x | crontab -}. */
    private void written(Command.Simple command, String plain, Set<String> input, Set<String> printed) {
        boolean toFile = command.redirects().stream()
                .anyMatch(redirect -> redirect.operator().startsWith(">")
                        && redirect.target().plain().filter("/dev/null"::equals).isEmpty());
        boolean passes = plain.equals("tee") || plain.equals("crontab");
        for (String text : passes ? input : toFile ? printed : Set.<String>of()) {
            if (!text.isBlank() && !text.equals(Marked.UNKNOWN)) {
                model.event(new Event.Written(where(command.line()), text));
            }
        }
    }

    /** Of the files that {@code . $dir/file} may read, the existing ones; all of them if none exists. */
    private List<List<String>> thatAreThere(List<List<String>> lists, Variables around) {
        List<List<String>> there = new ArrayList<>();
        for (List<String> argv : lists) {
            if (argv.size() > 1 && !sourced(argv.get(1), around).isEmpty()) {
                there.add(argv);
            }
        }
        return there.isEmpty() ? lists : there;
    }

    /** Whether the command may be one of several, of which at least one exists: then none of them is certain. */
    private boolean isEither(List<List<String>> lists, Variables around) {
        Set<String> names = new LinkedHashSet<>();
        for (List<String> argv : lists) {
            boolean isPrefix = argv.size() > 1 && PREFIXES.contains(argv.get(0));
            names.add(argv.isEmpty() ? "" : argv.get(isPrefix ? 1 : 0));
        }
        return names.size() > 1
                && names.stream().anyMatch(name -> model.files()
                        .command(name, around.get("PATH"), around.directory())
                        .isPresent());
    }

    private static boolean isExport(Command.Simple command) {
        return command.words().stream()
                .map(word -> word.plain().orElse(""))
                .anyMatch(word -> word.startsWith("-") && !word.startsWith("--") && word.indexOf('x') > 0);
    }

    /**
     * {@code 2>/dev/null}, {@code >/dev/null 2>&1}: a command whose messages are hidden is expected to fail sometimes.
     */
    private static boolean isQuiet(Command.Simple command) {
        return command.redirects().stream()
                .anyMatch(redirect -> redirect.operator().startsWith("&>")
                        || (redirect.operator().startsWith(">")
                                && redirect.target()
                                        .plain()
                                        .filter("/dev/null"::equals)
                                        .isPresent()));
    }

    private void assign(Command.Simple command, State state, Variables target) {
        for (Command.Assignment assignment : command.assignments()) {
            Set<String> texts = new LinkedHashSet<>();
            for (Variables.Arguments arguments : state.variables.arguments()) {
                texts.addAll(expander(target, arguments).texts(assignment.value()));
            }
            if (assignment.append()) {
                Set<String> before = target.get(assignment.name());
                boolean array = assignment.value().parts().stream().anyMatch(Word.ArrayValue.class::isInstance);
                Set<String> all = new LinkedHashSet<>();
                for (String one : before.isEmpty() ? NONE : before) {
                    for (String other : texts) {
                        all.add(array && !one.isEmpty() ? one + Expander.ELEMENT + other : one + other);
                    }
                }
                texts = all;
            }
            target.assign(assignment.name(), texts);
            values(texts, state, command.line());
        }
    }

    /** The words of assigned values, each once per directory and PATH: a script may add one to a list in each line. */
    private void values(Set<String> texts, State state, int line) {
        List<Object> around = List.of(current, state.variables.directory(), state.variables.get("PATH"));
        if (values.size() > MAX_CALLS) {
            values.clear();
        }
        Set<String> before = values.computeIfAbsent(around, key -> new HashSet<>());
        for (String text : texts) {
            if (valueWords > MAX_VALUE_WORDS) {
                model.event(new Event.Undetermined(where(line), "more values than can be followed"));
                return;
            }
            List<String> words = List.of(text.split("[ " + Expander.ELEMENT + "]", Variables.MAX_WORDS + 1));
            valueWords += words.size();
            for (String word : words.subList(0, Math.min(words.size(), Variables.MAX_WORDS))) {
                if (before.add(word)) {
                    named(List.of(word), Event.Role.VALUE, "", state, line);
                }
            }
        }
    }

    /**
     * One command with its arguments.
     *
     * @param around the variables, including those assigned for this command only
     */
    private record Call(
            List<String> argv, boolean open, Command.Simple command, Variables around, Event.Certainty certainty) {
        int line() {
            return command.line();
        }

        List<String> arguments() {
            return argv.subList(1, argv.size());
        }
    }

    private Set<String> call(Call call, State state, Set<String> input) {
        if (call.argv().isEmpty()) {
            if (!call.command().words().isEmpty() && !call.open()) {
                undetermined(call);
            }
            return UNKNOWN;
        }
        String name = call.argv().get(0);
        if (functions.containsKey(name)) {
            Variables.Arguments arguments = new Variables.Arguments(call.arguments(), call.open());
            return call(name, arguments, new State(state.variables, call.certainty()), input);
        }
        return builtin(name, call, state, input);
    }

    private Set<String> call(String name, Variables.Arguments arguments, State state, Set<String> input) {
        called.add(name);
        boolean often = repeats.merge(name, 1, Integer::sum) > MAX_CALLS
                || repeats.merge(List.of(name, arguments), 1, Integer::sum) > MAX_SAME;
        if (depth > MAX_DEPTH || often) {
            return UNKNOWN;
        }
        depth++;
        Set<String> printed = Set.of();
        for (Command body : List.copyOf(functions.getOrDefault(name, List.of()))) {
            State inner = new State(state.variables.branch(), state.certainty);
            inner.variables.setArguments(List.of(arguments));
            printed = Printed.either(printed, execute(body, inner, input));
            List<Variables.Arguments> own = state.variables.arguments();
            state.variables.take(inner.variables);
            state.variables.setArguments(own);
        }
        depth--;
        return printed.isEmpty() ? UNKNOWN : printed;
    }

    private void undetermined(Call call) {
        List<Word> words = call.command().words();
        Word unknown = words.stream()
                .filter(word -> !word.parts().stream().allMatch(Word.Literal.class::isInstance))
                .findFirst()
                .orElse(words.get(0));
        model.event(new Event.Undetermined(where(call.line()), unknown.shown()));
    }

    private Set<String> builtin(String name, Call call, State state, Set<String> input) {
        List<String> arguments = call.arguments();
        Variables variables = state.variables;
        VariableBuiltins changes = new VariableBuiltins(model.files(), variables);
        switch (name) {
            case "cd", "pushd" -> {
                changes.directory(arguments);
                named(arguments, Event.Role.ARGUMENT, name, state, call.line());
                return NONE;
            }
            case "set" -> {
                changes.set(arguments, call.open());
                return NONE;
            }
            case "shift" -> {
                changes.shift(arguments);
                return NONE;
            }
            case "unset" -> {
                arguments.stream().filter(each -> !each.startsWith("-")).forEach(variables::unset);
                return NONE;
            }
            case "read", "mapfile", "readarray", "getopts" -> {
                changes.read(arguments, name.equals("read") ? Printed.lines(input) : UNKNOWN);
                return NONE;
            }
            case "eval" -> {
                return text(String.join(" ", arguments), call, state, input);
            }
            case "trap" -> {
                if (arguments.size() > 1 && !arguments.get(0).startsWith("-")) {
                    State own = new State(variables.branch(), Event.Certainty.CONDITIONAL);
                    text(arguments.get(0), call, own, NONE);
                }
                return NONE;
            }
            case ".", "source" -> {
                return arguments.isEmpty() ? NONE : source(call, arguments, state);
            }
            case "exit", "return" -> {
                state.ended = true;
                return NONE;
            }
            case "exec" -> {
                return exec(call, state, input);
            }
            case "command", "builtin" -> {
                return inner(call, state, input);
            }
            case "type", "hash" -> {
                return found(arguments, call);
            }
            case "which" -> {
                external(call, state, input);
                return found(arguments, call);
            }
            case "echo", "printf" -> {
                return KnownOutput.printed(name, arguments);
            }
            case "pwd" -> {
                return Printed.either(Set.of(), variables.directories());
            }
            case "alias" -> {
                return NONE;
            }
            default -> {
                if (Builtins.isSilent(name)) {
                    if (Builtins.isTest(name)) {
                        named(arguments, Event.Role.ARGUMENT, name, state, call.line());
                    }
                    return NONE;
                }
                return external(call, state, input);
            }
        }
    }

    /** Text that this shell itself reads. */
    private Set<String> text(String text, Call call, State state, Set<String> input) {
        if (depth > MAX_DEPTH || text.indexOf(Marked.HOLE) == 0) {
            if (text.indexOf(Marked.HOLE) == 0) {
                model.event(new Event.Undetermined(where(call.line()), shownOperand(call)));
            }
            return UNKNOWN;
        }
        depth++;
        Set<String> printed = sequence(ShellParser.parse(Marked.plain(text), call.line()), state, input);
        depth--;
        return printed;
    }

    private Set<String> source(Call call, List<String> arguments, State state) {
        String name = arguments.get(0);
        List<RootPath> files = sourced(name, call.around());
        if (files.isEmpty() && Marked.isPattern(name)) {
            model.event(new Event.Undetermined(where(call.line()), shownOperand(call)));
        } else if (files.isEmpty() && call.certainty() == Event.Certainty.STRAIGHT) {
            model.event(new Event.Missing(where(call.line()), call.certainty(), name));
        }
        Set<String> printed = NONE;
        for (RootPath file : files) {
            model.event(new Event.Sourced(where(call.line()), file));
            State own = files.size() == 1 ? state : state.branch();
            List<Variables.Arguments> before = state.variables.arguments();
            if (arguments.size() > 1) {
                own.variables.setArguments(
                        List.of(new Variables.Arguments(arguments.subList(1, arguments.size()), call.open())));
            }
            printed = Printed.joined(printed, source(file, own));
            if (arguments.size() > 1) {
                own.variables.setArguments(before);
            }
            if (own != state) {
                state.variables.join(own.variables);
            }
        }
        return printed;
    }

    /** The files that {@code . name} may read. */
    private List<RootPath> sourced(String name, Variables variables) {
        if (!Marked.isPattern(name)) {
            Optional<RootPath> file = model.files().file(name, variables.directory());
            if (file.isEmpty() && name.indexOf('/') < 0) {
                file = model.files().command(name, variables.get("PATH"), variables.directory());
            }
            if (file.isEmpty() && name.indexOf('/') < 0) {
                file = beside(name); // who starts the script may have put its directory into PATH
            }
            return file.stream().toList();
        }
        List<RootPath> files = model.files().matches(name, variables.directory());
        boolean unknownDirectory = name.indexOf(Marked.HOLE) == 0 && name.indexOf('/') == 1;
        return files.isEmpty() && unknownDirectory && current.file().isPresent()
                ? beside(name.substring(2)).stream().toList()
                : files;
    }

    private Optional<RootPath> beside(String rest) {
        for (String script : current.scripts()) {
            Optional<RootPath> file = script.startsWith("/") && Marked.isKnown(script)
                    ? model.files().beside(rest, RootPath.of(script))
                    : Optional.empty();
            if (file.isPresent()) {
                return file;
            }
        }
        return current.file().flatMap(file -> model.files().beside(rest, file));
    }

    private static String shownOperand(Call call) {
        List<Word> words = call.command().words();
        return words.size() > 1 ? words.get(1).shown() : words.get(0).shown();
    }

    private Set<String> source(RootPath file, State state) {
        boolean often = repeats.merge(file, 1, Integer::sum) > MAX_SAME;
        if (depth > MAX_DEPTH || often || !sourcing.add(file)) {
            return UNKNOWN;
        }
        Source before = current;
        current = new Source(
                file.raw(), source.scripts(), Optional.of(model.files().real(file)), true);
        depth++;
        State inner = new State(state.variables, state.certainty);
        Set<String> printed = sequence(ShellParser.parse(model.content(file), 1), inner, NONE);
        depth--;
        current = before;
        sourcing.remove(file);
        return printed;
    }

    private Set<String> exec(Call call, State state, Set<String> input) {
        int at = 0;
        List<String> arguments = call.arguments();
        while (at < arguments.size() && arguments.get(at).startsWith("-")) {
            at += arguments.get(at).equals("-a") ? 2 : 1;
        }
        if (at >= arguments.size()) {
            if (call.command().words().size() > 1 && at == 0 && !call.open()) {
                model.event(new Event.Undetermined(where(call.line()), shownOperand(call))); // exec $nothing
            }
            return NONE;
        }
        Call inner = new Call(
                arguments.subList(at, arguments.size()), call.open(), call.command(), call.around(), call.certainty());
        Set<String> printed = external(inner, state, input);
        state.ended = true;
        return printed;
    }

    /** {@code command x}, {@code command -v x}. */
    private Set<String> inner(Call call, State state, Set<String> input) {
        List<String> arguments = call.arguments();
        int at = 0;
        boolean asks = false;
        while (at < arguments.size() && arguments.get(at).startsWith("-")) {
            asks |= arguments.get(at).indexOf('v') > 0 || arguments.get(at).indexOf('V') > 0;
            at++;
        }
        List<String> rest = arguments.subList(at, arguments.size());
        if (asks || rest.isEmpty()) {
            return found(rest, call);
        }
        Call inner = new Call(rest, call.open(), call.command(), call.around(), call.certainty());
        return builtin(rest.get(0), inner, state, input);
    }

    /** What {@code command -v} prints; a program that is asked for is used if it is there. */
    private Set<String> found(List<String> names, Call call) {
        Set<String> all = new LinkedHashSet<>();
        for (String name : names) {
            if (name.startsWith("-")) {
                continue;
            }
            Set<String> paths = call.around().get("PATH");
            String directory = call.around().directory();
            List<RootPath> programs = Marked.isPattern(name)
                    ? model.files().commandMatches(name, paths, directory)
                    : model.files().command(name, paths, directory).stream().toList();
            if (programs.size() > MAX_CALLS) {
                continue;
            }
            for (RootPath program : programs) {
                all.add(program.raw());
                Invocation invocation = new Invocation(program, List.of(name), true, Environment.EMPTY, directory);
                model.event(new Event.Started(where(call.line()), Event.Certainty.WORD, invocation, name));
            }
        }
        return all.isEmpty() ? NONE : all;
    }

    private Set<String> external(Call call, State state, Set<String> input) {
        Map<List<String>, Integer> lists = calls.computeIfAbsent(call.command(), command -> new HashMap<>());
        if (lists.merge(call.argv(), 1, Integer::sum) > MAX_SAME || lists.size() > MAX_CALLS) {
            return UNKNOWN;
        }
        String directory = state.variables.directory();
        for (String argument : call.arguments()) {
            if (!Builtins.talks(call.argv().get(0))) {
                named(List.of(argument), Event.Role.ARGUMENT, call.argv().get(0), state, call.line());
            }
        }
        String program = call.argv().get(0);
        boolean placed = program.indexOf('/') == 1 && Marked.isKnown(program.substring(1));
        if (Marked.isPattern(program) && program.indexOf(Marked.HOLE) == 0 && !placed) {
            undetermined(call);
            return UNKNOWN;
        }
        ProcessModel.Request request = new ProcessModel.Request(
                call.argv(),
                call.open(),
                call.around()::environment,
                call.around().get("PATH"),
                directory,
                where(call.line()),
                call.certainty(),
                input,
                processDepth + 1);
        return model.command(request);
    }
}
