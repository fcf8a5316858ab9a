package dev.whittle.cli.options;

import dev.whittle.cli.console.FailureException;
import dev.whittle.source.Source;
import java.io.Closeable;

/** A source whose layers are checked while it is read. Nothing may come of it before {@link #confirm}. */
public final class CheckedSource implements Closeable {
    private final Source source;
    private final Check check;

    CheckedSource(Source source, Check check) {
        this.source = source;
        this.check = check;
    }

    /** Ends when the check has. */
    interface Check {
        Source run() throws FailureException;
    }

    public Source source() {
        return source;
    }

    /** Waits until all of it is checked; fails if it is damaged. */
    public void confirm() throws FailureException {
        check.run();
    }

    @Override
    public void close() {
        source.close();
    }
}
