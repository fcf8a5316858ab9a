package dev.whittle.cli;

/** Exit codes for scripts. If several apply, the highest is used. */
public final class ExitCode {
    public static final int DONE = 0;
    /** Success, but something is missing, fatal or of the wrong version. */
    public static final int FINDINGS = 1;

    public static final int USAGE = 2;
    /** Input cannot be read. */
    public static final int INPUT = 3;
    /** Output cannot be written. */
    public static final int OUTPUT = 4;
    /** A bug: EX_SOFTWARE of sysexits.h. */
    public static final int INTERNAL = 70;
    /** Standard output was closed by its reader: the code that a shell reports for SIGPIPE. */
    public static final int CLOSED_OUTPUT = 141;

    private ExitCode() {}
}
