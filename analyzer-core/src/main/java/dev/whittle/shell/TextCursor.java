package dev.whittle.shell;

/** A position in a shell text. A backslash before a newline joins two lines (POSIX XCU 2.2.1). */
final class TextCursor {
    /** Longer texts are truncated: scripts have a few hundred kB at most, and what follows is an archive. */
    static final int MAX_TEXT = 1 << 20;

    private final String text;
    private int at;
    private int line;

    TextCursor(String text, int firstLine) {
        this.text = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
        this.line = firstLine;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    int line() {
        return line;
    }

    /** The next character, or NUL at the end. */
    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    boolean startsWith(String prefix) {
        return text.startsWith(prefix, at);
    }

    char next() {
        char c = peek();
        if (c == '\n' && at < text.length()) {
            line++;
        }
        at = Math.min(at + 1, text.length());
        return c;
    }

    void skip(int count) {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    int position() {
        return at;
    }

    String since(int start) {
        return text.substring(start, at);
    }

    /** Skips blanks, joined lines and a comment. */
    void skipBlanks() {
        while (!atEnd()) {
            char c = peek();
            if (c == ' ' || c == '\t' || c == '\r') {
                next();
            } else if (c == '\\' && peek(1) == '\n') {
                skip(2);
            } else if (c == '\\' && peek(1) == '\r' && peek(2) == '\n') {
                skip(3);
            } else if (c == '#') {
                skipLine();
            } else {
                return;
            }
        }
    }

    /** Up to the newline, which is not consumed. */
    void skipLine() {
        while (!atEnd() && peek() != '\n') {
            next();
        }
    }

    /** The rest of the line; the newline is consumed and not included. */
    String takeLine() {
        int start = at;
        skipLine();
        String taken = since(start);
        next();
        return taken;
    }
}
