package dev.whittle.closure.start;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.script.ShellWord;
import dev.whittle.script.ShellWords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads command lines word by word. The first word is the program. Of the others, each that leads to a program counts as
 * one if the program before it may start others, for so do entrypoint scripts ({@code exec "$@"}), init programs
 * ({@code tini --}) and those that change the user ({@code gosu USER}) take them; each that names a file or a directory
 * counts as what the program will read.
 */
final class CommandReader {
    private static final Set<String> SHELLS = Set.of("sh", "ash", "bash", "dash", "ksh", "mksh", "zsh");

    private final ProgramSearch search;
    private final StartPlan.Starts starts;
    private final KernelCheck kernel;
    private final OtherPrograms others;

    /** @param origin the configuration's key that holds the word */
    record Word(String raw, String origin) {
        String evidence() {
            return "the image's " + origin + ": " + raw;
        }
    }

    CommandReader(ProgramSearch search, StartPlan.Starts starts, KernelCheck kernel, OtherPrograms others) {
        this.search = search;
        this.starts = starts;
        this.kernel = kernel;
        this.others = others;
    }

    /** The command that a container is started with. */
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
            starts.add(program.get().path(), Start.Kind.PROGRAM, word.evidence());
            mayBeStarted = others.mayBeStartedBy(program.get());
            int text = text(program.get().path().name(), words, at);
            if (text >= 0) {
                shell(words.get(text));
                at = text + 1;
            }
        }
    }

    /** Where the text stands that a shell or {@code env -S} is given; negative if there is none. */
    private static int text(String program, List<Word> words, int from) {
        if (program.equals("env")) {
            boolean split = from + 1 < words.size() && words.get(from).raw().equals("-S");
            return split ? from + 1 : -1;
        }
        return SHELLS.contains(program) ? commandString(words, from) : -1;
    }

    /** POSIX, sh: {@code -c} among the options, each {@code o} of which takes a word; the text is the first operand. */
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

    private void shell(Word text) throws IOException {
        List<Word> command = new ArrayList<>();
        for (ShellWord word : ShellWords.of(text.raw(), search.workingDirectory())) {
            if (word.role() == ShellWord.Role.COMMAND) {
                further(command);
                command.clear();
            }
            if (word.resolved()) {
                command.add(new Word(word.text(), text.origin()));
            }
        }
        further(command);
    }

    /** A word that is no program: {@code /etc/app.conf}, {@code --config=/etc/app.conf}, {@code -cp=/a.jar:/lib/*}. */
    private void names(Word word) throws IOException {
        if (name(word.raw(), word)) {
            return;
        }
        String value = word.raw().substring(word.raw().indexOf('=') + 1);
        for (String part : value.split(":", -1)) {
            String path = part.endsWith("/*") ? part.substring(0, part.length() - 1) : part;
            if (path.startsWith("/")) {
                name(path, word);
            }
        }
    }

    /** @return whether there is something of this name */
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
        boolean shared = SystemDirectories.contain(path)
                || SystemDirectories.contain(named.get().realPath());
        if (!shared) {
            starts.add(path, Start.Kind.CONTENT, word.evidence());
        } else if (raw.startsWith("/")) { // "run" and "dev" are rather words than directories
            starts.add(path, Start.Kind.ENTRY, word.evidence());
        }
        return true;
    }
}
