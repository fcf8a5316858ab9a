package dev.whittle.discover.evidence;

/** Properties of a Go program: its function table names every function, and survives stripping. */
public final class GoProgram {
    private static final StringExtractor<Boolean> HAS_BUILD_INFO =
            strings -> strings.stream().anyMatch(string -> string.contains("Go buildinf:"));

    private GoProgram() {}

    public static boolean is(Context context, Context.Elf elf) {
        return elf.facts().notes().stream().anyMatch(note -> note.owner().equals("Go"))
                || (elf.isProgram() && context.read(elf, HAS_BUILD_INFO));
    }

    /** @param function prefix of a function's name with its package: {@code crypto/x509.} */
    public static boolean uses(Context context, Context.Elf elf, String function) {
        return is(context, elf) && context.strings(elf).stream().anyMatch(string -> string.startsWith(function));
    }
}
