package dev.whittle.discover.language;

import dev.whittle.discover.language.SourceTokens.Kind;
import dev.whittle.discover.language.SourceTokens.Token;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The names of a source text to which literals, or lists of literals, are assigned. Of a name with several values, as
 * {@code cmd} often is, the last one before a use counts, whatever function it is in.
 */
final class SourceConstants {
    /** A limit, since a long text may assign one name thousands of times. */
    private static final int MAX_OTHERS = 16;

    private final SourceLanguage language;
    private final List<Token> tokens;
    private final Map<String, NavigableMap<Integer, List<String>>> values = new HashMap<>();

    private SourceConstants(SourceLanguage language, List<Token> tokens) {
        this.language = language;
        this.tokens = tokens;
    }

    static SourceConstants of(SourceLanguage language, List<Token> tokens) {
        SourceConstants constants = new SourceConstants(language, tokens);
        constants.read();
        return constants;
    }

    /**
     * The literals that a name stands for, also as a member of {@code self}; none if they are known at run time only.
     *
     * @param at the index of the token that uses it
     */
    List<String> values(Token name, int at) {
        NavigableMap<Integer, List<String>> found = values.get(name.text());
        if (found == null) {
            found = values.getOrDefault("self." + name.last(), Collections.emptyNavigableMap());
        }
        Map.Entry<Integer, List<String>> value = found.size() == 1 ? found.firstEntry() : found.lowerEntry(at);
        return value == null ? List.of() : value.getValue();
    }

    /** The values that the name at an index had before the last one. */
    List<List<String>> otherValues(int at) {
        NavigableMap<Integer, List<String>> found =
                at < tokens.size() && tokens.get(at).kind() == Kind.NAME
                        ? values.getOrDefault(tokens.get(at).text(), Collections.emptyNavigableMap())
                        : Collections.emptyNavigableMap();
        Integer last = found.lowerKey(at);
        return last == null
                ? List.of()
                : found.headMap(last, false).values().stream()
                        .filter(words -> !words.isEmpty())
                        .distinct()
                        .limit(MAX_OTHERS)
                        .toList();
    }

    private void read() {
        for (int i = 0; i + 2 < tokens.size(); i++) {
            int next = language == SourceLanguage.PERL ? skipNewlines(i + 1) : i + 1;
            boolean assigns = tokens.get(i).kind() == Kind.NAME
                    && next + 1 < tokens.size()
                    && tokens.get(next).is("=")
                    && !tokens.get(next + 1).is("=")
                    && !tokens.get(next + 1).is(">");
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
            int value = arrow ? i + 3 : assigns ? next + 1 : i + 2;
            if (language == SourceLanguage.PERL) {
                value = skipNewlines(value);
            }
            List<String> words = value < tokens.size() ? literalsAt(value) : List.of();
            values.computeIfAbsent(name, key -> new TreeMap<>()).put(i, words);
        }
    }

    /** In Perl a statement ends with a semicolon. */
    private int skipNewlines(int from) {
        int i = from;
        while (i < tokens.size() && tokens.get(i).kind() == Kind.NEWLINE) {
            i++;
        }
        return i;
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
