package dev.whittle.write;

import java.io.Closeable;

/** Removes incomplete output: when it is closed, otherwise at the end of the process. */
final class AtExit implements Closeable {
    private final Runnable removal;
    private final Thread cleaner;

    /** @param removal may run twice, and while another thread still adds */
    AtExit(Runnable removal) {
        this.removal = removal;
        this.cleaner = new Thread(removal, "whittle-cleaner");
        Runtime.getRuntime().addShutdownHook(cleaner);
    }

    @Override
    public void close() {
        removal.run();
        try {
            Runtime.getRuntime().removeShutdownHook(cleaner);
        } catch (IllegalStateException e) {
            return; // the process is ending, and the cleaner runs
        }
    }
}
