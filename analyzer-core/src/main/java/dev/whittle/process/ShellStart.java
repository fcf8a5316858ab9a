package dev.whittle.process;

import dev.whittle.path.RootPath;
import dev.whittle.script.Shells;
import dev.whittle.shell.CommandNames;
import dev.whittle.shell.ShellParser;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A shell as a process: its options, its start-up files, and the script, text or input that it follows. */
final class ShellStart {
    private static final int MAX_NAME = 256;

    private static final Set<String> UNKNOWN = Set.of(Marked.UNKNOWN);

    private final ProcessModel model;
    private final Where where;
    private final Event.Certainty certainty;
    private final Set<String> input;
    private final int depth;

    ShellStart(ProcessModel model, Where where, Event.Certainty certainty, Set<String> input, int depth) {
        this.model = model;
        this.where = where;
        this.certainty = certainty;
        this.input = input;
        this.depth = depth;
    }

    static boolean isShell(String name) {
        return Shells.isShell(name) && !name.equals("busybox");
    }

    /** POSIX, sh: {@code -c} among the options, each {@code o} of which takes a word; then operands. */
    Set<String> start(Invocation invocation) {
        List<String> words = invocation.arguments();
        boolean text = false;
        boolean reads = false;
        boolean login = !invocation.argv().isEmpty() && invocation.argv().get(0).startsWith("-");
        int at = 0;
        while (at < words.size()) {
            String word = words.get(at);
            boolean option = word.startsWith("-") || (word.length() > 1 && word.startsWith("+"));
            if (!option) {
                break;
            }
            at++;
            // POSIX, sh, OPERANDS: a single hyphen is ignored, as in "#!/bin/sh -".
            if (word.equals("--") || word.equals("-")) {
                break;
            }
            if (word.startsWith("--")) {
                login |= word.equals("--login");
                at += word.equals("--rcfile") || word.equals("--init-file") ? 1 : 0;
            } else {
                text |= word.startsWith("-") && word.indexOf('c') > 0;
                reads |= word.startsWith("-") && word.indexOf('s') > 0;
                login |= word.startsWith("-") && word.indexOf('l') > 0;
                at += word.indexOf('o') > 0 || word.indexOf('O') > 0 ? 1 : 0;
            }
        }
        List<String> operands = words.subList(Math.min(at, words.size()), words.size());
        List<RootPath> before = startFiles(invocation, login);
        if (text && !operands.isEmpty()) {
            String script = operands.size() > 1 ? operands.get(1) : invocation.name();
            List<String> arguments = operands.subList(Math.min(2, operands.size()), operands.size());
            ShellSource source = ShellSource.text(where.text(), script, where.file());
            return run(source, operands.get(0), invocation, arguments, before, false);
        }
        if (!operands.isEmpty() && !reads) {
            String name = operands.get(0);
            List<String> arguments = operands.subList(1, operands.size());
            Optional<RootPath> file = Marked.isPattern(name)
                    ? Optional.empty()
                    : model.files().file(name, invocation.directory()).or(() -> model.files()
                            .command(name, invocation.environment().get("PATH"), invocation.directory()));
            if (file.isPresent()) {
                model.event(new Event.Interpreted(where, file.get()));
                return file(invocation, file.get(), arguments, name, before);
            }
            return unknownFiles(invocation, name, arguments, before);
        }
        Set<String> printed = UNKNOWN;
        for (String script : input) {
            if (!script.equals(Marked.UNKNOWN)) {
                ShellSource source = ShellSource.text(
                        "text that " + where.text() + " gives to a shell", invocation.name(), where.file());
                printed = run(source, script, invocation, operands, before, false);
            }
        }
        return printed;
    }

