package dev.whittle.sbom;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * The Maven artifacts in a Java archive: each has {@code META-INF/maven/GROUP/ARTIFACT/pom.properties}, in the archive
 * itself or in a nested one, as in archives of whole applications.
 */
final class JavaArtifacts {
    private static final int MAX_DEPTH = 2;
    private static final int MAX_ENTRIES = 200_000;
    private static final int MAX_PROPERTIES = 64 << 10;

    /** Limit for the decompressed bytes of one archive. */
    private static final long MAX_BYTES = 512L << 20;

    private final List<Module> found = new ArrayList<>();
    private long left = MAX_BYTES;
    private int entries;

    private JavaArtifacts() {}

    static boolean isArchive(String name) {
        return name.endsWith(".jar") || name.endsWith(".war") || name.endsWith(".ear");
    }

    /** Those that can be read; an archive that is damaged or too large ends early. */
    static List<Module> of(ByteSource content) throws IOException {
        JavaArtifacts artifacts = new JavaArtifacts();
        try {
            artifacts.read(content.stream(), 0);
        } catch (ZipException | IllegalArgumentException | java.io.EOFException e) {
            return artifacts.found; // not an archive, or names in an unknown encoding
        }
        return artifacts.found;
    }

    private void read(InputStream in, int depth) throws IOException {
        @SuppressWarnings("resource") // the outer archive continues
        ZipInputStream zip = new ZipInputStream(in, java.nio.charset.StandardCharsets.ISO_8859_1);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (++entries > MAX_ENTRIES || left <= 0) {
                return;
            }
            Counted counted = new Counted(zip);
            String name = entry.getName();
            if (name.startsWith("META-INF/maven/") && name.endsWith("/pom.properties")) {
                add(RawText.of(counted.readNBytes(MAX_PROPERTIES)));
            } else if (depth < MAX_DEPTH && isArchive(name)) {
                read(counted, depth + 1);
            }
            counted.skipNBytesLeft();
        }
    }

    private void add(String text) {
        Map<String, String> values = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                values.put(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
        }
        String group = values.getOrDefault("groupId", "");
        String artifact = values.getOrDefault("artifactId", "");
        if (!group.isEmpty() && !artifact.isEmpty()) {
            found.add(new Module("maven", group, artifact, values.getOrDefault("version", "")));
        }
    }

    /** Decompressed bytes count. */
    private final class Counted extends FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = left <= 0 ? -1 : in.read(target, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }

        void skipNBytesLeft() throws IOException {
            byte[] buffer = new byte[8192];
            while (read(buffer, 0, buffer.length) >= 0) {
                // to the entry's end
            }
        }

        @Override
        public void close() {}
    }
}
