package dev.whittle.discover.language;

import dev.whittle.process.Marked;
import java.util.ArrayList;
import java.util.List;

/**
 * Tokens of source code: names, literals and punctuation, without comments. It knows enough of each language to find
 * the end of a literal, in one pass over the text.
 */
final class SourceTokens {
    /** Limit for the tokens of one call: an unclosed bracket must not make each call read the rest of the text. */
    static final int MAX_SPAN = 1000;

    private static final int MAX_TOKENS = 200_000;
    private static final int MAX_LITERAL = 4096;

    /** Limit for expressions in literals in expressions. */
    private static final int MAX_DEPTH = 4;

    /** A literal that spans more lines was probably an apostrophe. */
    private static final int MAX_LINES = 40;

    private static final String OPENING = "([{<";
    private static final String CLOSING = ")]}>";

    enum Kind {
        /** With its qualifier: {@code os.path.join}, {@code Open3.capture2}, {@code A::B->c}. */
        NAME,
        STRING,
        /** Shell text: between backticks, {@code qx} or {@code %x}. */
        SHELL,
        /** Words between blanks: {@code qw(a b)}, {@code %w[a b]}. */
        WORDS,
        PUNCTUATION,
        NEWLINE
    }

    /**
     * @param line counted from 1
     * @param outermost whether its line is not indented
     */
    record Token(Kind kind, String text, int line, boolean outermost) {
        boolean is(String punctuation) {
            return kind == Kind.PUNCTUATION && text.equals(punctuation);
        }

        /** The part after the qualifier. */
        String last() {
            int at = text.length();
            while (at > 0 && isWord(text.charAt(at - 1))) {
                at--;
            }
            return text.substring(at);
        }
    }

    private final SourceLanguage language;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();

    /** Tokens of interpolated expressions. They follow all others, so that they do not interrupt an argument list. */
    private final List<Token> inHoles = new ArrayList<>();

    private int at;
    private int line = 1;
    private int depth;
    private boolean outermost;

    private SourceTokens(SourceLanguage language, String text) {
        this.language = language;
        this.text = text;
        this.outermost = isTextAt(0);
    }

    private boolean isTextAt(int index) {
        return index < text.length() && text.charAt(index) > ' ';
    }

    static List<Token> of(SourceLanguage language, String text) {
        SourceTokens read = new SourceTokens(language, text);
        while (read.at < text.length() && read.tokens.size() < MAX_TOKENS) {
            read.readNext();
        }
        read.tokens.addAll(read.inHoles);
        return read.tokens;
    }

    private void readNext() {
        char c = text.charAt(at);
        if (c == '\n') {
            add(Kind.NEWLINE, "\n");
            line++;
            at++;
            outermost = isTextAt(at);
        } else if (c <= ' ') {
            at++;
        } else if (isAtLineStart() && isDocumentation()) {
            at = endOfDocumentation();
        } else if (isAtLineStart() && isEnd()) {
            at = text.length();
        } else if (language == SourceLanguage.LUA && (text.startsWith("--[[", at) || text.startsWith("[[", at))) {
            boolean comment = c == '-';
            at += comment ? 4 : 2;
            String body = readUntil("]]");
            if (!comment) {
                add(Kind.STRING, body);
            }
        } else if (language.isComment(text, at)) {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
        } else if (isBlockComment()) {
            at += 2;
            readUntil("*/");
        } else if (language == SourceLanguage.LISP && (c == '\'' || c == '`')) {
            at++; // quote and quasiquote have no end
        } else if (c == '"' || c == '\'') {
            readQuoted(c, "");
        } else if (c == '`') {
            readBacktick();
        } else if (c == '%' && language == SourceLanguage.RUBY && isPercentLiteral()) {
            char kind = text.charAt(at + 1);
            at += 2;
            readDelimited(
                    kind == 'x' ? Kind.SHELL : kind == 'w' || kind == 'W' || kind == 'i' ? Kind.WORDS : Kind.STRING);
        } else if (isWord(c) || c == '$' || c == '@') {
            readName();
        } else {
            add(Kind.PUNCTUATION, String.valueOf(c));
            at++;
        }
    }

    private boolean isAtLineStart() {
        return at == 0 || text.charAt(at - 1) == '\n';
    }

    /** POD begins with any directive (perlpod, "Command Paragraph"); Ruby's block comments with {@code =begin}. */
    private boolean isDocumentation() {
        return switch (language) {
            case PERL -> text.charAt(at) == '=' && at + 1 < text.length() && Character.isLetter(text.charAt(at + 1));
            case RUBY -> text.startsWith("=begin", at);
            case PYTHON, JAVASCRIPT, PHP, TCL, LUA, R, GNUPLOT, LISP, ERLANG, ELIXIR -> false;
        };
    }

