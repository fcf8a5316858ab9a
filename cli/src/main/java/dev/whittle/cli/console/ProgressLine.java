package dev.whittle.cli.console;

import dev.whittle.bytes.RawText;
import java.io.Closeable;
import java.io.IOException;

/** How far a long work has come, on one line that is written again and again. */
public final class ProgressLine implements Closeable {
    private static final long FIRST_AFTER_NANOS = 1_000_000_000L;
    private static final long EVERY_NANOS = 200_000_000L;

    private final Console console;
    private final boolean shown;
    private final String what;
    private long next;
    private boolean written;

    /** @param shown whether anyone wants to see it; else nothing is ever written */
    public ProgressLine(Console console, boolean shown, String what) {
        this.console = console;
        this.shown = shown;
        this.what = what;
        this.next = System.nanoTime() + FIRST_AFTER_NANOS;
    }

    public void update(long done, long total) {
        long now = System.nanoTime();
        if (!shown || now - next < 0) {
            return;
        }
        next = now + EVERY_NANOS;
        written = true;
        long percent = total == 0 ? 100 : done * 100 / total;
        show("\r" + what + ": " + Sizes.human(done) + " of " + Sizes.human(total) + " (" + percent + "%)\033[K");
    }

    @Override
    public void close() {
        if (written) {
            show("\r\033[K");
        }
    }

    private void show(String raw) {
        try {
            console.environment().err().write(RawText.bytes(raw));
            console.environment().err().flush();
        } catch (IOException e) {
            return; // nobody watches any more
        }
    }
}
