package dev.whittle.closure.hidden;

/** What is in a Go program: its function table names every function, and survives stripping. */
final class GoProgram {
    private static final Reading<Boolean> HAS_BUILD_INFO =
            strings -> strings.stream().anyMatch(string -> string.contains("Go buildinf:"));

    private GoProgram() {}

    static boolean is(Scene scene, Scene.Elf elf) {
        return elf.facts().notes().stream().anyMatch(note -> note.owner().equals("Go"))
                || (elf.isProgram() && scene.read(elf, HAS_BUILD_INFO));
    }

    /** @param function the beginning of a function's name with its package: {@code crypto/x509.} */
    static boolean uses(Scene scene, Scene.Elf elf, String function) {
        return is(scene, elf) && scene.strings(elf).stream().anyMatch(string -> string.startsWith(function));
    }
}
