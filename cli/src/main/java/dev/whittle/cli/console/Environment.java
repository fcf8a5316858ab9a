package dev.whittle.cli.console;

import dev.whittle.bytes.ByteSource;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The environment of one run, which tests can replace.
 *
 * @param workingDirectory absolute
 * @param variables of the environment
 * @param inFile standard input again, if it is a regular file: from its current position, readable at any position
 * @param inIsTerminal whether the input would be typed
 * @param out for results, unbuffered
 * @param err for messages, unbuffered
 * @param outIsTerminal whether results are displayed
 * @param errIsTerminal whether messages are displayed
 * @param outIsPipe whether a failed write means that its reader closed it
 */
public record Environment(
        Path workingDirectory,
        Map<String, String> variables,
        InputStream in,
        Optional<ByteSource> inFile,
        boolean inIsTerminal,
        OutputStream out,
        OutputStream err,
        boolean outIsTerminal,
        boolean errIsTerminal,
        boolean outIsPipe) {
    /** An environment without input and visible output, for a run whose output is not needed. */
    public static Environment silent(Path workingDirectory, Map<String, String> variables) {
        return new Environment(
                workingDirectory,
                variables,
                InputStream.nullInputStream(),
                Optional.empty(),
                false,
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                false,
                false,
                false);
    }

    /** A variable's value; an empty one counts as unset. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }
}
