package dev.whittle.write;

/** Receives the progress of a long operation. Called often, so it must be cheap. */
@FunctionalInterface
public interface Progress {
    Progress NONE = (done, total) -> {};

    /** Both in bytes of content. */
    void update(long done, long total);
}
