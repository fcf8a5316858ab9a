package dev.whittle.cli.options;

import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.ProgressLine;
import dev.whittle.source.LayerProgress;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of reading while the caller waits: layers are also hashed in the background, while another line is
 * shown.
 */
final class ReadingProgress implements LayerProgress {
    private final Console console;
    private final boolean shown;
    private @Nullable ProgressLine line;

    ReadingProgress(Console console, boolean shown) {
        this.console = console;
        this.shown = shown;
    }

    synchronized void show() {
        line = new ProgressLine(console, shown, "reading");
    }

    synchronized void hide() {
        if (line != null) {
            line.close();
            line = null;
        }
    }

    @Override
    public synchronized void update(long done, long total, String layer) {
        if (line != null) {
            line.update(done, total, layer);
        }
    }
}
