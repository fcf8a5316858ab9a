package dev.whittle.bytes;

import java.util.Locale;

/** Words that the user pastes into a shell: everything shown as a command or an option is quoted here. */
public final class ShellWord {
    private static final String PLAIN = "_./:=@%+,-";

    private ShellWord() {}

    /**
     * A word that a POSIX shell reads as this one argument, whatever is in it: unchanged if nothing in it is special,
     * otherwise in single quotes. A word with control characters, which would break the line, is written as bash and
     * POSIX.1-2024 read it, {@code $'a\nb'}.
     *
     * @param raw may be empty; no shell can represent a NUL, which is shown as {@code \000}
     */
    public static String quoted(String raw) {
        boolean plain = !raw.isEmpty();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (isControl(c)) {
                return escaped(raw);
            }
            plain &= isPlain(c);
        }
        return plain ? raw : "'" + raw.replace("'", "'\\''") + "'";
    }

    private static String escaped(String raw) {
        StringBuilder out = new StringBuilder("$'");
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '\n') {
                out.append("\\n");
            } else if (isControl(c)) {
                out.append(String.format(Locale.ROOT, "\\%03o", (int) c));
            } else {
                out.append(c == '\'' || c == '\\' ? "\\" : "").append(c);
            }
        }
        return out.append('\'').toString();
    }

    private static boolean isControl(char c) {
        return c < 0x20 || c == 0x7F;
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || PLAIN.indexOf(c) >= 0;
    }
}
