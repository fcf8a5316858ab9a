package dev.whittle.elf;

/** How a file comes to run. */
public enum Linkage {
    /** A program that names its loader in PT_INTERP. */
    DYNAMIC,
    /** A program that the kernel starts alone. */
    STATIC,
    /** The same, position independent: it has a dynamic table, but relocates itself. */
    STATIC_PIE,
    /** A shared object without an interpreter. */
    LIBRARY,
    /** A relocatable object, a core file: nothing that is loaded. */
    NOT_LOADABLE;

    /** Whether a loader has work to do for it. */
    public boolean isLoaded() {
        return this == DYNAMIC || this == LIBRARY;
    }
}
