package dev.whittle.testdata;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A stand-in for a C library's loader: an ELF file with the strings of a real one, and no code. */
public final class FakeLoader {
    public static final String GLIBC_X86_64 = "/lib64/ld-linux-x86-64.so.2";
    public static final String MUSL_X86_64 = "/lib/ld-musl-x86_64.so.1";

    private FakeLoader() {}

    /** As Debian builds glibc 2.37 and later for x86-64. */
    public static byte[] debian() {
        return glibc(
                "lib/x86_64-linux-gnu",
                "x86-64-v4:x86-64-v3:x86-64-v2",
                "/lib/x86_64-linux-gnu/",
                "/usr/lib/x86_64-linux-gnu/",
                "/lib/",
                "/usr/lib/",
                "",
                "/etc/ld.so.cache");
    }

    /** A loader for x86-64 with these strings in order. */
    public static byte[] glibc(String... strings) {
        return with(ElfBuilder.x86_64().soname("ld-linux-x86-64.so.2"), strings);
    }

    public static byte[] musl() {
        return ElfBuilder.x86_64().build();
    }

    public static byte[] with(ElfBuilder elf, String... strings) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(elf.build());
        out.write(0);
        for (String string : List.of(strings)) {
            out.writeBytes((string + "\0").getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toByteArray();
    }
}
