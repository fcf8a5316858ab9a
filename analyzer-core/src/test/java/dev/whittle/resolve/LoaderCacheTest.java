package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.ldcache.CacheRow;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.LdCacheBuilder;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The caches that the loaders of a root read, for writing a subset. */
class LoaderCacheTest {
    private static final String SYSTEM = "/lib/x86_64-linux-gnu/liby.so";
    private static final int I386 = 0x0003;
    private static final int OTHER = 0x0a03;

    private Scene scene;

    @BeforeEach
    void aRootWithACache(@TempDir Path root) throws Exception {
        scene = Scene.glibc(root)
                .elf("/bin/app", program())
                .libraries("/opt/libx.so", SYSTEM, "/opt/liby.so")
                .file(
                        "/etc/ld.so.cache",
                        LdCacheBuilder.littleEndian()
                                .entry("liby.so", SYSTEM)
                                .entry(I386, "liby.so", "/opt/liby.so")
                                .entry("libx.so", "/opt/libx.so")
                                .entry(OTHER, "libx.so", "/opt/libx.so")
                                .build());
    }

    @Test
    void none_is_known_before_a_loader_was_asked() throws Exception {
        assertThat(scene.resolver().loaderCaches()).isEmpty();
    }

    @Test
    void one_is_known_by_its_real_place_with_all_its_rows() throws Exception {
        scene.link("/bin/etc", "../etc").link("/lib64/etc", "../etc");
        LoaderCache cache = caches("/bin/app").get(0);
        assertThat(cache.file()).isEqualTo(RootPath.of("/etc/ld.so.cache"));
        assertThat(cache.rows())
                .extracting(CacheRow::path)
                .containsExactly(SYSTEM, "/opt/liby.so", "/opt/libx.so", "/opt/libx.so");
    }

    @Test
    void an_entry_is_found_here_alone_unless_the_system_directories_have_the_same_file_first() throws Exception {
        LoaderCache cache = caches("/bin/app").get(0);
        List<CacheRow> rows = cache.rows();
        assertThat(cache.isOnlyHere(rows.get(2), RootPath.of("/opt/libx.so"))).isTrue();
        assertThat(cache.isOnlyHere(rows.get(0), RootPath.of(SYSTEM))).isFalse();
        assertThat(cache.isOnlyHere(rows.get(0), RootPath.of("/opt/liby.so")))
                .as("another file of that name comes first there")
                .isTrue();
    }

    @Test
    void an_entry_that_no_loader_takes_is_found_nowhere() throws Exception {
        LoaderCache cache = caches("/bin/app").get(0);
        assertThat(cache.isOnlyHere(cache.rows().get(3), RootPath.of("/opt/libx.so")))
                .isFalse();
        assertThat(cache.isOnlyHere(cache.rows().get(1), RootPath.of("/opt/liby.so")))
                .isFalse();
    }

    @Test
    void a_cache_that_two_loaders_read_is_one() throws Exception {
        ElfBuilder i386 = ElfBuilder.of(32, ByteOrder.LITTLE_ENDIAN, ElfBuilder.EM_386);
        scene.elf("/bin/app32", i386.interpreter("/lib/ld-linux.so.2"));
        List<LoaderCache> caches = caches("/bin/app", "/bin/app32");
        assertThat(caches).hasSize(1);
        CacheRow row = caches.get(0).rows().get(1);
        assertThat(caches.get(0).isOnlyHere(row, RootPath.of("/opt/liby.so"))).isTrue();
    }

    @Test
    void a_part_of_it_is_written_as_a_whole_one() throws Exception {
        LoaderCache cache = caches("/bin/app").get(0);
        byte[] part = cache.with(Set.of(cache.rows().get(2)));
        assertThat(Scene.cacheEntries(part, ByteOrder.LITTLE_ENDIAN)).containsExactly("libx.so => /opt/libx.so");
    }

    @Test
    void what_is_no_cache_or_too_long_to_be_one_is_none() throws Exception {
        scene.file("/etc/ld.so.cache", "no cache");
        assertThat(caches("/bin/app")).isEmpty();
        LdCacheBuilder many = LdCacheBuilder.littleEndian();
        IntStream.range(0, 200_001).forEach(i -> many.entryAtOffset(0, ""));
        scene.file("/etc/ld.so.cache", many.build());
        assertThat(caches("/bin/app")).isEmpty();
    }

    private List<LoaderCache> caches(String... programs) throws Exception {
        Resolver resolver = scene.resolver();
        for (String program : programs) {
            assertThat(resolver.resolve(resolver.open(RootPath.of(program)), scene.options())
                            .program())
                    .isNotNull();
        }
        return resolver.loaderCaches();
    }
}
