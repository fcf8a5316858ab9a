package dev.whittle.resolve;

import java.util.List;

/** What became of one name that an object asked for. */
public sealed interface Outcome {
    /** @param first whether this request loaded it; else it was in the process already */
    record Found(LoadedObject object, boolean first) implements Outcome {}

    /** @param attempts every place looked at, in order, and why nothing there was taken */
    record Missing(List<Attempt> attempts) implements Outcome {
        public Missing {
            attempts = List.copyOf(attempts);
        }
    }

    /**
     * A file that a loader takes and then dies of; it does not look further.
     *
     * @param path raw, as opened
     * @param reason in the loader's words where it has some
     */
    record Fatal(String path, String reason, Place place, List<Attempt> attempts) implements Outcome {
        public Fatal {
            attempts = List.copyOf(attempts);
        }
    }
}
