package dev.whittle.resolve;

import java.util.Optional;

/** An entry of glibc's list of objects. A name that was not found gets one too, each time it is asked for. */
final class LoadItem {
    final String name;
    final Optional<LoadedObject> object;

    /** Whether its dependencies were loaded, or are being. */
    boolean done;

    /** Whether it stands before the program in load order, where the loader does not look. */
    boolean lost;

    /** Whether the walk through search order has left it behind. */
    boolean passed;

    /** The object before which it was put as a filtee last; itself if before none. */
    LoadItem owner = this;

    LoadItem(String name, Optional<LoadedObject> object) {
        this.name = name;
        this.object = object;
    }
}
