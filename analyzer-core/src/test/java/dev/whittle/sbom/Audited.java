package dev.whittle.sbom;

import dev.whittle.testdata.ElfBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.DeflaterOutputStream;

/** Programs with the section that cargo-auditable writes. */
public final class Audited {
    public static final String JSON = """
            {"packages":[
              {"name":"adler","version":"1.0.2","source":"crates.io"},
              {"name":"cc","version":"1.0.73","source":"crates.io","kind":"build"},
              {"name":"hello","version":"0.1.0","source":"local","dependencies":[0],"root":true}]}
            """;

    private static final String NAMES = "\0.shstrtab\0.dep-v0\0";

    private Audited() {}

    public static byte[] packed(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(plain);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException("memory does not fail", e);
        }
        return out.toByteArray();
    }

    /** A program of 64 bits, with three sections behind it: none, the names, and this one. */
    public static byte[] program(byte[] section) {
        byte[] program = ElfBuilder.x86_64().build();
        int names = program.length;
        int content = names + NAMES.length();
        int headers = content + section.length;
        ByteBuffer file = ByteBuffer.allocate(headers + 3 * 64).order(ByteOrder.LITTLE_ENDIAN);
        file.put(program)
                .put(NAMES.getBytes(StandardCharsets.ISO_8859_1))
                .put(section)
                .put(new byte[64]);
        header(file, 1, names, NAMES.length());
        header(file, 11, content, section.length);
        file.putLong(40, headers)
                .putShort(58, (short) 64)
                .putShort(60, (short) 3)
                .putShort(62, (short) 1);
        return file.array();
    }

    private static void header(ByteBuffer file, int name, long offset, long size) {
        file.putInt(name).putInt(1).putLong(0).putLong(0).putLong(offset).putLong(size);
        file.put(new byte[24]);
    }

    public static byte[] program() {
        return program(packed(JSON.getBytes(StandardCharsets.UTF_8)));
    }
}
