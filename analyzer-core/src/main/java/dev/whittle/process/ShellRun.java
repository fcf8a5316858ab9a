package dev.whittle.process;

import dev.whittle.path.RootPath;
import dev.whittle.shell.Command;
import dev.whittle.shell.ShellParser;
import dev.whittle.shell.Word;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Follows one shell through its commands. Every branch is taken, and its assignments are possibilities afterwards; a
 * loop is followed once, with all values of its variable.
 */
final class ShellRun implements Expander.Context {
    private final ProcessModel model;
    private final ShellSource source;
    private final ShellLimits limits = new ShellLimits();
    private final ShellEvents events;
    private final ShellFunctions functions;
    private final Redirections redirections;
    private final SourcedFiles sourced;
    private final SimpleCommands simpleCommands;

    /** @param processDepth number of parent processes */
    ShellRun(ProcessModel model, ShellSource source, int processDepth) {
        this.model = model;
        this.source = source;
        this.events = new ShellEvents(model, source);
        this.functions = new ShellFunctions(this, events, limits);
        this.redirections = new Redirections(model.files(), events, this);
        this.sourced = new SourcedFiles(model, this, events, limits);
        ShellPrograms programs = new ShellPrograms(model, events, limits, processDepth);
        this.simpleCommands = new SimpleCommands(
                model.files(),
                events,
                this,
                redirections,
                new Assignments(events, this),
                functions,
                sourced,
                new ShellBuiltins(model.files(), this, events, limits, sourced, programs));
    }

    /** Follows a whole text. Returns its output. */
    Set<String> run(String text, int firstLine, Variables variables, Event.Certainty certainty, Set<String> input) {
        return sequence(ShellParser.parse(text, firstLine), new ShellState(variables, certainty), input);
    }

    /** Reads a file into this shell before it begins, as for login shells and BASH_ENV. */
    void readBefore(RootPath file, Variables variables) {
        sourced.read(file, new ShellState(variables, Event.Certainty.CONDITIONAL));
    }

    /** Follows functions that are never called by a name that could be followed. */
    void callUncalledFunctions(Variables variables) {
        functions.callUncalled(variables);
    }

    @Override
    public Set<String> scripts() {
        return source.scripts();
    }

    @Override
    public Set<String> output(Command.Sequence body, Variables variables) {
        if (limits.isTooDeep()) {
            return Printed.UNKNOWN;
        }
        limits.enter();
        ShellState state = new ShellState(variables.branch(), Event.Certainty.CONDITIONAL);
        Set<String> printed = sequence(body, state, Printed.NONE);
        limits.leave();
        return printed;
    }

    /** Follows commands up to one after which nothing is reached. Returns their output. */
    Set<String> sequence(Command.Sequence sequence, ShellState state, Set<String> input) {
        Set<String> printed = Printed.NONE;
        for (Command command : sequence.commands()) {
            if (state.hasEnded()) {
                break;
            }
            printed = Printed.joined(printed, execute(command, state, input));
        }
        return printed;
    }

