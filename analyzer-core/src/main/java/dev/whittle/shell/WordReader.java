package dev.whittle.shell;

import java.util.ArrayList;
import java.util.List;

/** Reads words with their quotes and expansions. It never fails: unclosed constructs end with the text. */
final class WordReader {
    private static final String SPECIAL = "@*#?-$!";
    private static final String OPERATORS_OF_TWO = ":- := :+ :? %% ## // /# /% ^^ ,,";
    private static final String OPERATORS = "-=+?%#/^,:@";
    private static final String EXTENDED = "?*+@!";

    private final TextCursor cursor;
    private final ShellParser parser;

    /** Open quotes and braces. */
    private int nesting;

    WordReader(TextCursor cursor, ShellParser parser) {
        this.cursor = cursor;
        this.parser = parser;
    }

    static boolean endsWord(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || ";&|()<>".indexOf(c) >= 0;
    }

    static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    static boolean isNamePart(char c) {
        return isNameStart(c) || (c >= '0' && c <= '9');
    }

    /** Collects the parts of one word. */
    private static final class Parts {
        private final List<Word.Part> all = new ArrayList<>();
        private final StringBuilder literal = new StringBuilder();
        private boolean quoted;
        private boolean any;

        void add(char c, boolean inQuotes) {
            add(String.valueOf(c), inQuotes);
        }

        void add(String text, boolean inQuotes) {
            if (literal.length() > 0 && quoted != inQuotes) {
                flush();
            }
            any |= inQuotes;
            quoted = inQuotes;
            literal.append(text);
        }

        void add(Word.Part part) {
            flush();
            all.add(part);
        }

        private void flush() {
            if (literal.length() > 0) {
                all.add(new Word.Literal(literal.toString(), quoted));
                literal.setLength(0);
            }
        }

        List<Word.Part> parts() {
            flush();
            if (all.isEmpty() && any) {
                all.add(new Word.Literal("", true));
            }
            return all;
        }
    }

    /** The word that begins here; empty if none does. */
    Word word() {
        int line = cursor.line();
        Parts parts = new Parts();
        while (!cursor.atEnd()) {
            char c = cursor.peek();
            if ((c == '<' || c == '>') && cursor.peek(1) == '(') {
                cursor.skip(2);
                parts.add(new Word.ProcessSubstitution(parser.nested(nesting)));
            } else if (EXTENDED.indexOf(c) >= 0 && cursor.peek(1) == '(') {
                parts.add(balanced(), false);
            } else if (endsWord(c)) {
                break;
            } else {
                piece(parts);
            }
        }
        return new Word(parts.parts(), line);
    }

    /** {@code @(a|b)}, unchanged. */
    private String balanced() {
        int start = cursor.position();
        int depth = 0;
        while (!cursor.atEnd() && cursor.peek() != '\n') {
            char c = cursor.next();
            depth += c == '(' ? 1 : 0;
            if (c == ')' && --depth == 0) {
                break;
            }
        }
        return cursor.since(start);
    }

    /** One piece outside double quotes. */
    private void piece(Parts parts) {
        char c = cursor.peek();
        switch (c) {
            case '\\' -> {
                cursor.next();
                char next = cursor.next();
                if (next != '\n' && next != '\0') {
                    parts.add(next, true);
                }
            }
            case '\'' -> {
                cursor.next();
                parts.add(until('\''), true);
            }
            case '"' -> {
                cursor.next();
                doubleQuoted(parts);
            }
            case '$' -> {
                if (cursor.peek(1) == '\'') {
                    cursor.skip(2);
                    parts.add(ansiQuoted(), true);
                } else if (cursor.peek(1) == '"') {
                    cursor.skip(2);
                    doubleQuoted(parts);
                } else {
                    dollar(parts, false);
                }
            }
            case '`' -> backquoted(parts, false);
            default -> parts.add(cursor.next(), false);
        }
    }

    private String until(char end) {
        int start = cursor.position();
        while (!cursor.atEnd() && cursor.peek() != end) {
            cursor.next();
        }
        String taken = cursor.since(start);
        cursor.next();
        return taken;
    }

    private void doubleQuoted(Parts parts) {
        parts.add("", true);
        nesting++;
        while (!cursor.atEnd() && cursor.peek() != '"') {
            inDoubleQuotes(parts);
        }
        nesting--;
        cursor.next();
    }

    private void inDoubleQuotes(Parts parts) {
        char c = cursor.peek();
        if (c == '\\') {
            cursor.next();
            char next = cursor.next();
            if (next != '\n') {
                parts.add("$`\"\\".indexOf(next) >= 0 ? String.valueOf(next) : "\\" + next, true);
            }
        } else if (c == '$') {
            dollar(parts, true);
        } else if (c == '`') {
            backquoted(parts, true);
        } else {
            parts.add(cursor.next(), true);
        }
    }

    /** bash, {@code $'…'}: the escapes that occur in names. */
    private String ansiQuoted() {
        StringBuilder text = new StringBuilder();
        while (!cursor.atEnd() && cursor.peek() != '\'') {
            char c = cursor.next();
            if (c == '\\') {
                char next = cursor.next();
                text.append(
                        switch (next) {
                            case 'n' -> '\n';
                            case 't' -> '\t';
                            case 'r' -> '\r';
                            case 'e', 'E' -> '\u001b';
                            default -> next;
                        });
            } else {
                text.append(c);
            }
        }
        cursor.next();
        return text.toString();
    }