    private Set<String> unknownFiles(
            Invocation invocation, String name, List<String> arguments, List<RootPath> before) {
        List<RootPath> matches =
                Marked.isPattern(name) ? model.files().matches(name, invocation.directory()) : List.of();
        if (matches.isEmpty()) {
            boolean known = !Marked.isPattern(name)
                    && Marked.isKnown(invocation.directory())
                    && !model.scriptMayBeMade(name, invocation.directory());
            model.event(
                    known
                            ? new Event.Missing(where, certainty, name)
                            : new Event.Undetermined(where, Marked.shown(name)));
        }
        for (RootPath match : matches) {
            model.event(new Event.Interpreted(where, match));
            file(invocation, match, arguments, match.raw(), before);
        }
        return UNKNOWN;
    }

    /** Follows a script that a shell executes as a program. */
    Set<String> file(Invocation invocation, RootPath file, List<String> arguments, String shell) {
        return file(invocation, file, arguments, file.raw(), List.of());
    }

    private Set<String> file(
            Invocation invocation, RootPath file, List<String> arguments, String name, List<RootPath> before) {
        Optional<RootPath> real = Optional.of(model.files().real(file));
        String script = name.indexOf('/') >= 0 ? name : file.raw();
        // A script that is started through a link follows it to find its own directory, in ways that cannot all be
        // followed.
        Set<String> scripts = real.get().equals(file)
                ? Set.of(script)
                : orderedSet(script, real.get().raw());
        ShellSource source = new ShellSource(file.raw(), scripts, real, true);
        return run(source, model.content(file), invocation, arguments, before, true);
    }

    private static Set<String> orderedSet(String first, String second) {
        Set<String> both = new LinkedHashSet<>();
        both.add(first);
        both.add(second);
        return both;
    }

    private Set<String> run(
            ShellSource source,
            String text,
            Invocation invocation,
            List<String> arguments,
            List<RootPath> before,
            boolean whole) {
        Variables variables = Variables.of(
                invocation.environment(),
                new Variables.Arguments(arguments, invocation.open()),
                invocation.directory());
        ShellRun run = new ShellRun(model, source, depth);
        before.forEach(file -> {
            model.event(new Event.Sourced(where, file));
            run.readBefore(file, variables);
        });
        Set<String> printed = run.run(text, 1, variables, certainty, input);
        if (whole) {
            run.callUncalledFunctions(variables);
        }
        if (whole && model.isExhausted()) {
            startNames(source, text, invocation);
        }
        return printed;
    }

    /** The programs that a script names, if it is too long to be followed to its end. */
    private void startNames(ShellSource source, String text, Invocation invocation) {
        Set<String> path = invocation.environment().get("PATH");
        CommandNames.of(ShellParser.parse(text, 1)).forEach((name, line) -> {
            boolean isName = !Builtins.contains(name) && !Marked.isPattern(name);
            Optional<RootPath> program = isName && name.length() <= MAX_NAME
                    ? model.files().command(name, path, invocation.directory())
                    : Optional.empty();
            program.ifPresent(found -> model.event(new Event.Started(
                    source.where(line),
                    Event.Certainty.CONDITIONAL,
                    new Invocation(found, List.of(name), true, invocation.environment(), invocation.directory()),
                    name)));
        });
    }

    /** sh(1), bash(1), INVOCATION: files read before the first command. */
    private List<RootPath> startFiles(Invocation invocation, boolean login) {
        List<String> names = new ArrayList<>();
        Set<String> homes = invocation.environment().get("HOME");
        String home = homes.isEmpty() ? "" : homes.iterator().next();
        if (login) {
            names.add("/etc/profile");
            if (!home.isEmpty() && !Marked.isPattern(home)) {
                names.add(home + "/.bash_profile");
                names.add(home + "/.bash_login");
                names.add(home + "/.profile");
            }
        }
        if (invocation.name().equals("bash")) {
            invocation.environment().known("BASH_ENV").ifPresent(names::add);
        }
        List<RootPath> all = new ArrayList<>();
        for (String name : names) {
            model.files().file(name, "/").ifPresent(all::add);
        }
        return all;
    }
}
