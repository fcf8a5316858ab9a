package dev.whittle.script;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The interpreter line of a script, by the rules of Linux: fs/binfmt_script.c:load_script.
 *
 * @param interpreter as written, raw; a relative one is relative to the working directory
 * @param argument everything after it, including inner blanks: one argument, whatever it contains
 */
public record Shebang(String interpreter, Optional<String> argument) {
    /** BINPRM_BUF_SIZE minus its final NUL. It was 128 before Linux 5.1, which truncates a longer line silently. */
    public static final int LIMIT = 255;

    /** fs/exec.c:exec_binprm: how often an interpreter may be a script itself. */
    public static final int MAX_DEPTH = 4;

    /** Empty if the kernel would not execute the file as a script. */
    public static Optional<Shebang> of(ByteSource content) throws IOException {
        return parse(RawText.of(content.head(LIMIT)));
    }

    /** @param head the first bytes of the file, raw; bytes after {@link #LIMIT} are ignored */
    public static Optional<Shebang> parse(String head) {
        if (!head.startsWith("#!")) {
            return Optional.empty();
        }
        String seen = head.substring(0, Math.min(head.length(), LIMIT));
        int newline = seen.indexOf('\n');
        String line = newline < 0 ? seen.substring(2) : seen.substring(2, newline);
        int nul = line.indexOf('\0');
        if (nul >= 0) {
            line = line.substring(0, nul);
        }
        int start = behindBlanks(line, 0);
        if (start == line.length()) {
            return Optional.empty(); // no name
        }
        int end = start;
        while (end < line.length() && !isBlank(line.charAt(end))) {
            end++;
        }
        if (newline < 0 && nul < 0 && end == line.length() && seen.length() == LIMIT) {
            return Optional.empty(); // the name may continue after what the kernel reads
        }
        int last = line.length();
        while (last > end && isBlank(line.charAt(last - 1))) {
            last--;
        }
        int argument = behindBlanks(line, end);
        return Optional.of(new Shebang(
                line.substring(start, end),
                argument < last ? Optional.of(line.substring(argument, last)) : Optional.empty()));
    }

    /** Whether {@code env} searches for the real interpreter in PATH. */
    public boolean isEnv() {
        return interpreter.substring(interpreter.lastIndexOf('/') + 1).equals("env");
    }

    /**
     * What {@code env} would search for in PATH: its one argument unchanged, including blanks, or with {@code -S} the
     * first word that is neither an option nor an assignment. Empty if it is not {@code env} or names no command.
     */
    public Optional<String> envCommand() {
        if (!isEnv() || argument.isEmpty()) {
            return Optional.empty();
        }
        String text = argument.get();
        String split = text.startsWith("-S")
                ? text.substring(2)
                : text.startsWith("--split-string=") ? text.substring("--split-string=".length()) : "";
        if (split.isEmpty()) {
            return text.startsWith("-") || text.indexOf('=') >= 0 ? Optional.empty() : Optional.of(text);
        }
        boolean value = false;
        for (String word : Arrays.asList(split.strip().split("[ \t]+", -1))) {
            boolean option = value || word.startsWith("-") || word.indexOf('=') >= 0;
            value = !value && (word.equals("-u") || word.equals("-C"));
            if (!option) {
                return Optional.of(word);
            }
        }
        return Optional.empty();
    }

    private static int behindBlanks(String line, int from) {
        int at = from;
        while (at < line.length() && isBlank(line.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
