package dev.whittle.discover.language;

import java.io.IOException;

/** The readers of compiled code, for the fuzzer. */
public final class CompiledFiles {
    private CompiledFiles() {}

    public static void beam(byte[] content) {
        BeamFile.of(content);
    }

    public static void javaClass(byte[] content) {
        ClassConstants.of(content);
    }

    /** A BEAM file with a call and a literal. */
    public static byte[] beam() throws IOException {
        return BeamTest.code("os", "cmd", true, "df -k", "sort");
    }

    /** A typelib that depends on another one. */
    public static byte[] typelib() {
        return TypelibsTest.typelib("Base-2.0|Gone-1.0", "libpaint.so.0,libgone.so");
    }
}
