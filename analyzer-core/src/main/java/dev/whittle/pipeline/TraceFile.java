package dev.whittle.pipeline;

import java.io.IOException;
import java.io.InputStream;

/** A trace of a run: output of strace, or of glibc's loader. */
public interface TraceFile {
    /** What the user calls it, raw. */
    String shown();

    /** Whether it comes from a pipe, so that {@link #shown} is no file's name. */
    boolean isPipe();

    /** Its content; the caller closes it. */
    InputStream open() throws IOException;
}