    /** Follows a command. Returns its output: marked texts, {@link Printed#NONE} for nothing. */
    Set<String> execute(Command command, ShellState state, Set<String> input) {
        if (!model.takeStep(events.where(0))) {
            return Printed.UNKNOWN;
        }
        if (command instanceof Command.Simple simple) {
            return simpleCommands.execute(simple, state, input);
        } else if (command instanceof Command.Sequence sequence) {
            return sequence(sequence, state, input);
        } else if (command instanceof Command.Pipeline pipeline) {
            Set<String> flowing = input;
            for (Command part : pipeline.commands()) {
                flowing = execute(part, state.subshell(), flowing);
            }
            return flowing;
        } else if (command instanceof Command.AndOr andOr) {
            return andOr(andOr, state, input);
        } else if (command instanceof Command.Negated negated) {
            return execute(negated.command(), state.with(Event.Certainty.CONDITIONAL), input);
        } else if (command instanceof Command.Background background) {
            return execute(background.command(), state.subshell(), input);
        } else if (command instanceof Command.Group group) {
            Set<String> read = redirections.input(group.redirects(), state, input);
            return sequence(group.body(), group.subshell() ? state.subshell() : state, read);
        } else if (command instanceof Command.If conditional) {
            return conditional(conditional, state, input);
        } else if (command instanceof Command.Loop loop) {
            return loop(loop, state, input);
        } else if (command instanceof Command.For loop) {
            return forLoop(loop, state, input);
        } else if (command instanceof Command.Case choice) {
            return choice(choice, state, input);
        } else if (command instanceof Command.Function function) {
            functions.define(function);
            return Printed.NONE;
        } else if (command instanceof Command.Test test) {
            Expander expander = Expander.withFirstArguments(state.variables(), this);
            for (Word word : test.words()) {
                events.reportWords(List.copyOf(expander.texts(word)), Event.Role.ARGUMENT, "[[", state, word.line());
            }
            return Printed.NONE;
        }
        throw new IllegalStateException("unknown command " + command.getClass());
    }

    private Set<String> andOr(Command.AndOr chain, ShellState state, Set<String> input) {
        Set<String> printed = Printed.NONE;
        boolean certain = true;
        boolean byTest = false;
        for (int i = 0; i < chain.links().size(); i++) {
            Command.Link link = chain.links().get(i);
            boolean last = i + 1 == chain.links().size();
            boolean beforeAnd = !last && chain.links().get(i + 1).and();
            boolean isTrue = i == 0 && beforeAnd && Conditions.isTrue(link.command(), state.variables(), this);
            byTest |= isTrue;
            boolean mayFail = !last && !isTrue && (!beforeAnd || Conditions.isTest(link.command()));
            certain &= i == 0 || link.and();
            if (i == 0 || certain) {
                Event.Certainty ofLink = certain && !mayFail ? state.certainty() : Event.Certainty.CONDITIONAL;
                ShellState inner = state.with(ofLink);
                printed = Printed.joined(printed, execute(link.command(), inner, input));
                if (byTest && inner.hasEnded()) {
                    state.becomeConditional(); // [ "$1" = job ] && exec x: as with "if"
                } else {
                    state.setEnded(inner.hasEnded());
                }
            } else {
                ShellState branch = state.branch();
                Set<String> more = execute(link.command(), branch, input);
                state.variables().join(branch.variables());
                printed = link.and() ? Printed.joined(printed, more) : Printed.either(printed, more);
            }
            certain &= !mayFail;
        }
        return printed;
    }

    private Set<String> conditional(Command.If command, ShellState state, Set<String> input) {
        Set<String> read = redirections.input(command.redirects(), state, input);
        Set<String> printed = command.otherwise().isPresent() ? Set.of() : Printed.NONE;
        List<ShellState> branches = new ArrayList<>();
        for (Command.Branch branch : command.branches()) {
            sequence(branch.condition(), state.with(Event.Certainty.CONDITIONAL), read);
            ShellState taken = state.branch();
            printed = Printed.either(printed, sequence(branch.body(), taken, read));
            branches.add(taken);
        }
        if (command.otherwise().isPresent()) {
            ShellState taken = state.branch();
            printed = Printed.either(printed, sequence(command.otherwise().get(), taken, read));
            branches.add(taken);
        }
        boolean allEnd = command.otherwise().isPresent() && branches.stream().allMatch(ShellState::hasEnded);
        // "if [ "$1" = job ]; then exec x; fi; exec "$@"", started with job: the rest is for other arguments.
        if (!branches.isEmpty()
                && branches.get(0).hasEnded()
                && Conditions.isTrue(command.branches().get(0).condition(), state.variables(), this)) {
            state.becomeConditional();
        }
        branches.forEach(branch -> state.variables().join(branch.variables()));
        state.setEnded(state.hasEnded() || allEnd);
        return printed;
    }

