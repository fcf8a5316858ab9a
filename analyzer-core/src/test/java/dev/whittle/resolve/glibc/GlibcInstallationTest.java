package dev.whittle.resolve.glibc;

import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.Scene;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeLoader;
import dev.whittle.testdata.LdCacheBuilder;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule 10 of glibc: build-time settings of a loader are strings in it. */
class GlibcInstallationTest {
    @Test
    void rule_10_debian_s_system_directories_in_order(@TempDir Path root) throws Exception {
        Scene scene = Scene.glibc(root).elf("/bin/app", program("libx.so"));
        assertThat(scene.attempts("/bin/app"))
                .containsExactly(
                        "/lib/x86_64-linux-gnu/libx.so: no such file",
                        "/usr/lib/x86_64-linux-gnu/libx.so: no such file",
                        "/lib/libx.so: no such file",
                        "/usr/lib/libx.so: no such file");
        assertThat(scene.resolve("/bin/app").remarks()).isEmpty();
    }

    @Test
    void rule_10_fedora_s_directories_and_lib(@TempDir Path root) throws Exception {
        Scene scene = withLoader(root, "lib64", "/lib64/", "/usr/lib64/")
                .elf("/bin/app", program("libx.so", "liby.so").runpath("/opt/$LIB"))
                .libraries("/opt/lib64/libx.so", "/usr/lib64/liby.so");
        assertThat(scene.ldd("/bin/app"))
                .containsExactly("libx.so => /opt/lib64/libx.so", "liby.so => /usr/lib64/liby.so");
    }

    @Test
    void rule_10_directories_under_any_prefix(@TempDir Path root) throws Exception {
        Scene scene = withLoader(root, "lib", "/gnu/store/abc-glibc-2.39/lib/")
                .elf("/bin/app", program("libx.so"))
                .libraries("/gnu/store/abc-glibc-2.39/lib/libx.so", "/lib64/libx.so");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /gnu/store/abc-glibc-2.39/lib/libx.so");
    }

    @Test
    void rule_10_the_cache_may_lie_elsewhere(@TempDir Path root) throws Exception {
        Scene scene = withLoader(root, "/lib64/", "/usr/lib64/", "", "/opt/etc/ld.so.cache")
                .file(
                        "/opt/etc/ld.so.cache",
                        LdCacheBuilder.littleEndian()
                                .entry("libx.so", "/opt/libx.so")
                                .build())
                .elf("/bin/app", program("libx.so"))
                .libraries("/opt/libx.so");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /opt/libx.so");
    }

    @Test
    void rule_10_what_cannot_be_read_is_assumed_and_told(@TempDir Path root) throws Exception {
        Scene scene = withLoader(root).elf("/bin/app", program("libx.so")).libraries("/usr/lib64/libx.so");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /usr/lib64/libx.so");
        assertThat(scene.resolve("/bin/app").remarks())
                .containsExactly(FakeLoader.GLIBC_X86_64
                        + ": its system directories could not be read; assumed /lib64/ /usr/lib64/");
    }

    @Test
    void rule_10_without_a_loader_it_is_assumed_and_told_and_the_program_is_not_complete(@TempDir Path root)
            throws Exception {
        Scene scene = Scene.bare(root).elf("/bin/app", program("libx.so")).libraries("/lib64/libx.so");
        Resolution resolution = scene.resolve("/bin/app");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /lib64/libx.so");
        assertThat(resolution.remarks()).hasSize(1);
        assertThat(resolution.isComplete()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "64, 62, 0, false, lib64",
        "64, 183, 0, false, lib64",
        "64, 22, 0, true, lib64",
        "64, 21, 2, false, lib64",
        "64, 243, 4, false, lib64/lp64d",
        "32, 62, 0, false, libx32",
        "32, 3, 0, false, lib",
        "32, 40, 0x400, false, lib",
    })
    void rule_10_upstream_s_lib_by_machine(
            int bits, int machine, String flags, boolean big, String lib, @TempDir Path root) throws Exception {
        ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        Scene scene = Scene.bare(root)
                .elf(
                        "/bin/app",
                        ElfBuilder.of(bits, order, machine)
                                .flags(Integer.decode(flags))
                                .interpreter("/lib/ld.so")
                                .needed("libx.so")
                                .runpath("/opt/$LIB"))
                .elf(
                        "/opt/" + lib + "/libx.so",
                        ElfBuilder.of(bits, order, machine).flags(Integer.decode(flags)));
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /opt/" + lib + "/libx.so");
    }

    @Test
    void a_loader_through_links_is_read_at_its_real_place(@TempDir Path root) throws Exception {
        Scene scene = Scene.bare(root)
                .loader("/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2", FakeLoader.debian())
                .link("/lib64", "usr/lib64")
                .link("/usr/lib64/ld-linux-x86-64.so.2", "/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2")
                .elf("/bin/app", program());
        assertThat(scene.resolve("/bin/app").interpreter().orElseThrow().realPath())
                .contains(RootPath.of("/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2"));
        assertThat(scene.resolve("/bin/app").remarks()).isEmpty();
    }

    @Test
    void rule_10_strings_of_its_data_come_before_those_of_its_code(@TempDir Path root) throws Exception {
        ElfBuilder elf = ElfBuilder.x86_64().soname("ld-linux-x86-64.so.2").data("/lib64/\0/usr/lib64/");
        byte[] loader = FakeLoader.with(elf, "/opt/1/lib/", "/opt/2/lib/", "/opt/3/lib/");
        int flagsOfFirstSegment = 64 + 4;
        loader[flagsOfFirstSegment] = 4; // PF_R: the rest, code or not, is in no segment
        Scene scene = Scene.bare(root).loader(FakeLoader.GLIBC_X86_64, loader).elf("/bin/app", program("libx.so"));
        assertThat(scene.attempts("/bin/app"))
                .containsExactly("/lib64/libx.so: no such file", "/usr/lib64/libx.so: no such file");
    }

    private static Scene withLoader(Path root, String... strings) throws Exception {
        return Scene.bare(root).loader(FakeLoader.GLIBC_X86_64, FakeLoader.glibc(strings));
    }
}
