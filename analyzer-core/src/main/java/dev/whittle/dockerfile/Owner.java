package dev.whittle.dockerfile;

import dev.whittle.rootfs.Attributes;

/** Numeric, since an image from scratch has no names when COPY runs. */
public record Owner(long uid, long gid) {
    static final Owner ROOT = new Owner(0, 0);

    static Owner of(Attributes attributes) {
        return new Owner(attributes.uid(), attributes.gid());
    }

    boolean isRoot() {
        return equals(ROOT);
    }

    @Override
    public String toString() {
        return uid + ":" + gid;
    }
}
