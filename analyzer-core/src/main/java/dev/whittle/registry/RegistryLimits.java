package dev.whittle.registry;

import java.time.Duration;

/**
 * How long a registry is waited for, and how often it is asked again.
 *
 * @param connect until a connection stands
 * @param idle without a byte, of an answer or taken of an upload
 * @param tries of one request that fails for a reason that may pass, and of a transfer that gets no further
 * @param firstWait before the second try; each next one is twice as long
 * @param longestWait that a registry may ask for (429 with Retry-After); one that asks for more is not waited for
 */
public record RegistryLimits(Duration connect, Duration idle, int tries, Duration firstWait, Duration longestWait) {
    public static final RegistryLimits DEFAULT = new RegistryLimits(
            Duration.ofSeconds(20), Duration.ofSeconds(60), 5, Duration.ofMillis(500), Duration.ofMinutes(2));

    /** As browsers do. */
    static final int REDIRECTS = 10;

    /** Cuts of one blob that are followed by some more bytes: on a line that breaks every few megabytes, a gigabyte. */
    static final int RESUMES = 200;

    /** A manifest or an index; registries take 4 MiB. */
    static final int DOCUMENT = 8 << 20;

    /** An error, a token, a list of tags. */
    static final int ANSWER = 1 << 20;

    Duration wait(int tried) {
        Duration wait = firstWait.multipliedBy(1L << Math.min(tried, 10));
        return wait.compareTo(longestWait) < 0 ? wait : longestWait;
    }
}
