package dev.whittle.trace;

import dev.whittle.bytes.RawText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads the lines of a test as a trace. */
final class Traces {
    private Traces() {}

    static Trace read(String... lines) {
        return read(Optional.empty(), lines);
    }

    static Trace read(Optional<String> workingDirectory, String... lines) {
        try {
            byte[] text = RawText.bytes(String.join("\n", lines) + "\n");
            return TraceReader.read(new ByteArrayInputStream(text), "t", workingDirectory);
        } catch (IOException | BadTraceException e) {
            throw new AssertionError(e);
        }
    }

    /** {@code opened /etc/x}, in the order of the trace. */
    static List<String> shown(Trace trace) {
        return trace.accesses().stream()
                .map(access ->
                        access.kind() + " " + (access.within().isEmpty() ? "" : access.within() + ":") + access.path())
                .toList();
    }

    static List<String> of(String... lines) {
        return shown(read(lines));
    }
}
