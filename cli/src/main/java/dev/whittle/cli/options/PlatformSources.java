package dev.whittle.cli.options;

import dev.whittle.cli.console.FailureException;
import dev.whittle.image.Platform;
import dev.whittle.source.Source;
import dev.whittle.source.SourceIndex;
import java.io.Closeable;

/** The images of several platforms that one source has, each opened when its turn comes. */
public final class PlatformSources implements Closeable {
    private final SourceIndex index;
    private final ReadingProgress progress;

    PlatformSources(SourceIndex index, ReadingProgress progress) {
        this.index = index;
        this.progress = progress;
    }

    public SourceIndex index() {
        return index;
    }

    /** Shows the progress of reading, until {@link #hideProgress}. */
    public void showProgress() {
        progress.show();
    }

    public void hideProgress() {
        progress.hide();
    }

    /** Opens an image, checked while it is read. */
    public CheckedSource openAhead(SourceIndex.Member member) throws FailureException {
        return SourceOpener.ahead(index.shown(), progress, () -> index.open(member));
    }

    /** Opens an image, checked. */
    public Source open(SourceIndex.Member member) throws FailureException {
        CheckedSource source = openAhead(member);
        boolean done = false;
        try {
            source.confirm();
            done = true;
            return source.source();
        } finally {
            if (!done) {
                source.close();
            }
        }
    }

    /** This machine's platform, as far as Java tells it. */
    public static Platform machine() {
        return SourceOpener.machine();
    }

    @Override
    public void close() {
        index.close();
    }
}
