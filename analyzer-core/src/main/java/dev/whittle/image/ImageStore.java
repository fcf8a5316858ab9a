package dev.whittle.image;

import java.util.Optional;

/** Stores of images that a program of the host keeps, and lets in and out as archives. */
public enum ImageStore {
    /** Docker's own, or whatever answers to its commands. */
    DOCKER("docker-daemon", false),

    /** What podman, buildah and CRI-O share: containers-storage.conf(5). */
    CONTAINERS_STORAGE("containers-storage", false),

    /** containerd's, in the namespace that CONTAINERD_NAMESPACE names. */
    CONTAINERD("containerd", true);

    private final String kind;
    private final boolean takesIndexes;

    ImageStore(String kind, boolean takesIndexes) {
        this.kind = kind;
        this.takesIndexes = takesIndexes;
    }

    /** As it is called in front of a name, without the colon. */
    public String kind() {
        return kind;
    }

    /** Whether it has images of several platforms under one name. */
    public boolean takesIndexes() {
        return takesIndexes;
    }

    public static Optional<ImageStore> of(String kind) {
        for (ImageStore store : values()) {
            if (store.kind.equals(kind)) {
                return Optional.of(store);
            }
        }
        return Optional.empty();
    }
}