    private void backquoted(Parts parts, boolean quoted) {
        cursor.next();
        int line = cursor.line();
        StringBuilder text = new StringBuilder();
        while (!cursor.atEnd() && cursor.peek() != '`') {
            char c = cursor.next();
            if (c == '\\' && "`$\\".indexOf(cursor.peek()) >= 0 && !cursor.atEnd()) {
                text.append(cursor.next());
            } else {
                text.append(c);
            }
        }
        cursor.next();
        parts.add(new Word.Substitution(parser.parseSubstitution(text.toString(), line), quoted));
    }

    private void dollar(Parts parts, boolean quoted) {
        cursor.next();
        char c = cursor.peek();
        if (c == '(' && cursor.peek(1) == '(' && nesting < ShellParser.MAX_DEPTH) {
            cursor.skip(2);
            nesting++;
            parts.add(new Word.Arithmetic(arithmetic(), quoted));
            nesting--;
        } else if (c == '(') {
            cursor.next();
            parts.add(new Word.Substitution(parser.nested(nesting), quoted));
        } else if (c == '{' && nesting < ShellParser.MAX_DEPTH) {
            cursor.next();
            nesting++;
            parts.add(braced(quoted));
            nesting--;
        } else if (isNameStart(c)) {
            parts.add(new Word.Parameter(name(), "", empty(), quoted));
        } else if (!cursor.atEnd() && (SPECIAL.indexOf(c) >= 0 || (c >= '0' && c <= '9'))) {
            parts.add(new Word.Parameter(String.valueOf(cursor.next()), "", empty(), quoted));
        } else {
            parts.add('$', quoted);
        }
    }

    private Word empty() {
        return new Word(List.of(), cursor.line());
    }

    private String name() {
        int start = cursor.position();
        while (isNamePart(cursor.peek())) {
            cursor.next();
        }
        return cursor.since(start);
    }

    /** Up to {@code ))}: expansions in it may run commands. */
    Word arithmetic() {
        int line = cursor.line();
        Parts parts = new Parts();
        int depth = 0;
        while (!cursor.atEnd()) {
            char c = cursor.peek();
            if (c == ')' && depth == 0) {
                cursor.next();
                if (cursor.peek() == ')') {
                    cursor.next();
                    break;
                }
            } else {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                inDoubleQuotes(parts);
            }
        }
        return new Word(parts.parts(), line);
    }

    private Word.Part braced(boolean quoted) {
        boolean indirect = cursor.peek() == '!' && isNamePart(cursor.peek(1));
        boolean length = cursor.peek() == '#' && (isNamePart(cursor.peek(1)) || "@*".indexOf(cursor.peek(1)) >= 0);
        if (indirect || length) {
            cursor.next();
        }
        String name;
        if (isNameStart(cursor.peek())) {
            name = name();
        } else if (cursor.peek() >= '0' && cursor.peek() <= '9') {
            name = name();
        } else if (SPECIAL.indexOf(cursor.peek()) >= 0 && !cursor.atEnd()) {
            name = String.valueOf(cursor.next());
        } else {
            name = "";
        }
        if (cursor.peek() == '[') {
            while (!cursor.atEnd() && cursor.peek() != ']' && cursor.peek() != '}') {
                cursor.next();
            }
            if (cursor.peek() == ']') {
                cursor.next();
            }
        }
        String operator = operator();
        // The surrounding quotes do not quote a pattern: "${0%/*}" (POSIX XCU 2.6.2).
        boolean pattern = !operator.isEmpty() && "%#/".indexOf(operator.charAt(0)) >= 0;
        Word argument = argument(quoted && !pattern);
        if (indirect || length) {
            return new Word.Parameter(name, indirect ? "indirect" : "length", argument, quoted);
        }
        return new Word.Parameter(name, operator, argument, quoted);
    }

    private String operator() {
        for (String two : OPERATORS_OF_TWO.split(" ", -1)) {
            if (cursor.startsWith(two)) {
                cursor.skip(2);
                return two;
            }
        }
        boolean isOperator = !cursor.atEnd() && OPERATORS.indexOf(cursor.peek()) >= 0;
        return isOperator ? String.valueOf(cursor.next()) : "";
    }

    /** The word after an operator, up to the closing brace. */
    private Word argument(boolean quoted) {
        int line = cursor.line();
        Parts parts = new Parts();
        while (!cursor.atEnd() && cursor.peek() != '}') {
            if (cursor.peek() == '"' && nesting < ShellParser.MAX_DEPTH) {
                cursor.next();
                doubleQuoted(parts);
            } else if (quoted) {
                inDoubleQuotes(parts);
            } else {
                piece(parts);
            }
        }
        cursor.next();
        return new Word(parts.parts(), line);
    }

    /** The text of a here-document whose delimiter is not quoted: expanded as in double quotes. */
    static Word hereDocument(String text, int line, ShellParser outer) {
        TextCursor cursor = new TextCursor(text, line);
        WordReader reader = new WordReader(cursor, outer.at(cursor));
        Parts parts = new Parts();
        while (!cursor.atEnd()) {
            if (cursor.peek() == '"') {
                parts.add(cursor.next(), true);
            } else {
                reader.inDoubleQuotes(parts);
            }
        }
        return new Word(parts.parts(), line);
    }
}
