package dev.whittle.write;

/** Told how far a long work has come. Called often, so it must be cheap. */
@FunctionalInterface
public interface Progress {
    Progress NONE = (done, total) -> {};

    /** Both in bytes of content. */
    void update(long done, long total);
}
