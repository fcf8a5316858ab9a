package dev.whittle.trial;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** An engine that makes containers, with the options of this trial. */
public interface Containers {
    /**
     * How a container is made other than its image says.
     *
     * @param entrypoint program of the container
     * @param arguments behind it
     * @param options of the engine's {@code create}
     */
    record Change(Optional<String> entrypoint, List<String> arguments, List<String> options) {
        public static final Change NONE = new Change(Optional.empty(), List.of(), List.of());

        public Change {
            options = List.copyOf(options);
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * Makes a container, and does not start it.
     *
     * @throws RefusedException if the engine does not make it
     */
    Container create(String image, Change change) throws IOException, RefusedException;
}
