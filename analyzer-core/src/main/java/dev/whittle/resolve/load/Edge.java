package dev.whittle.resolve.load;

import dev.whittle.elf.Dependency;

/**
 * One request of one object.
 *
 * @param name as in the file or the option, raw
 */
public record Edge(LoadedObject requester, Kind kind, String name, Outcome outcome) {
    public enum Kind {
        NEEDED,
        AUXILIARY,
        FILTER,
        /** LD_PRELOAD or /etc/ld.so.preload. */
        PRELOAD,
        /** LD_AUDIT, and DT_AUDIT or DT_DEPAUDIT of the program: loaded in a separate namespace. */
        AUDIT;

        public static Kind of(Dependency.Kind kind) {
            return switch (kind) {
                case NEEDED -> NEEDED;
                case AUXILIARY -> AUXILIARY;
                case FILTER -> FILTER;
            };
        }
    }

    /**
     * Whether its absence stops the program. A missing preload or audit library is a warning; an auxiliary object may
     * be missing.
     */
    public boolean isRequired() {
        return kind == Kind.NEEDED || kind == Kind.FILTER || (outcome instanceof Outcome.Fatal fatal && fatal.always());
    }
}
