package dev.whittle.trial;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * A container of an engine, from creation to removal. Closing it removes it with its volumes, in any state. All text is
 * raw.
 */
public interface Container extends Closeable {
    /**
     * The engine's state of it.
     *
     * @param running whether its first process runs
     * @param exitCode of its first process, if that has ended
     * @param outOfMemory whether the kernel killed it because of its memory limit
     * @param command its program and arguments
     * @param health the engine's term, such as "starting"; empty without a health check
     * @param healthSaid output of the last health check
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
     * The answer to a question.
     *
     * @param exitCode 124 on a timeout, as in timeout(1)
     * @param out standard output
     * @param err standard error
     */
    record Answer(int exitCode, String out, String err) {}

    /** @throws RefusedException if the engine does not start it */
    void start() throws IOException, RefusedException;

    State state() throws IOException;

    /**
     * Its standard output and standard error so far, up to a limit.
     *
     * @param whole whether to wait for everything that it wrote before it ended
     */
    String output(boolean whole) throws IOException;

    /** {@code 80/tcp}: the ports open in its network; empty if this machine cannot see it. */
    Optional<NavigableSet<String>> ports() throws IOException;

    /** Runs a shell command of the host, in the container's network if it has its own. */
    Answer ask(String command, int seconds) throws IOException;

    /** Sends its stop signal, and kills it if it does not end in time. */
    void stop(int seconds) throws IOException;

    /** Unpacks a tar in one of its directories, before it is started. */
    void put(byte[] tar, String directory) throws IOException;

    /**
     * One of its files, as a tar; empty if it does not exist.
     *
     * @throws IOException if it is larger than the given number of bytes
     */
    Optional<byte[]> get(String file, int maxBytes) throws IOException;
}