    /** The end of the line with {@code =cut} or {@code =end}; the end of the text if there is none. */
    private int endOfDocumentation() {
        int closing = text.indexOf(language == SourceLanguage.PERL ? "\n=cut" : "\n=end", at - 1);
        int newline = closing < 0 ? -1 : text.indexOf('\n', closing + 1);
        int end = newline < 0 ? text.length() : newline;
        line += (int) text.substring(at, end).chars().filter(c -> c == '\n').count();
        return end;
    }

    /** What follows is data (perldata, "Special Literals"; Ruby's {@code DATA}). */
    private boolean isEnd() {
        boolean ends =
                text.startsWith("__END__", at) || (language == SourceLanguage.PERL && text.startsWith("__DATA__", at));
        return ends && (language == SourceLanguage.PERL || language == SourceLanguage.RUBY);
    }

    private boolean isBlockComment() {
        return text.startsWith("/*", at) && (language == SourceLanguage.JAVASCRIPT || language == SourceLanguage.PHP);
    }

    private boolean isPercentLiteral() {
        return at + 2 < text.length()
                && "xwWiqQ".indexOf(text.charAt(at + 1)) >= 0
                && "([{<|!/".indexOf(text.charAt(at + 2)) >= 0;
    }

    private void readName() {
        int start = at;
        at++;
        while (at < text.length()) {
            if (isWord(text.charAt(at))) {
                at++;
            } else {
                int separator = separator();
                boolean goesOn = separator > 0 && at + separator < text.length() && isWord(text.charAt(at + separator));
                if (!goesOn) {
                    break;
                }
                at += separator;
            }
        }
        String name = text.substring(start, at);
        char next = at < text.length() ? text.charAt(at) : ' ';
        boolean prefix = name.length() <= 2 && (next == '"' || next == '\'') && language == SourceLanguage.PYTHON;
        if (prefix) {
            readQuoted(next, name);
        } else if (language == SourceLanguage.PERL && isQuoteOperator(name)) {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            readDelimited(name.equals("qx") ? Kind.SHELL : name.equals("qw") ? Kind.WORDS : Kind.STRING);
        } else {
            add(Kind.NAME, name);
        }
    }

    private boolean isQuoteOperator(String name) {
        if (!name.equals("q") && !name.equals("qq") && !name.equals("qw") && !name.equals("qx")) {
            return false;
        }
        int delimiter = at;
        while (delimiter < text.length() && text.charAt(delimiter) == ' ') {
            delimiter++;
        }
        return delimiter < text.length() && "([{</|!~'\"".indexOf(text.charAt(delimiter)) >= 0;
    }

    /** Number of characters that join two parts of a name here; 0 if none do. */
    private int separator() {
        if (text.startsWith("::", at) || text.startsWith("->", at) || text.startsWith("?.", at)) {
            return 2;
        }
        boolean dot = text.charAt(at) == '.' && language != SourceLanguage.PERL && language != SourceLanguage.PHP;
        boolean backslash = text.charAt(at) == '\\' && language == SourceLanguage.PHP;
        boolean colon = text.charAt(at) == ':' && language == SourceLanguage.ERLANG;
        boolean dash = (text.charAt(at) == '-' || text.charAt(at) == '*') && language == SourceLanguage.LISP;
        return dot || backslash || colon || dash ? 1 : 0;
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    private void readBacktick() {
        at++;
        boolean template = language == SourceLanguage.JAVASCRIPT;
        boolean tagged = template
                && !tokens.isEmpty()
                && tokens.get(tokens.size() - 1).kind() == Kind.NAME
                && tokens.get(tokens.size() - 1).text().equals("$");
        boolean shell = tagged
                || language == SourceLanguage.PERL
                || language == SourceLanguage.RUBY
                || language == SourceLanguage.PHP
                || language == SourceLanguage.GNUPLOT;
        String body = readBody('`', '`', true);
        add(shell ? Kind.SHELL : Kind.STRING, body);
    }

    /** A quoted literal; ignored if its line does not close it, unless the language permits that. */
    private void readQuoted(char quote, String prefix) {
        if (language == SourceLanguage.PYTHON
                && text.startsWith(String.valueOf(quote).repeat(3), at)) {
            at += 3;
            String body = readUntil(String.valueOf(quote).repeat(3));
            add(Kind.STRING, body.length() > MAX_LITERAL ? Marked.UNKNOWN : pythonHoles(body, prefix));
            return;
        }
        int begin = at;
        int first = line;
        at++;
        boolean single = language == SourceLanguage.PYTHON
                || language == SourceLanguage.JAVASCRIPT
                || language == SourceLanguage.LUA
                || language == SourceLanguage.TCL;
        String body = readBody(quote, quote, quote == '"');
        boolean runsOn = single ? line > first && !continues(begin) : line > first + MAX_LINES;
        if (runsOn) {
            at = begin + 1; // an apostrophe that is not a quote
            line = first;
            return;
        }
        add(Kind.STRING, pythonHoles(body, prefix));
    }

    /** Whether each line of a literal that begins here ends with a backslash, except the last one. */
    private boolean continues(int begin) {
        int newline = text.indexOf('\n', begin);
        return newline > 0 && text.charAt(newline - 1) == '\\';
    }

    private String pythonHoles(String body, String prefix) {
        boolean format = language == SourceLanguage.PYTHON && (prefix.indexOf('f') >= 0 || prefix.indexOf('F') >= 0);
        return format ? fieldsAsHoles(body) : body;
    }

    /** A format string with its fields as holes. */
    static String fieldsAsHoles(String body) {
        StringBuilder out = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            boolean doubled = i + 1 < body.length() && body.charAt(i + 1) == c;
            if (depth == 0 && doubled && (c == '{' || c == '}')) {
                out.append(c);
                i++;
            } else if (c == '{') {
                out.append(depth++ == 0 ? Marked.UNKNOWN : "");
            } else if (c == '}' && depth > 0) {
                depth--;
            } else if (depth == 0) {
                out.append(c);
            }
        }
        return out.toString();
    }

