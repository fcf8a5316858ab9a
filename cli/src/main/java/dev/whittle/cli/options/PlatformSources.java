package dev.whittle.cli.options;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.cli.console.FailureException;
import dev.whittle.image.BadImageException;
import dev.whittle.image.Platform;
import dev.whittle.source.Source;
import dev.whittle.source.SourceIndex;
import java.io.Closeable;
import java.io.IOException;

/** The images of several platforms that one source has, each opened when its turn comes. */
public final class PlatformSources implements Closeable {
    private final SourceIndex index;
    private final Teller teller;

    PlatformSources(SourceIndex index, Teller teller) {
        this.index = index;
        this.teller = teller;
    }

    /** Something that reads a source. */
    public interface Work<T> {
        T run() throws IOException, BadArchiveException, BadImageException;
    }

    /** Turns failures to read into one line. */
    interface Teller {
        <T> T told(Work<T> work) throws FailureException;
    }

    public SourceIndex index() {
        return index;
    }

    /** Runs what reads the source. */
    public <T> T read(Work<T> work) throws FailureException {
        return teller.told(work);
    }

    /** Opens an image, checked while it is read. */
    public CheckedSource openAhead(SourceIndex.Member member) throws FailureException {
        Source source = read(() -> index.open(member));
        return new CheckedSource(
                source,
                () -> read(() -> {
                    source.confirm();
                    return source;
                }));
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
