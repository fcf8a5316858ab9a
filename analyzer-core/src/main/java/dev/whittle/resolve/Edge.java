package dev.whittle.resolve;

import dev.whittle.elf.Dependency;

/**
 * One request of one object.
 *
 * @param name as it stands in the file or the option, raw
 */
public record Edge(LoadedObject requester, Kind kind, String name, Outcome outcome) {
    public enum Kind {
        NEEDED,
        AUXILIARY,
        FILTER,
        /** LD_PRELOAD or /etc/ld.so.preload. */
        PRELOAD,
        /** LD_AUDIT, and DT_AUDIT or DT_DEPAUDIT of the program: loaded beside it, in a name space of its own. */
        AUDIT;

        static Kind of(Dependency.Kind kind) {
            return switch (kind) {
                case NEEDED -> NEEDED;
                case AUXILIARY -> AUXILIARY;
                case FILTER -> FILTER;
            };
        }
    }

    /** Whether its absence stops the program: a preload or an audit library only warns, an auxiliary
     * object may be missing. */
    public boolean isRequired() {
        return kind == Kind.NEEDED || kind == Kind.FILTER || (outcome instanceof Outcome.Fatal fatal && fatal.always());
    }
}
