package dev.whittle.cli.command;

import dev.whittle.cli.console.Console;
import dev.whittle.path.HostPath;
import dev.whittle.pipeline.TraceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;

/**
 * A trace that the user names.
 *
 * @param file raw; {@code -} is standard input
 */
record TraceInput(Console console, String file) implements TraceFile {
    static TraceFile of(Console console, String file) {
        return new TraceInput(console, file);
    }

    @Override
    public boolean isPipe() {
        return file.equals("-");
    }

    @Override
    public String shown() {
        return isPipe() ? "standard input" : file;
    }

    @Override
    public InputStream open() throws IOException {
        return isPipe()
                ? console.environment().in()
                : Files.newInputStream(HostPath.of(console.environment().workingDirectory(), file));
    }
}
