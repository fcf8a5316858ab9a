package dev.whittle.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.ByteSource;
import dev.whittle.elf.ElfReader;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.glibc.GlibcInstallation;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.Walk;
import dev.whittle.testdata.ElfBuilder;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rule 10 of glibc: which strings of a loader are its system directories, its cache, its levels. {@code |} is a NUL.
 */
class LoaderStringsTest {
    /** In read-only data, strings are consecutive, and any byte may precede the first. */
    @ParameterizedTest
    @CsvSource({
        "'|/lib/|', /lib/",
        "'/lib/|', /lib/",
        "'|/lib64/|/usr/lib64/|', /lib64/ /usr/lib64/",
        "'|/lib/|/usr/lib/|/bin/|/opt/lib/|', /lib/ /usr/lib/",
        "'|/lib/|x|/opt/lib/|/usr/lib/|', /opt/lib/ /usr/lib/",
        "'|/lib/|x|/usr/lib/|', /lib/",
        "'|/lib/|/usr/lib/|x|/opt/lib/|', /lib/ /usr/lib/",
        "'|/lib/|/usr/lib/|x|/a/lib/|/b/lib/|', /lib/ /usr/lib/",
        "'| /lib/|', /lib/",
        "'|\u007f/lib/|', /lib/",
        "'|\u0001/lib/|', /lib/",
        "'|\u00ff/lib/|', /lib/",
        "'|/a lib/ /usr/lib/|', /usr/lib/",
        "'|/lib/ |/usr/lib/|', /usr/lib/",
        "'|lib/xlib/|/lib/|', /lib/",
        "'|/gnu/store/lib-2.39/|', /gnu/store/lib-2.39/",
        "'|/lib/lib/lib/|', /lib/lib/lib/",
    })
    void rule_10_the_longest_run_of_directories_that_name_a_lib(String text, String directories) throws Exception {
        GlibcInstallation installation = read(text);
        assertThat(String.join(" ", installation.systemDirectories())).isEqualTo(directories);
        assertThat(installation.assumed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "|lib/|",
                "|lib/lib/|",
                "|!/lib/|",
                "|~/lib/|",
                "|$ORIGIN/lib/|",
                "|/lib|",
                "|/lib64/ld.so|",
                "|/lib/",
                "|/lib/ |",
                "|/bin/|",
                "|libliblib/lib/|",
            })
    void rule_10_what_is_no_directory_of_libraries_is_not_taken_for_one(String text) throws Exception {
        GlibcInstallation installation = read(text);
        assertThat(installation.systemDirectories()).containsExactly("/lib64/", "/usr/lib64/");
        assertThat(installation.assumed()).isTrue();
    }

    @Test
    void sixty_four_directories_are_more_than_any_loader_has() throws Exception {
        for (int count : new int[] {63, 64, 65}) {
            String text =
                    IntStream.range(0, count).mapToObj(i -> "/lib" + i + "/|").collect(Collectors.joining());
            assertThat(read("|" + text).systemDirectories())
                    .hasSize(Math.min(count, 64))
                    .startsWith("/lib0/", "/lib1/");
        }
    }

    @ParameterizedTest
    @CsvSource({"4096, false", "4097, true"})
    void a_string_longer_than_any_path_is_no_directory(int length, boolean assumed) throws Exception {
        String directory = "/lib" + "x".repeat(length - 5) + "/";
        assertThat(directory.length() - Walk.MAX_PATH).isBetween(0, 1);
        assertThat(read("|" + directory + "|").assumed()).isEqualTo(assumed);
        assertThat(read("|/" + "x".repeat(length - 5) + "lib/|").assumed()).isEqualTo(assumed);
    }

    @ParameterizedTest
    @CsvSource({
        "'|/lib/|lib|', lib",
        "'|/lib64/|/usr/lib64/|lib64|', lib64",
        "'|/lib/x86_64-linux-gnu/|lib/x86_64-linux-gnu|lib|', lib/x86_64-linux-gnu",
        "'|/usr/lib/x86_64-linux-gnu/|lib/x86_64-linux-gnu|lib|', lib/x86_64-linux-gnu",
        "'|/usr/lib/|usr/lib|lib|', usr/lib",
        "'|/opt/lib/|lib64|lib|', lib64",
        "'|/opt/lib/|lib|', lib",
        "'|/opt/lib/|', opt/lib",
        "'|/opt/lib/|xlib64|', opt/lib",
        "'|/usr/lib/|', usr/lib",
        "'', lib64",
    })
    void rule_10_lib_is_named_as_the_first_directory_is(String text, String lib) throws Exception {
        assertThat(read(text).lib()).isEqualTo(lib);
    }

