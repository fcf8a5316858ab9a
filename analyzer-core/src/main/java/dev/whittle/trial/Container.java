package dev.whittle.trial;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/** A container of an engine, from its making to its end. Closing it removes it with its volumes, whatever it does. All text is raw. */
public interface Container extends Closeable {
    /**
     * What the engine knows of it.
     *
     * @param running whether its first process runs
     * @param exitCode of its first process, if that has ended
     * @param outOfMemory whether the kernel ended it for want of memory
     * @param command its program and arguments
     * @param health the engine's word for it, such as "starting"; empty without a health check
     * @param healthSaid what the last health check printed
     */
    record State(
            boolean running,
            int exitCode,
            boolean outOfMemory,
            List<String> command,
            Optional<String> health,
            String healthSaid) {
        public State {
            command = List.copyOf(command);
        }
    }

    /**
     * What a question was answered.
     *
     * @param exitCode 124 if there was no answer in time, as timeout(1) has it
     * @param out standard output
     * @param err standard error
     */
    record Answer(int exitCode, String out, String err) {}

    /** @throws RefusedException if the engine does not start it */
    void start() throws IOException, RefusedException;

    State state() throws IOException;

    /**
     * What it has written so far to its standard output and its standard error, up to a bound.
     *
     * @param whole whether to wait until all is there that it wrote before it ended
     */
    String output(boolean whole) throws IOException;

    /** {@code 80/tcp}: what is listened on in its network now; empty if this machine cannot see it. */
    Optional<NavigableSet<String>> ports() throws IOException;

    /** Asks a shell command of the host, seen from the container's network where that is one of its own. */
    Answer ask(String command, int seconds) throws IOException;

    /** Sends its stop signal, and kills it if it has not ended then. */
    void stop(int seconds) throws IOException;

    /** Unpacks a tar in one of its directories, before it is started. */
    void put(byte[] tar, String directory) throws IOException;

    /**
     * One of its files, as a tar; empty if it has none.
     *
     * @throws IOException if it is larger than so many bytes
     */
    Optional<byte[]> get(String file, int maxBytes) throws IOException;
}
