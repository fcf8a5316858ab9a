package dev.whittle.cli.console;

import dev.whittle.bytes.RawText;
import java.io.Closeable;
import java.io.IOException;

/** The progress and speed of a long operation, on one line that is overwritten. */
public final class ProgressLine implements Closeable {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long EVERY_NANOS = 200_000_000L;

    /** A phase that is over sooner is not worth a line. */
    private static final long SHORT_NANOS = 500_000_000L;

    /** Before that share of the work nobody knows how long the rest takes. */
    private static final double KNOWN = 0.02;

    /** Of a name on the line: with it the line fits eighty columns. */
    private static final int MAX_DETAIL = 24;

    private final Console console;
    private final boolean shown;
    private final String subject;
    private final long start;
    private long next;
    private boolean written;

    /** @param shown whether to show it; if not, nothing is ever written */
    public ProgressLine(Console console, boolean shown, String subject) {
        this.console = console;
        this.shown = shown;
        this.subject = subject;
        this.start = System.nanoTime();
        this.next = start + SHORT_NANOS;
    }

    public void update(long done, long total) {
        update(done, total, "");
    }

    /** For an operation with parts instead of bytes; thread-safe. */
    public synchronized void part(long done, long total) {
        long now = System.nanoTime();
        if (shown && now - next >= 0) {
            next = now + EVERY_NANOS;
            written = true;
            show("\r" + subject + (total <= 0 ? "" : ": " + done * 100 / total + "%" + left(done, total, now))
                    + "\033[K");
        }
    }

    /**
     * @param total 0 if unknown
     * @param detail the current item, raw; shortened
     */
    public void update(long done, long total, String detail) {
        long now = System.nanoTime();
        if (!shown || now - next < 0) {
            return;
        }
        next = now + EVERY_NANOS;
        written = true;
        String of = total <= 0 ? "" : " of " + Sizes.human(total) + " (" + done * 100 / total + "%)";
        long rate = (long) ((double) done * SECOND_NANOS / Math.max(1, now - start));
        show("\r" + subject + ": " + Sizes.human(done) + of + ", " + Sizes.human(rate) + "/s" + left(done, total, now)
                + (detail.isEmpty() ? "" : "  " + shortened(detail)) + "\033[K");
    }

    /** How long the rest takes if it goes on like this; empty if that is not known, or nothing is left. */
    private String left(long done, long total, long now) {
        if (total <= 0 || done < total * KNOWN || done >= total) {
            return "";
        }
        long seconds = Math.round((double) (now - start) / done * (total - done) / SECOND_NANOS);
        return seconds < 1
                ? ""
                : ", " + (seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s") + " left";
    }

    private static String shortened(String detail) {
        String visible = RawText.visible(detail);
        return visible.length() <= MAX_DETAIL ? visible : visible.substring(0, MAX_DETAIL - 3) + "...";
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
            return; // nothing is displayed any more
        }
    }
}
