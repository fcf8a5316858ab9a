package dev.whittle.cli.console;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What became of a command, on standard error: a first line that says how it ended, and below it what there is to know.
 * The name of the program stands before the first line alone. On a terminal, lines are wrapped at words to its width.
 */
public final class Notice {
    private static final String PREFIX = "whittle: ";
    private static final String INDENT = "  ";
    private static final Pattern COLOUR = Pattern.compile("\033\\[[0-9;]*m");

    private final Console console;
    private final int width;
    private final List<String> lines = new ArrayList<>();

    public Notice(Console console) {
        this.console = console;
        this.width =
                console.environment().errIsTerminal() ? TerminalWidth.of(console.environment()) : Integer.MAX_VALUE;
    }

    /** Columns that a line may have; as many as there are numbers if nobody reads it on a terminal. */
    public int width() {
        return width;
    }

    /** The first line. */
    public void verdict(String text) {
        wrapped(PREFIX, INDENT, text);
    }

    /** A line below it. */
    public void line(String text) {
        wrapped(INDENT, INDENT + INDENT, text);
    }

    /** One that belongs to the line before it. */
    public void detail(String text) {
        wrapped(INDENT + INDENT, INDENT + INDENT + INDENT, text);
    }

    /** An empty line, but never two. */
    public void gap() {
        if (!lines.isEmpty() && !lines.get(lines.size() - 1).isEmpty()) {
            lines.add("");
        }
    }

    /** Writes all of it. */
    public void tell() {
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        console.tellTogether(lines);
        lines.clear();
    }

    private void wrapped(String first, String next, String text) {
        StringBuilder line = new StringBuilder(first);
        int used = first.length();
        boolean begins = true;
        for (String word : text.split(" ", -1)) {
            int length = length(word);
            if (!begins && used + 1 + length > width) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(next);
                used = next.length();
            } else if (!begins) {
                line.append(' ');
                used++;
            }
            line.append(word);
            used += length;
            begins = false;
        }
        lines.add(line.toString().stripTrailing());
    }

    /** Columns of a raw text: colours have none, and of a character of UTF-8 the first byte alone counts. */
    public static int length(String raw) {
        Matcher colours = COLOUR.matcher(raw);
        int length = 0;
        for (char c : colours.replaceAll("").toCharArray()) {
            length += (c & 0xC0) == 0x80 && c <= 0xFF ? 0 : 1;
        }
        return length;
    }
}
