package dev.whittle.cli.console;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Results on standard output, everything else on standard error; all text is raw. */
public final class Console {
    private static final int BUFFER = 1 << 16;
    private static final int COLUMNS = 80;
    private static final int LEAST_COLUMNS = 40;
    private static final int MOST_COLUMNS = 120;

    private final Environment environment;
    private final OutputStream out;
    private boolean outputIsLost;

    public Console(Environment environment) {
        this.environment = environment;
        this.out = new BufferedOutputStream(environment.out(), BUFFER);
    }

    public Environment environment() {
        return environment;
    }

    /** Prints a part of the result. */
    public void print(String raw) throws FailureException {
        if (outputIsLost) {
            return;
        }
        try {
            out.write(RawText.bytes(raw));
        } catch (IOException e) {
            throw outputFailed(e);
        }
    }

    /**
     * Prints names as they are, for a program. A person's terminal is not driven by them: what would is escaped, line breaks
     * too where names end in NULs.
     */
    public void printNames(String raw) throws FailureException {
        if (!environment.outIsTerminal()) {
            print(raw);
        } else {
            print(raw.indexOf('\0') < 0 ? RawText.visibleLines(raw) : RawText.visible(raw) + "\n");
        }
    }

    /** Standard output itself, for an archive. Failures of its writes are {@link #outputFailed}. */
    public OutputStream stream() {
        return out;
    }

    public void flush() throws FailureException {
        if (outputIsLost) {
            return;
        }
        try {
            out.flush();
        } catch (IOException e) {
            throw outputFailed(e);
        }
    }

    /** One line for a person. Standard error that cannot be written is nobody's loss. */
    public void tell(String raw) {
        tell(List.of(raw));
    }

    /** Lines for a person, written together. */
    public void tell(Collection<String> lines) {
        StringBuilder text = new StringBuilder();
        try {
            for (String raw : lines) {
                text.append("whittle: ").append(raw).append('\n');
                if (text.length() > BUFFER) {
                    environment.err().write(RawText.bytes(text.toString()));
                    text.setLength(0);
                }
            }
            environment.err().write(RawText.bytes(text.toString()));
            environment.err().flush();
        } catch (IOException e) {
            return;
        }
    }

    /** Text for a person as it is, raw. */
    void write(String raw) {
        try {
            environment.err().write(RawText.bytes(raw));
            environment.err().flush();
        } catch (IOException e) {
            return;
        }
    }

    /**
     * A closed pipe is how {@code head} ends a program: silent. Anything else is told. From now on nothing is printed, so
     * that it is told once, and what is still buffered does not appear behind a gap.
     */
    public FailureException outputFailed(IOException cause) {
        outputIsLost = true;
        if (environment.outIsPipe()) {
            return new FailureException(ExitCode.CLOSED_OUTPUT, "", cause);
        }
        return new FailureException(ExitCode.OUTPUT, "cannot write standard output: " + Messages.reason(cause), cause);
    }

    /** How many characters of help go on a line: what COLUMNS says, which the launcher sets on a terminal, within reason. */
    public int columns() {
        String columns = environment.variable("COLUMNS").orElse("");
        return columns.matches("[0-9]{1,4}")
                ? Math.min(MOST_COLUMNS, Math.max(LEAST_COLUMNS, Integer.parseInt(columns)))
                : COLUMNS;
    }

    /** Whether the locale's character set is UTF-8, in the order in which setlocale looks. */
    public boolean showsUnicode() {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            if (environment.variable(name).isPresent()) {
                String value = environment.variable(name).get().toLowerCase(Locale.ROOT);
                return value.contains("utf-8") || value.contains("utf8");
            }
        }
        return false;
    }
}
