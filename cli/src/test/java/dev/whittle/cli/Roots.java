package dev.whittle.cli;

import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.Tree;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Small roots that several tests share. */
final class Roots {
    private static final String MUSL = "/lib/ld-musl-x86_64.so.1";

    private Roots() {}

    /** A musl root: {@code /bin/app} needs libone, which needs libtwo; {@code /bin/broken} needs a missing library. */
    static Tree musl(Path directory) throws IOException {
        return Tree.at(directory)
                .elf(MUSL, ElfBuilder.x86_64().soname("libc.musl-x86_64.so.1"))
                .elf(
                        "/usr/lib/libone.so.1.2",
                        ElfBuilder.x86_64().soname("libone.so.1").needed("libtwo.so.2"))
                .link("/usr/lib/libone.so.1", "libone.so.1.2")
                .elf("/usr/lib/libtwo.so.2", ElfBuilder.x86_64().soname("libtwo.so.2"))
                .elf("/bin/app", program().needed("libone.so.1"))
                .elf("/bin/broken", program().needed("libgone.so.9"))
                .file("/etc/app.conf", "colour=blue\n");
    }

    /** A program for x86-64 and musl. */
    static ElfBuilder program() {
        return ElfBuilder.x86_64().interpreter(MUSL);
    }

    /** A big-endian root: nothing in it can run on a test machine. */
    static Tree foreign(Path directory) throws IOException {
        return Tree.at(directory)
                .elf("/lib/ld-musl-s390x.so.1", s390x().soname("libc.musl-s390x.so.1"))
                .elf("/usr/lib/libone.so.1", s390x().soname("libone.so.1"))
                .elf("/bin/app", s390x().interpreter("/lib/ld-musl-s390x.so.1").needed("libone.so.1"));
    }

    private static ElfBuilder s390x() {
        return ElfBuilder.of(64, ByteOrder.BIG_ENDIAN, ElfBuilder.EM_S390);
    }
}
