package dev.whittle.cli.console;

import dev.whittle.bytes.ByteSource;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What surrounds one run, so that a test can give its own.
 *
 * @param workingDirectory absolute
 * @param variables of the environment
 * @param inFile standard input again, if it is a plain file: from where it stands, readable at any position
 * @param inIsTerminal whether a person would have to type the input
 * @param out where results go, unbuffered
 * @param err where messages go, unbuffered
 * @param outIsTerminal whether a person reads the results
 * @param errIsTerminal whether a person reads the messages
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
    /** Surroundings with nothing to read, where nothing is seen: for a run whose output nobody wants. */
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
