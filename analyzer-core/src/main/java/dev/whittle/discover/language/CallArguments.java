package dev.whittle.discover.language;

import dev.whittle.discover.language.SourceTokens.Kind;
import dev.whittle.discover.language.SourceTokens.Token;
import dev.whittle.process.Marked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The arguments of a call, as far as they are literals or {@linkplain SourceConstants constants}. A part that is known
 * at run time only is {@link Marked#HOLE}.
 */
final class CallArguments {
    private static final int MAX_WORDS = 64;

    /** Limit for a literal of several parts, in characters; a single one may be longer. */
    private static final int MAX_JOINED = 1 << 20;

    /** Functions that build a text or a list from their arguments, which are therefore searched. */
    private static final Set<String> TRANSPARENT = Set.of(
            "paste", "paste0", "sprintf", "split", "quote", "join", "str", "String", "list", "array", "c", "b",
            "encode");

    private static final Pattern CONVERSION = Pattern.compile("%[-0-9.]*+(?:\\([A-Za-z0-9_]++\\))?[sdrfiq]");

    private final SourceLanguage language;
    private final List<Token> tokens;
    private final SourceConstants constants;
    private final List<String> words = new ArrayList<>();

    /** Whether the first argument is a list. */
    private boolean listed;

    /** Whether an option says that a shell is used. */
    private boolean shell;

    private CallArguments(SourceLanguage language, List<Token> tokens, SourceConstants constants) {
        this.language = language;
        this.tokens = tokens;
        this.constants = constants;
    }

    /**
     * @param from the index of the first token
     * @param closed whether a bracket ends them
     * @param keyed whether values with a key count, as in {@code add: "useradd"}
     */
    static CallArguments read(
            SourceLanguage language,
            List<Token> tokens,
            SourceConstants constants,
            int from,
            boolean closed,
            boolean keyed) {
        CallArguments arguments = new CallArguments(language, tokens, constants);
        arguments.read(from, closed, keyed);
        return arguments;
    }

    /** Marked text; empty if no argument is a literal. */
    List<String> words() {
        return words;
    }

    boolean isListed() {
        return listed;
    }

    boolean usesShell() {
        return shell;
    }

    private void read(int from, boolean closed, boolean keyed) {
        int depth = 0;
        boolean named = false;
        for (int i = from; i < Math.min(tokens.size(), from + SourceTokens.MAX_SPAN) && words.size() < MAX_WORDS; i++) {
            Token token = tokens.get(i);
            boolean end = !closed && depth == 0 && (token.kind() == Kind.NEWLINE || isEnd(token));
            if (end || (depth == 0 && (token.is(")") || token.is("]")))) {
                return;
            }
            if (token.kind() == Kind.NEWLINE) {
                continue;
            }
            if (language == SourceLanguage.LISP && depth == 0 && token.is(":")) {
                return; // a keyword: options follow
            }
            if (token.is("(") || token.is("[") || token.is("{")) {
                listed |= words.isEmpty() && token.is("[");
                named |= token.is("{") && depth == 0 && !words.isEmpty();
                depth++;
            } else if (token.is(")") || token.is("]") || token.is("}")) {
                depth--;
            } else if (token.kind() == Kind.STRING && !named) {
                addLiteral(text(token, i), joins(i, from));
            } else if (token.kind() == Kind.WORDS && !named) {
                words.addAll(Arrays.asList(token.text().strip().split("\\s+", -1)));
                listed |= words.size() > 1;
            } else if (token.kind() == Kind.NAME) {
                if (isOption(i)) {
                    shell |= token.last().equals("shell")
                            && i + 2 < tokens.size()
                            && tokens.get(i + 2).text().equalsIgnoreCase("true");
                    named = !keyed && (depth == 0 || named || language == SourceLanguage.JAVASCRIPT);
                } else if (!named
                        && !isTransparent(token, i)
                        && !isNoValue(token)
                        && !tokens.get(i - 1).is("%")) {
                    addName(token, i, joins(i, from));
                    i = skipCall(i);
                }
            } else if (token.is("|") && depth == 0) {
                return;
            }
        }
    }

    /** Whether a value continues the previous one: after an operator or, in Python, one literal after another. */
    private boolean joins(int at, int from) {
        int before = at - 1;
        while (before >= from && tokens.get(before).kind() == Kind.NEWLINE) {
            before--;
        }
        if (before < from) {
            return false;
        }
        Token last = tokens.get(before);
        return last.is("+")
                || last.is(".")
                || (language == SourceLanguage.PYTHON
                        && last.kind() == Kind.STRING
                        && tokens.get(at).kind() == Kind.STRING);
    }

    /** A number, or a keyword between values. */
    private boolean isNoValue(Token token) {
        char first = token.text().charAt(0);
        return (first >= '0' && first <= '9')
                || Set.of("or", "and", "if", "else", "not", "None", "True", "False", "null", "undefined", "nil")
                        .contains(token.text());
    }

    private boolean isEnd(Token token) {
        return token.is(";")
                || token.is("}")
                || (token.kind() == Kind.NAME
                        && Set.of("or", "and", "if", "unless", "do", "then").contains(token.text()));
    }

    /** {@code shell=True}, {@code shell: true}, {@code chdir => x}. */
    private boolean isOption(int at) {
        if (at + 2 >= tokens.size()) {
            return false;
        }
        Token next = tokens.get(at + 1);
        Token second = tokens.get(at + 2);
        boolean arrow = next.is("=") && second.is(">") && language == SourceLanguage.RUBY;
        boolean value = next.is("=") && !second.is("=") && !second.is(">") && language != SourceLanguage.PERL;
        boolean colon = next.is(":")
                && !second.is(":")
                && (language == SourceLanguage.JAVASCRIPT
                        || language == SourceLanguage.RUBY
                        || language == SourceLanguage.ELIXIR);
        return arrow || value || colon;
    }

    private boolean isTransparent(Token token, int at) {
        boolean call = at + 1 < tokens.size() && tokens.get(at + 1).is("(");
        return (call && TRANSPARENT.contains(token.last()))
                || Set.of("new", "await", "const", "my", "our", "lib").contains(token.text())
                || (language == SourceLanguage.PERL
                        && words.isEmpty()
                        && token.text().matches("[A-Z][A-Z0-9_]*+|\\$\\w++"));
    }

    private void addLiteral(String literal, boolean joins) {
        if (joins && !words.isEmpty()) {
            String joined = words.get(words.size() - 1) + literal;
            // x = [x + x], again and again, doubles each time.
            words.set(words.size() - 1, joined.length() <= MAX_JOINED ? joined : Marked.UNKNOWN);
        } else {
            words.add(literal);
        }
    }

    private void addName(Token token, int at, boolean joins) {
        List<String> value = constants.values(token, at);
        if (value.size() > 1 && !joins) {
            listed |= words.isEmpty();
            words.addAll(value);
        } else {
            addLiteral(value.isEmpty() ? Marked.UNKNOWN : value.get(0), joins);
        }
    }

    /** The arguments of a call with an unknown value. */
    private int skipCall(int at) {
        int i = at;
        while (i + 1 < tokens.size()
                && (tokens.get(i + 1).is("(") || tokens.get(i + 1).is("["))) {
            int depth = 0;
            do {
                i++;
                Token token = tokens.get(i);
                depth += token.is("(") || token.is("[") ? 1 : token.is(")") || token.is("]") ? -1 : 0;
            } while (depth > 0 && i + 1 < Math.min(tokens.size(), at + SourceTokens.MAX_SPAN));
        }
        return i;
    }

    /** A literal to which a format is applied has holes. */
    private String text(Token token, int at) {
        if (at + 1 >= tokens.size()) {
            return token.text();
        }
        Token next = tokens.get(at + 1);
        boolean sprintf = at >= 2
                && tokens.get(at - 1).is("(")
                && tokens.get(at - 2).last().equals("sprintf");
        if (next.is("%") || sprintf || (next.is(":") && language == SourceLanguage.LUA)) {
            return CONVERSION.matcher(token.text()).replaceAll(Marked.UNKNOWN);
        }
        boolean format = next.is(".")
                && at + 2 < tokens.size()
                && tokens.get(at + 2).text().equals("format");
        return format ? SourceTokens.fieldsAsHoles(token.text()) : token.text();
    }
}
