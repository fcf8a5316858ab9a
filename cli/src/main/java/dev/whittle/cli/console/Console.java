package dev.whittle.cli.console;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Results on standard output, everything else on standard error; all text is raw. */
public final class Console {
    private static final int BUFFER = 1 << 16;
    private static final String SPEAKER = "whittle: ";
    private static final int COLUMNS = 80;
    private static final int LEAST_COLUMNS = 40;
    private static final int MOST_COLUMNS = 120;

    private final Environment environment;
    private final Output output;
    private final String subject;
    private final Optional<List<String>> held;
    private final Optional<StringBuilder> document;
    private boolean inLine;

    /** Standard output, and whether it has failed. */
    private static final class Output {
        private final OutputStream stream;
        private boolean isLost;

        Output(OutputStream stream) {
            this.stream = stream;
        }
    }

    public Console(Environment environment) {
        this(
                environment,
                new Output(new BufferedOutputStream(environment.out(), BUFFER)),
                "",
                Optional.empty(),
                Optional.empty());
    }

    private Console(
            Environment environment,
            Output output,
            String subject,
            Optional<List<String>> held,
            Optional<StringBuilder> document) {
        this.environment = environment;
        this.output = output;
        this.subject = subject;
        this.held = held;
        this.document = document;
    }

    /**
     * The same console for what is said about one of several things: each line begins with its name.
     *
     * @param subject raw, on one line
     */
    public Console about(String subject) {
        return new Console(environment, output, subject + ": ", held, document);
    }

    /** The same console, which adds lines for a person to a list rather than telling them at once. */
    public Console holding(List<String> lines) {
        return new Console(environment, output, subject, Optional.of(lines), document);
    }

    /** The same console, whose result is a document that becomes a part of another one. */
    public Console into(StringBuilder text) {
        return new Console(environment, output, subject, held, Optional.of(text));
    }

    public Environment environment() {
        return environment;
    }

    /** Prints a part of the result. */
    public void print(String raw) throws FailureException {
        if (document.isPresent()) {
            document.get().append(raw);
            return;
        }
        if (output.isLost) {
            return;
        }
        try {
            output.stream.write(RawText.bytes(subject.isEmpty() ? raw : named(raw)));
        } catch (IOException e) {
            throw outputFailed(e);
        }
    }

    /** Every line with what it is about before it. What is printed may end in the middle of a line. */
    private String named(String raw) {
        StringBuilder text = new StringBuilder();
        for (int start = 0; start < raw.length(); ) {
            int end = raw.indexOf('\n', start);
            int next = end < 0 ? raw.length() : end + 1;
            text.append(inLine ? "" : subject).append(raw, start, next);
            inLine = end < 0;
            start = next;
        }
        return text.toString();
    }

    /**
     * Prints names as they are, for a program. A person's terminal is not driven by them: what would is escaped, line breaks
     * too where names end in NULs.
     */
    public void printNames(String raw) throws FailureException {
        if (!environment.outIsTerminal() || document.isPresent()) {
            print(raw);
        } else {
            print(raw.indexOf('\0') < 0 ? RawText.visibleLines(raw) : RawText.visible(raw) + "\n");
        }
    }

    /** Standard output itself, for an archive. Failures of its writes are {@link #outputFailed}. */
    public OutputStream stream() {
        return output.stream;
    }

    public void flush() throws FailureException {
        if (output.isLost) {
            return;
        }
        try {
            output.stream.flush();
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
        if (held.isPresent()) {
            lines.forEach(line -> held.get().add(subject + line));
            return;
        }
        StringBuilder text = new StringBuilder();
        try {
            for (String raw : lines) {
                text.append(SPEAKER).append(subject).append(raw).append('\n');
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

    /** Lines that are one text, the first of which says who speaks. About one of several things, each says about which. */
    void tellTogether(List<String> lines) {
        if (subject.isEmpty() && held.isEmpty()) {
            write(String.join("\n", lines) + "\n");
            return;
        }
        tell(lines.stream()
                .filter(line -> !line.isBlank())
                .map(line -> line.startsWith(SPEAKER) ? line.substring(SPEAKER.length()) : line)
                .toList());
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
        output.isLost = true;
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
