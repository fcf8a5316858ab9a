package dev.whittle.cli.console;

import java.io.Closeable;
import java.util.function.Supplier;

/** Tells what became of the destination if the process is ended (Ctrl-C, SIGTERM) before this is closed. */
public final class Interruption implements Closeable {
    private final Thread teller;

    /** @param outcome asked when the process ends, of another thread: one line, raw */
    public Interruption(Console console, Supplier<String> outcome) {
        String clear = console.environment().errIsTerminal() ? "\r\033[K" : "";
        this.teller = new Thread(
                () -> {
                    console.write(clear);
                    console.tell("interrupted: " + outcome.get());
                },
                "whittle-interrupted");
        Runtime.getRuntime().addShutdownHook(teller);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(teller);
        } catch (IllegalStateException e) {
            return; // the process is ending, and it tells
        }
    }
}
