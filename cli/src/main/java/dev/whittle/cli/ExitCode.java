package dev.whittle.cli;

/** What a caller's script can rely on. The highest of several wins. */
public final class ExitCode {
    public static final int DONE = 0;
    /** Done, and something is missing, fatal or of the wrong version. */
    public static final int FINDINGS = 1;

    public static final int USAGE = 2;
    /** Input that cannot be read. */
    public static final int INPUT = 3;
    /** Output that cannot be written. */
    public static final int OUTPUT = 4;
    /** A bug: EX_SOFTWARE of sysexits.h. */
    public static final int INTERNAL = 70;
    /** Standard output was closed by its reader: what a shell reports of SIGPIPE. */
    public static final int CLOSED_OUTPUT = 141;

    private ExitCode() {}
}
