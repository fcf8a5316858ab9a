package dev.whittle.cli;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.cli.console.Environment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs the command line in this process. The environment is set before {@link #run}; it is empty by default. */
final class Whittle {
    private final Path workingDirectory;
    private final Map<String, String> variables = new HashMap<>();
    private InputStream in = InputStream.nullInputStream();
    private @Nullable OutputStream out;
    private @Nullable ByteSource inFile;
    private boolean inIsTerminal;
    private boolean outIsTerminal;
    private boolean errIsTerminal;
    private boolean outIsPipe;

    /** @param out raw, as is {@code err} */
    record Result(int exit, String out, String err) {
        List<String> outLines() {
            return out.lines().toList();
        }

        List<String> errLines() {
            return err.lines().toList();
        }
    }

    private Whittle(Path workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    static Whittle in(Path workingDirectory) {
        return new Whittle(workingDirectory);
    }

    Whittle with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    Whittle input(String raw) {
        in = new ByteArrayInputStream(RawText.bytes(raw));
        return this;
    }

    Whittle input(InputStream stream) {
        in = stream;
        return this;
    }

    /** Standard input is a regular file. */
    Whittle inputFile(Path file) throws IOException {
        inFile = ByteSource.of(Files.readAllBytes(file));
        in = InputStream.nullInputStream();
        return this;
    }

    Whittle onTerminal() {
        inIsTerminal = true;
        outIsTerminal = true;
        errIsTerminal = true;
        return this;
    }

    /** Results go there, and the result's {@code out} is empty. */
    Whittle output(OutputStream stream, boolean isPipe) {
        out = stream;
        outIsPipe = isPipe;
        return this;
    }

    /** @param arguments raw */
    Result run(String... arguments) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        Environment environment = new Environment(
                workingDirectory,
                Map.copyOf(variables),
                in,
                Optional.ofNullable(inFile),
                inIsTerminal,
                out == null ? written : out,
                stream,
                outIsTerminal,
                errIsTerminal,
                outIsPipe);
        int exit = Cli.run(arguments, environment);
        return new Result(exit, RawText.of(written.toByteArray()), RawText.of(stream.toByteArray()));
    }
}