    private void readDelimited(Kind kind) {
        char open = text.charAt(at);
        at++;
        int pair = OPENING.indexOf(open);
        add(kind, readBody(open, pair < 0 ? open : CLOSING.charAt(pair), kind != Kind.WORDS));
    }

    private String readUntil(String end) {
        int found = text.indexOf(end, at);
        int stop = found < 0 ? text.length() : found;
        String body = text.substring(at, stop);
        line += (int) body.chars().filter(c -> c == '\n').count();
        at = found < 0 ? stop : stop + end.length();
        return body;
    }

    /** Up to the closing delimiter. An interpolated variable is a hole. */
    private String readBody(char open, char close, boolean interpolates) {
        StringBuilder out = new StringBuilder();
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == close && depth == 0) {
                at++;
                return out.length() > MAX_LITERAL ? Marked.UNKNOWN : out.toString();
            }
            line += c == '\n' ? 1 : 0;
            if (c == '\\' && at + 1 < text.length()) {
                char escaped = text.charAt(at + 1);
                line += escaped == '\n' ? 1 : 0;
                out.append(
                        escaped == 'n' ? "\n" : escaped == 't' ? "\t" : escaped == '\n' ? "" : String.valueOf(escaped));
                at += 2;
                continue;
            }
            if (interpolates && isHole(c)) {
                out.append(Marked.HOLE);
                int start = at;
                int first = line;
                skipHole();
                readExpression(start, first);
                continue;
            }
            if (open != close) {
                depth += c == open ? 1 : c == close ? -1 : 0;
            }
            out.append(c);
            at++;
        }
        return out.toString();
    }

    private boolean isHole(char c) {
        char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        return switch (language) {
            case RUBY, ELIXIR -> c == '#' && next == '{';
            case JAVASCRIPT -> c == '$' && next == '{';
            case PHP -> (c == '$' && (isWord(next) || next == '{')) || (c == '{' && next == '$');
            case PERL -> (c == '$' || c == '@') && (isWord(next) || next == '{');
            case TCL -> (c == '$' && (isWord(next) || next == '{')) || c == '[';
            case PYTHON, LUA, R, GNUPLOT, LISP, ERLANG -> false;
        };
    }

    /** Reads the tokens of an expression in a literal: {@code "#{`id -un`}"}. */
    private void readExpression(int start, int first) {
        boolean command = language == SourceLanguage.TCL && text.charAt(start) == '[';
        boolean code = (command
                        || language == SourceLanguage.RUBY
                        || language == SourceLanguage.ELIXIR
                        || language == SourceLanguage.JAVASCRIPT)
                && depth < MAX_DEPTH
                && at - start > 3
                && inHoles.size() < MAX_TOKENS;
        if (!code) {
            return;
        }
        SourceTokens inner = new SourceTokens(language, text.substring(start + (command ? 1 : 2), at - 1));
        inner.line = first;
        inner.depth = depth + 1;
        while (inner.at < inner.text.length()) {
            inner.readNext();
        }
        inHoles.add(new Token(Kind.NEWLINE, "\n", line, false));
        inHoles.addAll(inner.tokens);
        inHoles.addAll(inner.inHoles);
    }

    private void skipHole() {
        at++;
        int brace = at < text.length() ? text.charAt(at) : ' ';
        if (text.charAt(at - 1) == '{' || text.charAt(at - 1) == '[' || brace == '{') {
            int depth = text.charAt(at - 1) == '{' || text.charAt(at - 1) == '[' ? 1 : 0;
            while (at < text.length()) {
                char c = text.charAt(at++);
                line += c == '\n' ? 1 : 0;
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                if (depth == 0) {
                    return;
                }
            }
            return;
        }
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
    }

    private void add(Kind kind, String body) {
        tokens.add(new Token(kind, body, line, outermost));
    }
}
