package dev.whittle.image;

import com.google.gson.JsonElement;
import dev.whittle.bytes.RawText;
import java.util.ArrayList;
import java.util.List;

/**
 * A command line in one argument: a JSON array, as in a Dockerfile, or words with quotes, as in a shell. Other shell
 * syntax would need a shell, and is rejected.
 */
public final class ArgumentList {
    private static final String SHELLS_OWN = "$`|&;<>()";

    private ArgumentList() {}

    /**
     * @param raw empty for no words at all
     * @throws IllegalArgumentException with a message for the user, raw
     */
    public static List<String> parse(String raw) {
        return raw.stripLeading().startsWith("[") ? json(raw) : words(raw);
    }

    private static List<String> json(String raw) {
        List<String> all = new ArrayList<>();
        try {
            for (JsonElement element :
                    new JsonDocument("").parse(RawText.bytes(raw)).getAsJsonArray()) {
                if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
                    throw new IllegalArgumentException("not an array of strings");
                }
                all.add(RawText.ofText(element.getAsString()));
            }
        } catch (BadImageException e) {
            throw new IllegalArgumentException("begins with [ and is not a JSON array such as [\"nginx\", \"-t\"]", e);
        }
        return checked(all);
    }

    private static List<String> words(String raw) {
        List<String> all = new ArrayList<>();
        StringBuilder word = null;
        char quote = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (quote == 0 && (c == ' ' || c == '\t' || c == '\n')) {
                if (word != null) {
                    all.add(word.toString());
                    word = null;
                }
                continue;
            }
            word = word == null ? new StringBuilder() : word;
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else if (c == '\\' && quote != '\'') {
                i++;
                if (i == raw.length()) {
                    throw new IllegalArgumentException("ends in a backslash");
                }
                boolean kept = quote == '"' && "$`\"\\".indexOf(raw.charAt(i)) < 0;
                word.append(kept ? "\\" : "").append(raw.charAt(i));
            } else {
                boolean expanded = quote == '"' ? c == '$' || c == '`' : quote == 0 && SHELLS_OWN.indexOf(c) >= 0;
                if (expanded) {
                    throw new IllegalArgumentException(
                            c + " is for a shell, and none reads this: quote it with '', or have one:"
                                    + " [\"/bin/sh\", \"-c\", \"...\"]");
                }
                word.append(c);
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("the quote " + quote + " is not closed");
        }
        if (word != null) {
            all.add(word.toString());
        }
        return checked(all);
    }

    private static List<String> checked(List<String> words) {
        if (words.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("holds a NUL");
        }
        return List.copyOf(words);
    }
}
