package dev.whittle.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.Node;
import dev.whittle.source.DirectoryRoot;
import dev.whittle.testdata.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same input gives the same bytes. */
class SameBytesTest {
    static List<Compression> compressions() {
        return List.of(
                Compression.NONE,
                Compression.GZIP,
                Compression.ZSTD,
                new Compression(Compression.Method.GZIP, 1),
                new Compression(Compression.Method.GZIP, 9),
                new Compression(Compression.Method.ZSTD, 19));
    }

    @ParameterizedTest
    @MethodSource("compressions")
    void whatever_the_time_zone_and_language(Compression compression) throws IOException {
        byte[] here = Layers.of(root(), OptionalLong.of(1L << 31), compression);
        TimeZone zone = TimeZone.getDefault();
        Locale locale = Locale.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(Layers.of(root(), OptionalLong.of(1L << 31), compression))
                    .isEqualTo(here);
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(Layers.of(root(), OptionalLong.of(1L << 31), compression))
                    .isEqualTo(here);
        } finally {
            TimeZone.setDefault(zone);
            Locale.setDefault(locale);
        }
    }

    @Test
    void whatever_the_directory_and_the_order_of_making(@TempDir Path one, @TempDir Path two) throws IOException {
        Tree first =
                Tree.at(one).file("/a", "a").file("/b/c", "c").link("/l", "a").hardLink("/h", "/a");
        Tree second =
                Tree.at(two).file("/b/c", "c").link("/l", "a").file("/h", "a").hardLink("/a", "/h");
        for (Tree tree : List.of(first, second)) {
            for (String path : new String[] {"a", "b/c", "b", ""}) {
                Files.setLastModifiedTime(tree.path("/" + path), FileTime.from(Instant.ofEpochSecond(1_000_000)));
            }
        }
        // Java cannot set the time of a link, so the epoch makes all times equal.
        byte[] ours = Layers.of(DirectoryRoot.open(one), OptionalLong.of(1000), Compression.NONE);
        assertThat(Layers.of(DirectoryRoot.open(two), OptionalLong.of(1000), Compression.NONE))
                .isEqualTo(ours);
    }

    private static MemoryRoot root() {
        MemoryRoot root = new MemoryRoot()
                .file("/usr/bin/I\u00c4", "content ".repeat(50_000))
                .link("/bin", "usr/bin")
                .put("/dev/null", new Node.Device(MemoryRoot.DEFAULT, false, 1, 3));
        return root.extendedAttribute("/usr/bin/I\u00c4", "user.I", new byte[] {1})
                .extendedAttribute("/usr/bin/I\u00c4", "user.i", new byte[] {2});
    }
}
