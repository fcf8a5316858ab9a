package dev.whittle.process;

import dev.whittle.path.RootPath;
import dev.whittle.shell.ShellParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The files that a shell reads into itself with {@code . file}. */
final class SourcedFiles {
    private final ProcessModel model;
    private final ShellRun shell;
    private final ShellEvents events;
    private final ShellLimits limits;
    private final Set<RootPath> reading = new HashSet<>();
    private boolean incomplete;

    SourcedFiles(ProcessModel model, ShellRun shell, ShellEvents events, ShellLimits limits) {
        this.model = model;
        this.shell = shell;
        this.events = events;
        this.limits = limits;
    }

    /** Whether a file that the shell reads was not found, so that it may have functions that are not known. */
    boolean isIncomplete() {
        return incomplete;
    }

    /** Follows {@code . file arguments}. Returns the output. */
    Set<String> call(ShellCall call, ShellState state) {
        List<String> arguments = call.arguments();
        if (arguments.isEmpty()) {
            return Printed.NONE;
        }
        String name = arguments.get(0);
        List<RootPath> files = find(name, call.variables());
        incomplete |= files.isEmpty();
        if (files.isEmpty() && Marked.isPattern(name)) {
            events.undetermined(call.line(), call.shownOperand());
        } else if (files.isEmpty()
                && call.certainty() == Event.Certainty.STRAIGHT
                && !model.mayBeWritten(name, call.variables().directory())) {
            events.report(new Event.MissingSource(events.where(call.line()), call.certainty(), name));
        }
        Set<String> printed = Printed.NONE;
        for (RootPath file : files) {
            events.report(new Event.Sourced(events.where(call.line()), file));
            ShellState inner = files.size() == 1 ? state : state.branch();
            List<Variables.Arguments> before = state.variables().arguments();
            if (arguments.size() > 1) {
                inner.variables()
                        .setArguments(
                                List.of(new Variables.Arguments(arguments.subList(1, arguments.size()), call.open())));
            }
            printed = Printed.joined(printed, read(file, inner));
            if (arguments.size() > 1) {
                inner.variables().setArguments(before);
            }
            if (inner != state) {
                state.variables().join(inner.variables());
            }
        }
        return printed;
    }

    /** Follows the commands of a file. Returns their output. */
    Set<String> read(RootPath file, ShellState state) {
        boolean allowed = limits.allowsFile(file);
        if (limits.isTooDeep() || !allowed || !reading.add(file)) {
            return Printed.UNKNOWN;
        }
        ShellSource before = events.source();
        Optional<RootPath> real = Optional.of(model.files().real(file));
        events.setSource(new ShellSource(file.raw(), shell.scripts(), real, true));
        limits.enter();
        // "return" ends the file, not the commands after it.
        ShellState inner = state.with(state.certainty());
        Set<String> printed = shell.sequence(ShellParser.parse(model.content(file), 1), inner, Printed.NONE);
        limits.leave();
        events.setSource(before);
        reading.remove(file);
        return printed;
    }

    /** Of the argument lists of {@code . $dir/file}, those whose file exists; all of them if none exists. */
    List<List<String>> existing(List<List<String>> lists, Variables variables) {
        List<List<String>> existing = new ArrayList<>();
        for (List<String> argv : lists) {
            if (argv.size() > 1 && !find(argv.get(1), variables).isEmpty()) {
                existing.add(argv);
            }
        }
        return existing.isEmpty() ? lists : existing;
    }

    /** The files that {@code . name} may read. */
    private List<RootPath> find(String name, Variables variables) {
        RootFiles files = model.files();
        if (!Marked.isPattern(name)) {
            Optional<RootPath> file = files.file(name, variables.directory());
            if (file.isEmpty() && name.indexOf('/') < 0) {
                file = files.command(name, variables.get("PATH"), variables.directory());
            }
            if (file.isEmpty() && name.indexOf('/') < 0) {
                file = besideScript(name); // whatever starts the script may have put its directory into PATH
            }
            return file.stream().toList();
        }
        List<RootPath> matches = files.matches(name, variables.directory());
        boolean unknownDirectory = name.indexOf(Marked.HOLE) == 0 && name.indexOf('/') == 1;
        return matches.isEmpty() && unknownDirectory && events.source().file().isPresent()
                ? besideScript(name.substring(2)).stream().toList()
                : matches;
    }

    private Optional<RootPath> besideScript(String path) {
        ShellSource source = events.source();
        for (String script : source.scripts()) {
            Optional<RootPath> file = script.startsWith("/") && Marked.isKnown(script)
                    ? model.files().beside(path, RootPath.of(script))
                    : Optional.empty();
            if (file.isPresent()) {
                return file;
            }
        }
        return source.file().flatMap(file -> model.files().beside(path, file));
    }
}
