package dev.whittle.resolve;

import java.util.List;

/** What became of one name that an object asked for. */
public sealed interface Outcome {
    /**
     * @param first whether this request loaded it; else it was in the process already
     * @param path raw, as this request opened it: another link to a file that is loaded must be there all the same
     */
    record Found(LoadedObject object, boolean first, String path) implements Outcome {
        Found(LoadedObject object, boolean first) {
            this(object, first, object.path());
        }
    }

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
     * @param always whether it kills the program even if it could do without the file
     */
    record Fatal(String path, String reason, Place place, List<Attempt> attempts, boolean always) implements Outcome {
        public Fatal {
            attempts = List.copyOf(attempts);
        }

        Fatal(String path, String reason, Place place, List<Attempt> attempts) {
            this(path, reason, place, attempts, false);
        }
    }
}
