package dev.whittle.cli.options;

import dev.whittle.cli.console.FailureException;
import dev.whittle.source.Source;
import java.io.Closeable;

/** A source whose layers are checked while it is read. Nothing may be output before {@link #confirm}. */
public final class CheckedSource implements Closeable {
    private final Source source;
    private final Check check;

    CheckedSource(Source source, Check check) {
        this.source = source;
        this.check = check;
    }

    /** Ends when the check has ended. */
    interface Check {
        Source run() throws FailureException;
    }

    public Source source() {
        return source;
    }

    /** Waits until everything is checked; fails if the source is damaged. */
    public void confirm() throws FailureException {
        check.run();
    }

    @Override
    public void close() {
        source.close();
    }
}
