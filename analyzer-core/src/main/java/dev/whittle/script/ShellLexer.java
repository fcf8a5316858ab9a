package dev.whittle.script;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Splits shell text into words and operators (POSIX XCU 2.3), quotes removed. It never fails: what it cannot make sense
 * of it takes as it comes. What a shell would put in at run time stands in the words as {@link ShellMarks}.
 */
final class ShellLexer {
    private static final int MAX_TEXT = 1 << 20;

    /** @param line counted from 1 */
    record Token(boolean word, String text, int line) {
        boolean is(String operator) {
            return !word && text.equals(operator);
        }
    }

    /** Shell text inside of shell text: command substitutions. */
    record Nested(String text, int line) {}

    private record HereDocument(String end, boolean indented) {}

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Nested> nested = new ArrayList<>();
    private final List<Token> defaults = new ArrayList<>();
    private final Deque<HereDocument> hereDocuments = new ArrayDeque<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int wordLine;
    private int at;
    private int line;

    private ShellLexer(String text, int firstLine) {
        this.text = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
        this.line = firstLine;
    }

    static ShellLexer of(String text, int firstLine) {
        ShellLexer lexer = new ShellLexer(text, firstLine);
        lexer.run();
        return lexer;
    }

    List<Token> tokens() {
        return tokens;
    }

    List<Nested> nested() {
        return nested;
    }

    /** Words behind {@code :-} and the like: what a variable may stand for. */
    List<Token> defaults() {
        return defaults;
    }

    private void run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                endWord();
                tokens.add(new Token(false, "\n", line));
                step();
                skipHereDocuments();
            } else if (c == ' ' || c == '\t' || c == '\r') {
                endWord();
                step();
            } else if (c == '#' && !inWord) {
                skipTo('\n');
            } else if (!inWord && text.startsWith("\\\n", at)) {
                step(); // POSIX, 2.2.1: as if it were not there, so no word begins
                step();
            } else if (";&|()<>".indexOf(c) >= 0) {
                operator(c);
            } else {
                piece(c, false);
            }
        }
        endWord();
    }

    /** One piece of a word, in double quotes or out of them. */
    private void piece(char c, boolean inDoubleQuotes) {
        beginWord();
        if (c == '\\') {
            step();
            if (at < text.length()) {
                char next = text.charAt(at);
                if (inDoubleQuotes && "$`\"\\\n".indexOf(next) < 0) {
                    word.append('\\');
                }
                if (next != '\n') {
                    word.append(next);
                }
                step();
            }
        } else if (c == '\'' && !inDoubleQuotes) {
            step();
            int start = at;
            skipTo('\'');
            word.append(text, start, at);
            step();
        } else if (c == '"' && !inDoubleQuotes) {
            step();
            while (at < text.length() && text.charAt(at) != '"') {
                piece(text.charAt(at), true);
            }
            step();
        } else if (c == '`') {
            step();
            int start = at;
            int from = line;
            skipTo('`');
            substitution(text.substring(start, at), from);
            step();
        } else if (c == '$') {
            step();
            dollar();
        } else {
            word.append(c);
            step();
        }
    }

    private void dollar() {
        char c = at < text.length() ? text.charAt(at) : ' ';
        if (c == '(') {
            int from = line;
            String body = bracketed('(', ')');
            if (body.startsWith("(")) {
                word.append(ShellMarks.UNKNOWN); // arithmetic
            } else {
                substitution(body, from);
            }
        } else if (c == '{') {
            parameter(bracketed('{', '}'));
        } else if (ShellMarks.isNameStart(c)) {
            int start = at;
            while (at < text.length() && ShellMarks.isNamePart(text.charAt(at))) {
                at++;
            }
            word.append(ShellMarks.variable(text.substring(start, at)));
        } else if (c == '@' || c == '*') {
            word.append(ShellMarks.ARGUMENTS);
            step();
        } else if ("#?-$!0123456789".indexOf(c) >= 0 && at < text.length()) {
            word.append(ShellMarks.UNKNOWN);
            step();
        } else if (c != '\'' && c != '"') {
            word.append('$'); // before a quote it only asks for another kind of quoting
        }
    }

    private void substitution(String body, int from) {
        nested.add(new Nested(body, from));
        word.append(ShellMarks.substitution(body));
    }

    private void parameter(String body) {
        word.append(ShellMarks.parameter(body));
        ShellMarks.defaultOf(body).ifPresent(value -> defaults.add(new Token(true, value, line)));
    }

    /** The text between two brackets, quotes and inner brackets respected; leaves {@code at} behind the second. */
    private String bracketed(char open, char close) {
        step();
        int start = at;
        int depth = 1;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\') {
                step();
            } else if (c == '\'' && open == '(') {
                step();
                skipTo('\'');
            } else if (c == open) {
                depth++;
            } else if (c == close && --depth == 0) {
                break;
            }
            step();
        }
        String body = text.substring(start, Math.min(at, text.length()));
        step();
        return body;
    }

    private void operator(char c) {
        boolean descriptor = (c == '<' || c == '>') && isNumber(word);
        if (descriptor) {
            word.setLength(0);
            inWord = false;
        }
        endWord();
        String operator = String.valueOf(c);
        step();
        while (at < text.length() && continues(operator, text.charAt(at))) {
            operator += text.charAt(at);
            step();
        }
        tokens.add(new Token(false, operator, line));
    }

    private static boolean continues(String operator, char c) {
        return switch (operator) {
            case "&" -> c == '&' || c == '>';
            case "|" -> c == '|' || c == '&';
            case ";" -> c == ';' || c == '&';
            case "<" -> c == '<' || c == '&' || c == '>';
            case "<<" -> c == '-' || c == '<';
            case ">" -> c == '>' || c == '&' || c == '|';
            case "&>" -> c == '>';
            case ";;" -> c == '&';
            default -> false;
        };
    }

    private void beginWord() {
        if (!inWord) {
            inWord = true;
            wordLine = line;
        }
    }

    private void endWord() {
        if (!inWord) {
            return;
        }
        Token last = tokens.isEmpty() ? new Token(false, "", line) : tokens.get(tokens.size() - 1);
        if (last.is("<<") || last.is("<<-")) {
            hereDocuments.add(new HereDocument(word.toString(), last.is("<<-")));
        }
        tokens.add(new Token(true, word.toString(), wordLine));
        word.setLength(0);
        inWord = false;
    }

    private void skipHereDocuments() {
        while (!hereDocuments.isEmpty()) {
            HereDocument document = hereDocuments.remove();
            while (at < text.length()) {
                int start = at;
                skipTo('\n');
                String read = text.substring(start, at);
                step();
                if ((document.indented ? read.replaceFirst("^\t+", "") : read).equals(document.end)) {
                    break;
                }
            }
        }
    }

    private void skipTo(char c) {
        while (at < text.length() && text.charAt(at) != c) {
            step();
        }
    }

    private void step() {
        if (at < text.length() && text.charAt(at) == '\n') {
            line++;
        }
        at++;
    }

    private static boolean isNumber(CharSequence text) {
        return text.length() > 0 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
