package dev.whittle.resolve.load;

import java.util.List;

/** The result of one request. */
public sealed interface Outcome {
    /**
     * @param first whether this request loaded it; otherwise it was already in the process
     * @param path raw, as this request opened it: another link to a loaded file must also exist
     */
    record Found(LoadedObject object, boolean first, String path) implements Outcome {
        public Found(LoadedObject object, boolean first) {
            this(object, first, object.path());
        }
    }

    /** @param attempts every place tried, in order, and why nothing there was accepted */
    record Missing(List<Attempt> attempts) implements Outcome {
        public Missing {
            attempts = List.copyOf(attempts);
        }
    }

    /**
     * A file that a loader accepts and then exits because of; it does not search further.
     *
     * @param path raw, as opened
     * @param reason in the loader's words if it has a message
     * @param always whether it is fatal even if the program could do without the file
     */
    record Fatal(String path, String reason, Place place, List<Attempt> attempts, boolean always) implements Outcome {
        public Fatal {
            attempts = List.copyOf(attempts);
        }

        public Fatal(String path, String reason, Place place, List<Attempt> attempts) {
            this(path, reason, place, attempts, false);
        }
    }
}
