package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.closure.ClosureRequest;
import dev.whittle.closure.Finding;
import dev.whittle.path.HostPath;
import dev.whittle.rootfs.RootFs;
import dev.whittle.trace.BadTraceException;
import dev.whittle.trace.Trace;
import dev.whittle.trace.TraceReader;
import dev.whittle.trace.TracedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the traces that a person names. */
final class TraceInput {
    private final Console console;
    private final Optional<String> workingDirectory;

    /** @param workingDirectory that the traced command is started in, raw, if that is known: an image says it */
    TraceInput(Console console, Optional<String> workingDirectory) {
        this.console = console;
        this.workingDirectory = workingDirectory;
    }

    Trace read(String file) throws FailureException {
        boolean isPipe = file.equals("-");
        String shown = isPipe ? "standard input" : file;
        try (InputStream in = isPipe
                ? console.environment().in()
                : Files.newInputStream(HostPath.of(console.environment().workingDirectory(), file))) {
            return TraceReader.read(in, shown, workingDirectory);
        } catch (BadTraceException e) {
            throw new FailureException(
                    ExitCode.INPUT,
                    RawText.visible(shown) + ": " + e.reason() + "; make a trace with: strace -f -y -e trace=%file -o "
                            + (isPipe ? "FILE" : RawText.visible(file)) + " COMMAND",
                    e);
        } catch (IOException e) {
            throw new FailureException(ExitCode.INPUT, RawText.visible(shown) + ": " + Messages.reason(e), e);
        }
    }

    /** The request, and what these traces used; what they leave open is a remark. */
    ClosureRequest add(List<String> files, ClosureRequest request, RootFs root) throws FailureException {
        List<ClosureRequest.Traced> traced = new ArrayList<>();
        List<Finding> remarks = new ArrayList<>();
        for (String file : files) {
            Trace trace = read(file);
            try {
                TracedFiles found = TracedFiles.of(trace, root);
                traced.addAll(found.toKeep(trace.name()));
                found.remarks().forEach(remark -> remarks.add(remark(remark)));
            } catch (IOException e) {
                throw new FailureException(ExitCode.INPUT, RawText.visible(file) + ": " + Messages.reason(e), e);
            }
        }
        return files.isEmpty()
                ? request
                : request.withTraced(traced).withHidden(request.hidden().besides(remarks));
    }

    private static Finding remark(String line) {
        return new Finding("trace", Finding.Level.REMARK, line, List.of(), List.of(), Optional.empty());
    }
}
