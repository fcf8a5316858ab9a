package dev.whittle.elf;

/** One name in the dynamic table that a loader acts on, in table order. */
public record Dependency(Kind kind, String name) {
    public enum Kind {
        /** DT_NEEDED. */
        NEEDED,
        /** DT_AUXILIARY: loaded before its owner; may be missing. */
        AUXILIARY,
        /** DT_FILTER: loaded before its owner; must exist. */
        FILTER
    }
}