    private Set<String> loop(Command.Loop loop, ShellState state, Set<String> input) {
        Set<String> read = redirections.input(loop.redirects(), state, input);
        ShellState inner = state.branch();
        sequence(loop.condition(), inner, read);
        Set<String> printed = sequence(loop.body(), inner, read);
        state.variables().join(inner.variables());
        return printed.equals(Printed.NONE) ? Printed.NONE : Printed.UNKNOWN;
    }

    private Set<String> forLoop(Command.For loop, ShellState state, Set<String> input) {
        Set<String> read = redirections.input(loop.redirects(), state, input);
        Set<String> values = new LinkedHashSet<>();
        for (Variables.Arguments arguments : state.variables().arguments()) {
            if (loop.values().isEmpty()) {
                values.addAll(arguments.words());
                continue;
            }
            Expander expander = new Expander(state.variables(), arguments, this);
            for (Word word : loop.values().get()) {
                for (List<String> fields : expander.fields(word)) {
                    fields.forEach(field -> values.addAll(matches(field, state.variables())));
                    events.reportWords(fields, Event.Role.ARGUMENT, "for", state, word.line());
                }
            }
        }
        ShellState inner = state.branch();
        inner.variables().assign(loop.variable(), values.isEmpty() ? Printed.UNKNOWN : values);
        sequence(loop.body(), inner, read);
        state.variables().join(inner.variables());
        return Printed.UNKNOWN;
    }

    /** The expansion of a field with glob characters: the files that it matches, otherwise the field. */
    private Set<String> matches(String field, Variables variables) {
        if (!Marked.isPattern(field)) {
            return Set.of(field);
        }
        Set<String> names = new LinkedHashSet<>();
        model.files().matches(field, variables.directory()).stream()
                .limit(Variables.MAX_VALUES)
                .forEach(path -> names.add(path.raw()));
        return names.isEmpty() ? Set.of(field) : names;
    }

    private Set<String> choice(Command.Case choice, ShellState state, Set<String> input) {
        Set<String> read = redirections.input(choice.redirects(), state, input);
        Set<String> subjects = new LinkedHashSet<>();
        for (Variables.Arguments arguments : state.variables().arguments()) {
            subjects.addAll(new Expander(state.variables(), arguments, this).texts(choice.subject()));
        }
        boolean known =
                subjects.size() == 1 && Marked.isKnown(subjects.iterator().next());
        Set<String> printed = Printed.NONE;
        List<ShellState> branches = new ArrayList<>();
        Optional<ShellState> taken = Optional.empty();
        for (Command.Arm arm : choice.arms()) {
            boolean matches =
                    known && taken.isEmpty() && matches(arm, subjects.iterator().next(), state.variables());
            ShellState branch = matches ? state.subshell() : state.branch();
            printed = Printed.either(printed, sequence(arm.body(), branch, read));
            branches.add(branch);
            taken = matches ? Optional.of(branch) : taken;
        }
        for (ShellState branch : branches) {
            if (taken.isEmpty() || branch != taken.get()) {
                state.variables().join(branch.variables());
            }
        }
        if (taken.isPresent()) {
            state.variables().join(taken.get().variables());
            // Other values of a variable may count if the image is started in another way; "$@" is what is started now.
            state.variables().takeArguments(taken.get().variables());
            state.setEnded(taken.get().hasEnded());
        }
        return printed;
    }

    private boolean matches(Command.Arm arm, String subject, Variables variables) {
        Expander expander = Expander.withFirstArguments(variables, this);
        for (Word pattern : arm.patterns()) {
            for (String text : expander.texts(pattern)) {
                if (Marked.isKnown(text) && Marked.matches(text, Marked.plain(subject))) {
                    return true;
                }
            }
        }
        return false;
    }
}
