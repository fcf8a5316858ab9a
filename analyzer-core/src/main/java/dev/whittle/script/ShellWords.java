package dev.whittle.script;

import dev.whittle.script.ShellLexer.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The words of a shell text that may name commands and files: a reading that is tolerant, bounded, and good enough to know
 * what a script may run. Nothing is evaluated but constants that are given to variables.
 */
public final class ShellWords {
    /** Substitutions in substitutions; real scripts have three. */
    private static final int MAX_DEPTH = 8;

    private static final int MAX_WORDS = 50_000;

    private final String ownDirectory;
    private final List<ShellWord> found = new ArrayList<>();
    private final Set<String> functions = new HashSet<>();
    private final ShellVariables variables = new ShellVariables();

    private ShellWords(String ownDirectory) {
        this.ownDirectory = ownDirectory;
    }

    /**
     * @param text raw
     * @param ownDirectory the directory that the script lies in, raw: {@code $(dirname "$0")} means it
     */
    public static List<ShellWord> of(String text, String ownDirectory) {
        ShellWords words = new ShellWords(ownDirectory);
        words.read(text, 1, 0);
        return words.resolved();
    }

    void read(String text, int firstLine, int depth) {
        if (depth > MAX_DEPTH || found.size() > MAX_WORDS) {
            return;
        }
        ShellLexer lexer = ShellLexer.of(text, firstLine);
        new ShellText(lexer.tokens(), this, depth).read();
        lexer.defaults().forEach(value -> add(ShellWord.Role.VALUE, "", value));
        for (ShellLexer.Nested inner : lexer.nested()) {
            read(inner.text(), inner.line(), depth + 1);
        }
    }

    void add(ShellWord.Role role, String command, Token token) {
        found.add(new ShellWord(role, command, token.text(), token.line(), false));
    }

    void assign(String variable, String value) {
        variables.assign(variable, value);
    }

    void function(String name) {
        functions.add(name);
    }

    private List<ShellWord> resolved() {
        Set<ShellWord> all = new LinkedHashSet<>();
        for (ShellWord word : found) {
            if (word.role() == ShellWord.Role.COMMAND && functions.contains(word.text())) {
                continue;
            }
            for (String text : variables.expand(word.text())) {
                String placed = text.replace(String.valueOf(ShellMarks.OWN_DIRECTORY), ownDirectory);
                boolean known = placed.chars().allMatch(c -> c < ShellMarks.UNKNOWN);
                all.add(new ShellWord(
                        word.role(),
                        ShellMarks.visible(word.command()),
                        ShellMarks.visible(placed),
                        word.line(),
                        known));
            }
        }
        return List.copyOf(all);
    }
}
