package dev.whittle.closure.start;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.rootfs.RootFs;
import dev.whittle.script.Shebang;
import java.io.IOException;
import java.util.Optional;

/** Whether the kernel would execute a file: fs/exec.c, search_binary_handler. */
final class KernelCheck {
    private static final String ELF_MAGIC = "\177ELF";

    private final RootFs root;
    private final ProgramSearch search;

    KernelCheck(RootFs root, ProgramSearch search) {
        this.root = root;
        this.search = search;
    }

    /** Why it would not; empty if it would. */
    Optional<String> problem(ProgramSearch.Named program) throws IOException {
        return problem(program, 0);
    }

    private Optional<String> problem(ProgramSearch.Named program, int depth) throws IOException {
        String head = head(program);
        if (head.equals(ELF_MAGIC)) {
            return Optional.empty();
        }
        Optional<Shebang> line = shebang(program);
        if (line.isEmpty()) {
            return Optional.of(
                    program.path() + ": neither an ELF file nor a script that begins with #! and its interpreter:"
                            + " the kernel refuses to start it");
        }
        if (depth == Shebang.MAX_DEPTH) {
            return Optional.of(
                    program.path() + ": its interpreter is a script of a script, and so on: the kernel refuses");
        }
        Optional<ProgramSearch.Named> interpreter = search.named(line.get().interpreter());
        if (interpreter.isEmpty()) {
            return Optional.of(missing(program, line.get().interpreter(), "in the image"));
        }
        if (!interpreter.get().isProgram()) {
            return Optional.of(missing(program, line.get().interpreter(), "an executable file"));
        }
        Optional<String> command = line.get().envCommand();
        if (command.isPresent() && search.program(command.get()).isEmpty()) {
            return Optional.of(missing(program, command.get(), "in the image's PATH"));
        }
        return problem(interpreter.get(), depth + 1);
    }

    private static String missing(ProgramSearch.Named program, String interpreter, String where) {
        return program.path() + ": its interpreter " + RawText.visible(interpreter) + " is not " + where;
    }

    private String head(ProgramSearch.Named program) throws IOException {
        try (ByteSource content = root.open(program.realPath())) {
            return RawText.of(content.head(ELF_MAGIC.length()));
        }
    }

    private Optional<Shebang> shebang(ProgramSearch.Named program) throws IOException {
        try (ByteSource content = root.open(program.realPath())) {
            return Shebang.of(content);
        }
    }
}
