package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.elf.BadElfException;
import dev.whittle.path.HostPath;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Resolver;
import dev.whittle.source.DirectoryRoot;
import dev.whittle.trial.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds strace on this host. */
final class TryTracer {
    private static final String DEFAULT = "strace";
    private static final String NONE = "none";

    private final Console console;
    private final String named;

    TryTracer(Console console, String named) {
        this.console = console;
        this.named = named;
    }

    /** Empty if there is none, and none was asked for by its path. */
    Optional<Tracer> find() throws FailureException {
        if (named.equals(NONE)) {
            return Optional.empty();
        }
        Optional<Path> program = program();
        if (program.isEmpty()) {
            if (named.equals(DEFAULT)) {
                return Optional.empty();
            }
            throw new FailureException(ExitCode.USAGE, "--strace " + RawText.visible(named) + ": no such program");
        }
        try {
            RootPath path = RootPath.of(HostPath.raw(program.get().toRealPath()));
            return Optional.of(Tracer.of(new Resolver(DirectoryRoot.open(Path.of("/"))), path));
        } catch (BadElfException | IOException e) {
            if (named.equals(DEFAULT)) {
                return Optional.empty();
            }
            String reason =
                    e instanceof IOException io ? Messages.told(io) : RawText.ofText(String.valueOf(e.getMessage()));
            throw new FailureException(ExitCode.USAGE, "--strace " + RawText.visible(named) + ": " + reason, e);
        }
    }

    private Optional<Path> program() {
        Path directory = console.environment().workingDirectory();
        if (named.contains("/")) {
            Path path = HostPath.of(directory, named);
            return Files.isExecutable(path) ? Optional.of(path) : Optional.empty();
        }
        for (String place : console.environment().variable("PATH").orElse("").split(":", -1)) {
            Path path = HostPath.of(HostPath.of(directory, RawText.ofText(place)), named);
            if (Files.isRegularFile(path) && Files.isExecutable(path)) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }
}
