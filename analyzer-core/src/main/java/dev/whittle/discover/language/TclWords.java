package dev.whittle.discover.language;

import dev.whittle.discover.language.SourceTokens.Token;
import dev.whittle.process.Marked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The words of commands in a Tcl text. They need no quotes, and end with the command. */
final class TclWords {
    private final List<Token> tokens;
    private final List<String> lines;

    TclWords(List<Token> tokens, String text) {
        this.tokens = tokens;
        this.lines = List.of(text.split("\n", -1));
    }

    /** The words after a command's name, without options before the first one; a word with a variable is unknown. */
    List<String> after(int index) {
        Token name = tokens.get(index);
        String line = name.line() <= lines.size() ? lines.get(name.line() - 1) : "";
        int at = position(line, name, index);
        if (at < 0) {
            return List.of();
        }
        String rest = line.substring(at + name.text().length());
        int end = rest.length();
        for (char c : new char[] {']', ';'}) {
            int found = rest.indexOf(c);
            end = found >= 0 ? Math.min(end, found) : end;
        }
        List<String> words = new ArrayList<>();
        for (String word : Arrays.asList(rest.substring(0, end).strip().split("[ \t]+", -1))) {
            String bare = word.replaceAll("[\"{}]", "");
            boolean option = words.isEmpty() && bare.startsWith("-");
            if (!bare.isEmpty() && !option) {
                words.add(bare.indexOf('$') >= 0 ? Marked.UNKNOWN : bare);
            }
        }
        return words;
    }

    /** Where a name is in its line, which may have it several times; -1 if the line does not have it. */
    private int position(String line, Token name, int index) {
        long before = tokens.subList(Math.max(0, index - SourceTokens.MAX_SPAN), index).stream()
                .filter(name::equals)
                .count();
        int at = line.indexOf(name.text());
        for (long i = before; i > 0 && at >= 0; i--) {
            at = line.indexOf(name.text(), at + 1);
        }
        return at;
    }
}
