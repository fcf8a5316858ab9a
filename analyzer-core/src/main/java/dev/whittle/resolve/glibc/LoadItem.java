package dev.whittle.resolve.glibc;

import dev.whittle.resolve.load.LoadedObject;
import java.util.Optional;

/** An entry of glibc's list of objects. A missing name has an entry too, for each request. */
final class LoadItem {
    final String name;
    final Optional<LoadedObject> object;

    /** Whether its dependencies were loaded, or are being loaded. */
    boolean done;

    /** Whether it is before the program in load order, where the loader does not look. */
    boolean lost;

    /** Whether the walk through search order has passed it. */
    boolean passed;

    /** The object before which it was last put as a filtee; itself if there is none. */
    LoadItem owner = this;

    LoadItem(String name, Optional<LoadedObject> object) {
        this.name = name;
        this.object = object;
    }
}
