package dev.whittle.report;

/**
 * What the reader's terminal can show.
 *
 * @param colour whether escape sequences are understood and wanted
 * @param unicode whether lines may be drawn with box characters
 */
public record Style(boolean colour, boolean unicode) {
    public static final Style PLAIN = new Style(false, false);

    private static final String RESET = "\033[0m";

    public String bad(String text) {
        return paint("\033[31m", text);
    }

    public String good(String text) {
        return paint("\033[32m", text);
    }

    public String warning(String text) {
        return paint("\033[33m", text);
    }

    public String strong(String text) {
        return paint("\033[1m", text);
    }

    public String faint(String text) {
        return paint("\033[2m", text);
    }

    private String paint(String code, String text) {
        return colour && !text.isEmpty() ? code + text + RESET : text;
    }
}
