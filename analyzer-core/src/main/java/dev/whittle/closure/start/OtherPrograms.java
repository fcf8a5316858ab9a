package dev.whittle.closure.start;

import dev.whittle.bytes.ByteSource;
import dev.whittle.elf.BadElfException;
import dev.whittle.elf.ElfReader;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.util.Collections;
import java.util.Set;

/**
 * Whether a program may start another that its arguments name. A script may, and so may a program that imports such a
 * function of its C library. A static program does not tell.
 */
final class OtherPrograms {
    private static final Set<String> STARTERS = Set.of(
            "execl",
            "execle",
            "execlp",
            "execv",
            "execve",
            "execveat",
            "execvp",
            "execvpe",
            "fexecve",
            "posix_spawn",
            "posix_spawnp");

    private final RootFs root;

    OtherPrograms(RootFs root) {
        this.root = root;
    }

    boolean mayBeStartedBy(ProgramSearch.Named program) throws IOException {
        try (ByteSource content = root.open(program.realPath())) {
            Set<String> imports = ElfReader.imports(program.path().raw(), content);
            return imports.isEmpty() || !Collections.disjoint(imports, STARTERS);
        } catch (BadElfException e) {
            return true;
        }
    }
}
