package dev.whittle.pipeline;

import dev.whittle.bytes.RawText;
import dev.whittle.closure.ClosureRequest;
import dev.whittle.closure.Finding;
import dev.whittle.rootfs.RootFs;
import dev.whittle.trace.BadTraceException;
import dev.whittle.trace.Trace;
import dev.whittle.trace.TraceReader;
import dev.whittle.trace.TracedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Loads traces, and adds what they used to a request. */
public final class TraceLoader {
    private final Optional<String> workingDirectory;

    /** @param workingDirectory that the traced command is started in, raw, if that is known: an image says it */
    public TraceLoader(Optional<String> workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    public Trace read(TraceFile file) throws PipelineException {
        try (InputStream in = file.open()) {
            return TraceReader.read(in, file.shown(), workingDirectory);
        } catch (BadTraceException e) {
            throw new PipelineException(
                    PipelineException.Kind.INPUT,
                    RawText.visible(file.shown()) + ": " + e.reason()
                            + "; make a trace with: strace -f -y -e trace=%file -o "
                            + (file.isPipe() ? "FILE" : RawText.visible(file.shown())) + " COMMAND",
                    e);
        } catch (IOException e) {
            throw PipelineException.unreadable(file.shown(), e);
        }
    }

    /** The request, and what these traces used; what they leave open is a remark. */
    public ClosureRequest add(List<TraceFile> files, ClosureRequest request, RootFs root) throws PipelineException {
        List<ClosureRequest.Traced> traced = new ArrayList<>();
        List<Finding> remarks = new ArrayList<>();
        for (TraceFile file : files) {
            Trace trace = read(file);
            try {
                TracedFiles found = TracedFiles.of(trace, root);
                traced.addAll(found.toKeep(trace.name()));
                found.remarks().forEach(remark -> remarks.add(remark(remark)));
            } catch (IOException e) {
                throw PipelineException.unreadable(file.shown(), e);
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
