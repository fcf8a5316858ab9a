package dev.whittle.script;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What an entrypoint script starts in the end, in its own place: {@code exec nginx "$@"}.
 *
 * @param words with {@link #ARGUMENTS} for the script's own; empty if they cannot be derived
 * @param problem why not, for a person, raw; empty if they can
 */
public record FinalExec(List<String> words, String problem) {
    /** All arguments of the script. */
    public static final String ARGUMENTS = "$@";

    public FinalExec {
        words = List.copyOf(words);
    }

    /** @param text of the script, raw */
    public static FinalExec of(String text, String ownDirectory) {
        List<ShellWord> all = ShellWords.of(text, ownDirectory);
        Optional<ShellWord> last = all.stream()
                .filter(word -> isCommand(word, "exec") && hasProgram(all, word))
                .reduce((one, other) -> other.line() >= one.line() ? other : one);
        if (last.isEmpty()) {
            return cannot("it ends with no exec");
        }
        int line = last.get().line();
        for (ShellWord word : all) {
            boolean sets = word.command().equals("set") && word.text().equals("--");
            if (isCommand(word, "shift") || sets) {
                return cannot("line " + word.line() + " changes its arguments");
            }
        }
        List<String> words = new ArrayList<>();
        for (ShellWord word : all.subList(all.indexOf(last.get()) + 1, all.size())) {
            if (word.line() < line) {
                continue; // a substitution of before: those come last
            }
            boolean first = word.role() == ShellWord.Role.COMMAND && words.isEmpty();
            boolean argument = word.role() == ShellWord.Role.ARGUMENT && !words.isEmpty();
            if (!first && !argument) {
                return cannot("line " + word.line() + " does more than exec: " + word.text());
            }
            if (!word.text().equals(ARGUMENTS) && (!word.resolved() || isPattern(word.text()))) {
                return cannot("line " + word.line() + " names " + word.text());
            }
            words.add(word.text());
        }
        return isRepeated(text, line) ? cannot("line " + line + " names a word twice") : new FinalExec(words, "");
    }

    private static FinalExec cannot(String problem) {
        return new FinalExec(List.of(), problem);
    }

    private static boolean isCommand(ShellWord word, String name) {
        return word.role() == ShellWord.Role.COMMAND && word.text().equals(name);
    }

    /** {@code exec 3>&1} starts nothing. */
    private static boolean hasProgram(List<ShellWord> all, ShellWord exec) {
        int next = all.indexOf(exec) + 1;
        return next < all.size()
                && all.get(next).role() == ShellWord.Role.COMMAND
                && all.get(next).line() - exec.line() <= 1;
    }

    private static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0 || text.startsWith("~");
    }

    /** Words of a line are told once each, so that who says one twice means something else. */
    private static boolean isRepeated(String text, int line) {
        List<String> lines = List.of(text.split("\n", -1));
        StringBuilder whole = new StringBuilder();
        for (int at = line - 1; at < lines.size(); at++) {
            whole.append(' ').append(lines.get(at).replaceAll("\\\\$", ""));
            if (!lines.get(at).endsWith("\\")) {
                break;
            }
        }
        List<String> words = List.of(whole.toString().strip().split("\\s+"));
        return new HashSet<>(words).size() < words.size();
    }
}
