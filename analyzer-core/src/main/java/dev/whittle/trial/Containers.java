package dev.whittle.trial;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** An engine that creates containers, with the options of this trial. */
public interface Containers {
    /**
     * How a container differs from its image.
     *
     * @param entrypoint program of the container
     * @param arguments of the program
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
     * Creates a container without starting it.
     *
     * @throws RefusedException if the engine fails to create it
     */
    Container create(String image, Change change) throws IOException, RefusedException;
}
