package dev.whittle.cli.command;

import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.ProgressLine;
import dev.whittle.cli.console.Sizes;
import dev.whittle.cli.options.CommonOptions;
import dev.whittle.trial.Missing;
import dev.whittle.trial.Ticker;
import dev.whittle.trial.Trial;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Waits, and shows meanwhile what for. */
final class TryProgress implements Trial.Steps, Ticker, Closeable {
    private static final int SHOWN = 3;

    private final Console console;
    private final CommonOptions common;
    private final long limitMillis;
    private ProgressLine line;
    private long start;

    TryProgress(Console console, CommonOptions common, long limitMillis) {
        this.console = console;
        this.common = common;
        this.limitMillis = limitMillis;
        this.line = new ProgressLine(console, false, "");
    }

    @Override
    public void next(String subject) {
        line.close();
        line = new ProgressLine(console, common.showsProgress(console), subject);
        start = millis();
        if (common.verbose()) {
            console.tell(subject);
        }
    }

    @Override
    public void mends(int round, List<Missing> missing) {
        line.close();
        if (common.quiet()) {
            return;
        }
        List<String> shown = missing.stream()
                .limit(SHOWN)
                .map(each -> each.path().toString())
                .toList();
        int more = missing.size() - shown.size();
        console.tell("round " + round + ": they differ; kept in the next: " + String.join(", ", shown)
                + (more > 0 ? " and " + Sizes.count(more, "other") : ""));
    }

    @Override
    public long millis() {
        return System.nanoTime() / 1_000_000;
    }

    @Override
    public void pause(long millis) throws IOException {
        line.part(Math.min(millis() - start, limitMillis), limitMillis);
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        line.close();
    }
}
