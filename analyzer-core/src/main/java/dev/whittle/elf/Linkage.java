package dev.whittle.elf;

/** How a file is run. */
public enum Linkage {
    /** A program that names its loader in PT_INTERP. */
    DYNAMIC,
    /** A program that the kernel starts without a loader. */
    STATIC,
    /** The same, position independent: it has a dynamic table, but relocates itself. */
    STATIC_PIE,
    /** A shared object without an interpreter. */
    LIBRARY,
    /** A relocatable object, a core file: not loadable. */
    NOT_LOADABLE;

    /** Whether a loader is involved. */
    public boolean isLoaded() {
        return this == DYNAMIC || this == LIBRARY;
    }
}
