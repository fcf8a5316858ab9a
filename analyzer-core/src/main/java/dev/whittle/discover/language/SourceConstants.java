package dev.whittle.discover.language;

import dev.whittle.discover.language.SourceTokens.Kind;
import dev.whittle.discover.language.SourceTokens.Token;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names of a source text to which a literal, or a list of literals, is assigned once. */
final class SourceConstants {
    private final SourceLanguage language;
    private final List<Token> tokens;
    private final Map<String, List<String>> values = new HashMap<>();

    private SourceConstants(SourceLanguage language, List<Token> tokens) {
        this.language = language;
        this.tokens = tokens;
    }

    static SourceConstants of(SourceLanguage language, List<Token> tokens) {
        SourceConstants constants = new SourceConstants(language, tokens);
        constants.read();
        return constants;
    }

    /** The literals that a name stands for, also as a member of {@code self}; none if they are known at run time only. */
    List<String> values(Token name) {
        List<String> found = values.get(name.text());
        return found != null ? found : values.getOrDefault("self." + name.last(), List.of());
    }

    private void read() {
        Set<String> twice = new HashSet<>();
        for (int i = 0; i + 2 < tokens.size(); i++) {
            boolean assigns = tokens.get(i).kind() == Kind.NAME
                    && tokens.get(i + 1).is("=")
                    && !tokens.get(i + 2).is("=")
                    && !tokens.get(i + 2).is(">");
            boolean arrow = language == SourceLanguage.R
                    && tokens.get(i).kind() == Kind.NAME
                    && tokens.get(i + 1).is("<")
                    && tokens.get(i + 2).is("-");
            boolean set = language == SourceLanguage.TCL
                    && tokens.get(i).text().equals("set")
                    && tokens.get(i + 1).kind() == Kind.NAME;
            if (!assigns && !arrow && !set) {
                continue;
            }
            String name = tokens.get(set ? i + 1 : i).text();
            int value = arrow ? i + 3 : i + 2;
            List<String> words = value < tokens.size() ? literalsAt(value) : List.of();
            if (values.containsKey(name)) {
                twice.add(name);
            }
            values.put(name, words);
        }
        values.keySet().removeAll(twice);
        values.values().removeIf(List::isEmpty);
    }

    private List<String> literalsAt(int from) {
        Token token = tokens.get(from);
        if (token.kind() == Kind.STRING) {
            boolean ends = from + 1 >= tokens.size()
                    || tokens.get(from + 1).kind() == Kind.NEWLINE
                    || tokens.get(from + 1).is(";")
                    || tokens.get(from + 1).is(",");
            return ends ? List.of(token.text()) : List.of();
        }
        if (token.is("[") || token.is("(")) {
            return CallArguments.read(language, tokens, this, from + 1, true, false)
                    .words();
        }
        return List.of();
    }
}
