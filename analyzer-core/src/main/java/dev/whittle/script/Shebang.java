package dev.whittle.script;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The interpreter line of a script, by the rules of Linux: fs/binfmt_script.c:load_script.
 *
 * @param interpreter as it stands, raw; a relative one is seen from the working directory
 * @param argument all that follows it, blanks inside kept: one argument, whatever it holds
 */
public record Shebang(String interpreter, Optional<String> argument) {
    /** BINPRM_BUF_SIZE less its final NUL. It is 128 before Linux 5.1, which cuts a longer line silently. */
    public static final int LIMIT = 255;

    /** fs/exec.c:exec_binprm: an interpreter may be a script itself, this many times. */
    public static final int MAX_DEPTH = 4;

    /** Empty if the kernel would not take the file for a script. */
    public static Optional<Shebang> of(ByteSource content) throws IOException {
        return parse(RawText.of(content.head(LIMIT)));
    }

    /** @param head the first bytes of the file, raw; what is behind {@link #LIMIT} is not looked at */
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
            return Optional.empty(); // the name may go on behind what the kernel reads
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

    /** Whether {@code env} is asked to look for the real interpreter in PATH. */
    public boolean isEnv() {
        return interpreter.substring(interpreter.lastIndexOf('/') + 1).equals("env");
    }

    /**
     * What {@code env} would look for in PATH: its one argument as it stands, blanks and all, or with {@code -S} the first
     * word that is neither an option nor an assignment. Empty if that is no {@code env} or it names no command.
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
