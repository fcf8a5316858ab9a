package dev.whittle.closure.start;

import dev.whittle.path.RootPath;
import dev.whittle.process.Event;
import dev.whittle.process.Marked;
import dev.whittle.process.PathWords;
import dev.whittle.process.ProcessModel;
import dev.whittle.process.Where;
import dev.whittle.resolve.load.LoaderVariables;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.SystemPaths;
import dev.whittle.script.Shells;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads command lines word by word. The first word is the program. Every other word that leads to a program counts as
 * one if the program before it may start others, since entrypoint scripts ({@code exec "$@"}), init programs ({@code
 * tini --}) and programs that change the user ({@code gosu USER}) do so; every word that names a file or a directory
 * counts as something that the program reads.
 */
final class CommandReader {
    private final RootFs root;
    private final ImageProcess image;
    private final ProgramSearch search;
    private final StartPlan.Starts starts;
    private final KernelCheck kernel;
    private final OtherPrograms others;

    /** @param origin the configuration's key that contains the word */
    record Word(String raw, String origin) {
        String evidence() {
            return "the image's " + origin + ": " + raw;
        }
    }

    CommandReader(
            RootFs root,
            ImageProcess image,
            ProgramSearch search,
            StartPlan.Starts starts,
            KernelCheck kernel,
            OtherPrograms others) {
        this.root = root;
        this.image = image;
        this.search = search;
        this.starts = starts;
        this.kernel = kernel;
        this.others = others;
    }

    /** The command that a container starts with. */
    void first(List<Word> command) throws IOException, BadStartException {
        if (command.isEmpty()) {
            return;
        }
        Word program = command.get(0);
        Optional<ProgramSearch.Named> found = search.program(program.raw());
        if (found.isEmpty()) {
            throw new BadStartException("the image's " + program.origin() + ": " + search.problem(program.raw()));
        }
        kernel.problem(found.get()).ifPresent(starts::problem);
        further(command);
    }

    void further(List<Word> command) throws IOException {
        List<Word> words = new ArrayList<>(command);
        List<Event.Started> started = started(command);
        int at = 0;
        boolean mayBeStarted = true;
        while (at < words.size()) {
            Word word = words.get(at);
            at++;
            Optional<ProgramSearch.Named> program = mayBeStarted ? search.program(word.raw()) : Optional.empty();
            if (program.isEmpty()) {
                names(word);
                continue;
            }
            add(program.get().path(), word, started);
            mayBeStarted = others.mayBeStartedBy(program.get());
            int text = text(program.get().path().name(), words, at);
            if (text >= 0) {
                shell(words.get(text), started);
                at = text + 1;
            }
        }
        // Programs that no word names directly: after env -S, in the text of su -c.
        for (Event.Started each : started) {
            if (each.where().file().isEmpty()) {
                add(
                        each.invocation().program(),
                        new Word(each.named(), command.get(0).origin()),
                        started);
            }
        }
    }

    /** What the command line itself starts, without looking into scripts. */
    private List<Event.Started> started(List<Word> command) {
        List<Event.Started> started = new ArrayList<>();
        ProcessModel model = new ProcessModel(
                root,
                event -> {
                    if (event instanceof Event.Started each) {
                        started.add(each);
                    }
                },
                false);
        List<String> argv = command.stream().map(Word::raw).toList();
        model.start(argv, image.environment(), image.directory(), new Where("the image", Optional.empty()));
        return started;
    }

    /** A program, with the variables of its process that its loader reads. */
    private void add(RootPath program, Word word, List<Event.Started> started) {
        Optional<LoaderVariables> variables = started.stream()
                .filter(each -> each.invocation().program().equals(program))
                .findFirst()
                .flatMap(each -> LoaderEnvironment.of(each.invocation(), image.environment()));
        if (!starts.contains(program, Start.Kind.PROGRAM)) {
            starts.add(program, Start.Kind.PROGRAM, word.evidence(), variables);
        }
    }

    /** Position of the text for a shell or {@code env -S}; negative if there is none. */
    private static int text(String program, List<Word> words, int from) {
        if (program.equals("env")) {
            boolean split = from + 1 < words.size() && words.get(from).raw().equals("-S");
            return split ? from + 1 : -1;
        }
        return Shells.isShell(program) ? commandString(words, from) : -1;
    }

    /**
     * POSIX, sh: {@code -c} among the options, each {@code o} of which takes a word; the text is the first operand.
     */
    private static int commandString(List<Word> words, int from) {
        boolean asked = false;
        int at = from;
        while (at < words.size()) {
            String word = words.get(at).raw();
            boolean option = word.length() > 1 && (word.startsWith("-") || word.startsWith("+"));
            if (!option) {
                break;
            }
            at++;
            if (word.equals("--")) {
                break;
            }
            if (!word.startsWith("--")) {
                asked |= word.startsWith("-") && word.indexOf('c') > 0;
                at += word.indexOf('o') > 0 || word.indexOf('O') > 0 ? 1 : 0;
            }
        }
        return asked && at < words.size() ? at : -1;
    }

    private void shell(Word text, List<Event.Started> started) throws IOException {
        List<Event> events = new ArrayList<>();
        ProcessModel model = new ProcessModel(root, events::add, false);
        Where where = new Where("the image's " + text.origin(), Optional.empty());
        model.shellText(text.raw(), image.environment(), image.directory(), where, Event.Certainty.STRAIGHT);
        for (Event event : events) {
            if (event instanceof Event.Started each && each.where().file().isEmpty()) {
                add(each.invocation().program(), new Word(each.named(), text.origin()), started);
            } else if (event instanceof Event.Named each
                    && each.role() == Event.Role.ARGUMENT
                    && !Marked.isPattern(each.text())) {
                word(new Word(each.text(), text.origin()), started);
            }
        }
    }

    /** An argument in a shell text: a program that is started by another, or a file to read. */
    private void word(Word word, List<Event.Started> started) throws IOException {
        Optional<ProgramSearch.Named> program =
                word.raw().indexOf('/') < 0 ? search.program(word.raw()) : Optional.empty();
        if (program.isPresent()) {
            add(program.get().path(), word, started);
        } else {
            names(word);
        }
    }

    /**
     * A word that is not a program: {@code /etc/app.conf}, {@code --config=/etc/app.conf}, {@code -cp=/a.jar:/lib/*}.
     */
    private void names(Word word) throws IOException {
        if (name(word.raw(), word)) {
            return;
        }
        for (String part : PathWords.in(word.raw())) {
            String path = part.endsWith("/*") ? part.substring(0, part.length() - 1) : part;
            if (path.startsWith("/")) {
                name(path, word);
            }
        }
    }

    /** @return whether something with this name exists */
    private boolean name(String raw, Word word) throws IOException {
        Optional<ProgramSearch.Named> named = search.named(raw);
        if (named.isEmpty()) {
            return false;
        }
        RootPath path = named.get().path();
        if (named.get().node() instanceof Node.RegularFile) {
            Start.Kind kind = named.get().isProgram() ? Start.Kind.PROGRAM : Start.Kind.CONTENT;
            starts.add(path, kind, word.evidence());
            return true;
        }
        if (!(named.get().node() instanceof Node.Directory)) {
            return false;
        }
        boolean shared = SystemPaths.isSystemDirectory(path)
                || SystemPaths.isSystemDirectory(named.get().realPath());
        if (!shared) {
            starts.add(path, Start.Kind.CONTENT, word.evidence());
        } else if (raw.startsWith("/")) { // "run" and "dev" are more likely words than directories
            starts.add(path, Start.Kind.ENTRY, word.evidence());
        }
        return true;
    }
}