    @ParameterizedTest
    @CsvSource({
        "'', /etc/ld.so.cache",
        "'|/opt/etc/ld.so.cache|', /opt/etc/ld.so.cache",
        "'/opt/etc/ld.so.cache|', /opt/etc/ld.so.cache",
        "'|/ld.so.cache|', /ld.so.cache",
        "'|etc/ld.so.cache|/opt/ld.so.cache|', /opt/ld.so.cache",
        "'|/opt/ld.so.cache|/usr/ld.so.cache|', /opt/ld.so.cache",
        "'|/opt/ld.so.cache~|', /etc/ld.so.cache",
        "'|/opt/ld.so.cache', /etc/ld.so.cache",
    })
    void rule_10_the_cache_is_the_first_whole_path_of_that_name(String text, String path) throws Exception {
        assertThat(read(text).cachePath()).isEqualTo(path);
    }

    @Test
    void a_cache_s_path_is_no_longer_than_paths_are() throws Exception {
        String longest = "/" + "x".repeat(Walk.MAX_PATH - 2);
        assertThat(read("|" + longest + "/ld.so.cache|").cachePath()).isEqualTo(longest + "/ld.so.cache");
        assertThat(read("|" + longest + "x/ld.so.cache|").cachePath()).isEqualTo("/etc/ld.so.cache");
    }

    /** sysdeps/x86_64/dl-hwcaps-subdirs.c: one string, since glibc 2.33. */
    @ParameterizedTest
    @CsvSource({
        "'', x86-64-v4 x86-64-v3 x86-64-v2",
        "'|', ''",
        "'|x86-64-v4:x86-64-v3:x86-64-v2|', x86-64-v4 x86-64-v3 x86-64-v2",
        "'x86-64-v3:x86-64-v2|', x86-64-v3 x86-64-v2",
        "'|x86-64-v3:x86-64-v2', ''",
        "'|x86-64-v2|', ''",
        "'|v5:x86-64-v2|x86-64-v4:x86-64-v2|', v5 x86-64-v2",
    })
    void rule_12_the_levels_stand_as_one_string_that_ends_in_the_lowest(String text, String levels) throws Exception {
        assertThat(String.join(" ", read(text).hwcaps())).isEqualTo(levels);
    }

    @ParameterizedTest
    @CsvSource({"256, 2", "257, 0"})
    void a_list_of_levels_has_a_few_hundred_characters_at_most(int length, int levels) throws Exception {
        assertThat(read("|" + "v".repeat(length) + ":x86-64-v2|").hwcaps()).hasSize(levels);
    }

    @Test
    void rule_12_a_machine_without_levels_has_none_whatever_its_loader_says() throws Exception {
        ElfBuilder arm = ElfBuilder.of(64, ByteOrder.LITTLE_ENDIAN, ElfBuilder.EM_AARCH64);
        assertThat(read("|x86-64-v3:x86-64-v2|", arm).hwcaps()).isEmpty();
        assertThat(read("", arm).hwcaps()).isEmpty();
    }

    /** elf/dl-cache.c used hwcap words up to 2.39, and elf/dl-hwcaps.c tls directories up to 2.36. */
    @ParameterizedTest
    @CsvSource({
        "'|tls|', true, true",
        "'|tls|stable release version 2.40.|', true, true",
        "'|stable release version 2.9.|', false, true",
        "'|stable release version 2.39.|', false, true",
        "'|stable release version 2.40.|', false, false",
        "'|development release version 2.41.9000|', false, false",
        "'|release version 2.3|', false, false",
        "'|x|', false, false",
        "'', false, false",
    })
    void rule_12_an_old_loader_knows_the_old_ways(String text, boolean legacy, boolean words) throws Exception {
        GlibcInstallation installation = read(text);
        assertThat(List.of(installation.legacy(), installation.hwcapWords())).containsExactly(legacy, words);
    }

    private static GlibcInstallation read(String text) throws Exception {
        return read(text, ElfBuilder.x86_64());
    }

    private static GlibcInstallation read(String text, ElfBuilder machine) throws Exception {
        MemoryRoot root = new MemoryRoot().file("/ld.so", text.replace('|', '\0'));
        return GlibcInstallation.read(
                root,
                Optional.of(RootPath.of("/ld.so")),
                ElfReader.inspect("x", ByteSource.of(machine.build())).header().orElseThrow());
    }
}
