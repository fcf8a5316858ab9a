package dev.whittle.tar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** Writes one archive with every kind of entry to standard output. */
final class TarWriterProbe {
    private TarWriterProbe() {}

    public static void main(String[] arguments) throws IOException {
        System.out.write(archive());
        System.out.flush();
    }

    static byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarMeta meta = new TarMeta(0644, 3, 4_294_967_294L, -5, Map.of());
        try (TarWriter tar = new TarWriter(bytes)) {
            tar.directory("caf\u00c3\u00a9", meta);
            try (OutputStream file = tar.file(
                    "f\u00ff/" + "n".repeat(120),
                    new TarMeta(04755, 0, 0, 1, Map.of("user.\u00e9", new byte[] {(byte) 0xFE, 0})),
                    3)) {
                file.write(new byte[] {1, (byte) 0x80, 3});
            }
            tar.hardLink("h", meta, "f");
            tar.symbolicLink("l", meta, "\u00e9");
            tar.device("c", meta, false, 1, 3);
            tar.device("b", meta, true, 8, 1);
            tar.fifo("p", meta);
            tar.file("e", meta, 0).close();
        }
        return bytes.toByteArray();
    }
}
