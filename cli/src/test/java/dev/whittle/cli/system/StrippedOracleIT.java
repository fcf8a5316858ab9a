package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loaders read program headers only: without a section header table every answer stays the same. */
@Tag("system")
class StrippedOracleIT {
    private static final int FILES = 100;
    private static final int CLASS64 = 2;
    private static final int BIG_ENDIAN = 2;

    @Test
    void nothing_is_read_from_section_headers(@TempDir(factory = InCache.class) Path temp)
            throws IOException, InterruptedException {
        OracleReport report = new OracleReport("oracle-stripped");
        for (String name : new String[] {"debian-bookworm-armhf", "debian-bookworm-s390x", "debian-trixie-amd64"}) {
            Path copy = Files.createDirectory(temp.resolve(name));
            Chroot root = DebianRoot.named(name).copiedWithoutCache(copy);
            GlibcOracle loader = new GlibcOracle(root);
            List<String> all = loader.files("/usr", new Oracle());
            List<String> some = spread(all);
            Map<String, List<String>> before = loader.tell(some);

            // All of them: the libraries that the hundred need as well.
            for (String file : all) {
                strip(root.inside(file));
            }
            Oracle oracle = new Oracle();
            Map<String, List<String>> after = loader.compare(some, oracle);

            report.add(name + ", without section headers", oracle);
            assertThat(some).hasSize(FILES);
            assertThat(after).isEqualTo(before);
        }
        report.write();
        assertThat(report.different()).isEmpty();
    }

    private static List<String> spread(List<String> all) {
        List<String> some = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            some.add(all.get(i * all.size() / FILES));
        }
        return some;
    }

    /** Zeroes e_shoff, e_shnum and e_shstrndx, and the table that they told of. */
    private static void strip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer elf = ByteBuffer.wrap(bytes);
        elf.order(bytes[5] == BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        boolean wide = bytes[4] == CLASS64;
        int sizeAt = wide ? 58 : 46;
        int table = (int) (wide ? elf.getLong(40) : elf.getInt(32));
        int length = elf.getShort(sizeAt) * elf.getShort(sizeAt + 2);
        assertThat(table).as("section headers of %s", file).isPositive();
        Arrays.fill(bytes, table, table + length, (byte) 0);
        Arrays.fill(bytes, wide ? 40 : 32, wide ? 48 : 36, (byte) 0);
        Arrays.fill(bytes, sizeAt + 2, sizeAt + 6, (byte) 0);
        // The root's own file stays.
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        Files.delete(file);
        Files.setPosixFilePermissions(Files.write(file, bytes), mode);
    }
}
