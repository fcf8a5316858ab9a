package dev.whittle.rootfs;

/** One entry of a root. */
public sealed interface Node {
    Attributes attributes();

    record Directory(Attributes attributes) implements Node {}

    /**
     * @param size in bytes
     * @param identity equal for two names of one file (hard links), and different for different files of one root
     */
    record RegularFile(Attributes attributes, long size, Object identity) implements Node {}

    /** @param target as stored in the link, raw */
    record SymbolicLink(Attributes attributes, String target) implements Node {}

    record Device(Attributes attributes, boolean block, int major, int minor) implements Node {}

    record Fifo(Attributes attributes) implements Node {}

    record Socket(Attributes attributes) implements Node {}
}
