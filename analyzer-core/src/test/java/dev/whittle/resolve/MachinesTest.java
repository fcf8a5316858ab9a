package dev.whittle.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.ByteSource;
import dev.whittle.elf.ElfHeader;
import dev.whittle.elf.ElfReader;
import dev.whittle.resolve.ldcache.CacheFlags;
import dev.whittle.resolve.load.LoaderTable;
import dev.whittle.testdata.ElfBuilder;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Build-time defaults of C libraries on each machine: glibc's sysdeps, shlib-versions, Makefiles ({@code slibdir}),
 * dl-cache.h and dl-procinfo, musl's arch reloc.h.
 */
class MachinesTest {
    /** Class, byte order, machine, flags; then glibc's loader, musl's architecture, {@code $LIB}, {@code $PLATFORM}. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "64 little 62 0, /lib64/ld-linux-x86-64.so.2, x86_64, lib64, x86_64",
        "32 little 62 0, /libx32/ld-linux-x32.so.2, x32, libx32, x86_64",
        "32 little 3 0, /lib/ld-linux.so.2, i386, lib, i686",
        "64 little 183 0, /lib/ld-linux-aarch64.so.1, aarch64, lib64, aarch64",
        "64 big 183 0, /lib/ld-linux-aarch64_be.so.1, aarch64_be, lib64, aarch64_be",
        "32 little 40 0x5000400, /lib/ld-linux-armhf.so.3, armhf, lib, v7l",
        "32 little 40 0x5000200, /lib/ld-linux.so.3, arm, lib, v7l",
        "64 big 22 0, /lib/ld64.so.1, s390x, lib64, ''",
        "32 big 22 0, /lib/ld.so.1, s390, lib, ''",
        "32 big 20 0, /lib/ld.so.1, powerpc, lib, ''",
        "64 little 21 2, /lib64/ld64.so.2, powerpc64le, lib64, ''",
        "64 big 21 1, /lib64/ld64.so.1, powerpc64, lib64, ''",
        "64 big 21 0, /lib64/ld64.so.1, powerpc64, lib64, ''",
        "64 big 21 2, /lib64/ld64.so.2, powerpc64, lib64, ''",
        "64 little 243 5, /lib/ld-linux-riscv64-lp64d.so.1, riscv64, lib64/lp64d, ''",
        "32 little 243 5, /lib/ld-linux-riscv32-ilp32d.so.1, riscv32, lib32/ilp32d, ''",
        "64 little 258 0x43, /lib64/ld-linux-loongarch-lp64d.so.1, loongarch64, lib64, ''",
        "32 big 8 0, /lib/ld.so.1, mips, lib, ''",
        "32 little 8 0x400, /lib/ld-linux-mipsn8.so.1, mipsel, lib, ''",
        "32 little 8 0x20, /lib32/ld.so.1, mipsn32el, lib32, ''",
        "32 big 8 0x420, /lib32/ld-linux-mipsn8.so.1, mipsn32, lib32, ''",
        "64 little 8 0, /lib64/ld.so.1, mips64el, lib64, ''",
        "64 big 8 0x400, /lib64/ld-linux-mipsn8.so.1, mips64, lib64, ''",
        "64 big 43 0, /lib64/ld-linux.so.2, sparc64, lib64, ''",
        "32 big 2 0, /lib/ld-linux.so.2, sparc, lib, ''",
        "64 little 50 0, /lib/ld-linux-ia64.so.2, ia64, lib, ''",
        "64 little 4711 0, '', machine4711, lib, ''",
    })
    void each_has_its_loaders_and_directories(String header, String glibc, String musl, String lib, String platform)
            throws Exception {
        ElfHeader elfHeader = header(header);
        assertThat(LoaderTable.glibcLoader(elfHeader).orElse("")).isEqualTo(glibc);
        assertThat(LoaderTable.muslLoader(elfHeader)).isEqualTo("/lib/ld-musl-" + musl + ".so.1");
        assertThat(LoaderTable.lib(elfHeader)).isEqualTo(lib);
        assertThat(LoaderTable.platform(elfHeader).orElse("")).isEqualTo(platform);
    }

    /** The entries of an ld.so.cache that a loader accepts: its own, and on some machines those of an older kind. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "64 little 62 0, 0x303, 0x303",
        "32 little 62 0, 0x803, 0x803",
        "32 little 3 0, 0x3, 0x1",
        "64 little 183 0, 0xa03, 0xa03",
        "64 big 183 0, 0xa03, 0xa03",
        "32 little 40 0x5000400, 0x903, 0x3",
        "32 little 40 0x5000200, 0xb03, 0x3",
        "64 big 22 0, 0x403, 0x403",
        "32 big 22 0, 0x3, 0x1",
        "64 little 21 2, 0x503, 0x503",
        "64 big 21 1, 0x503, 0x503",
        "64 big 43 0, 0x203, 0x203",
        "64 little 50 0, 0x103, 0x103",
        "64 little 243 5, 0x1003, 0x1003",
        "64 little 243 1, 0xf03, 0xf03",
        "64 little 258 0x43, 0x1203, 0x1203",
        "64 little 258 0x41, 0x1103, 0x1103",
        "32 big 8 0, 0x3, 0x1",
        "32 big 8 0x400, 0xc03, 0xc03",
        "32 little 8 0x20, 0x603, 0x603",
        "32 little 8 0x420, 0xd03, 0xd03",
        "64 little 8 0, 0x703, 0x703",
        "64 little 8 0x400, 0xe03, 0xe03",
    })
    void each_takes_its_own_cache_entries(String header, String exact, String also) throws Exception {
        CacheFlags flags = CacheFlags.of(header(header));
        for (int number = 0; number < 0x2000; number++) {
            boolean isExact = number == Integer.decode(exact);
            assertThat(flags.isExact(number)).isEqualTo(isExact);
            assertThat(flags.accepts(number)).isEqualTo(isExact || number == Integer.decode(also));
        }
    }

    @Test
    void three_machines_have_levels() throws Exception {
        assertThat(LoaderTable.hwcaps(header("64 little 62 0"))).containsExactly("x86-64-v4", "x86-64-v3", "x86-64-v2");
        List<String> power = List.of("power10", "power9");
        assertThat(LoaderTable.hwcaps(header("64 little 21 2"))).isEqualTo(power);
        assertThat(LoaderTable.hwcaps(header("64 big 21 1"))).isEqualTo(power);
        assertThat(LoaderTable.hwcaps(header("64 big 22 0"))).containsExactly("z17", "z16", "z15", "z14", "z13");
        assertThat(LoaderTable.hwcaps(header("32 little 62 0"))).isEmpty();
        assertThat(LoaderTable.hwcaps(header("64 little 183 0"))).isEmpty();
    }

    private static ElfHeader header(String text) throws Exception {
        String[] words = text.split(" ", -1);
        ByteOrder order = words[1].equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        byte[] file = ElfBuilder.of(Integer.parseInt(words[0]), order, Integer.parseInt(words[2]))
                .flags(Integer.decode(words[3]))
                .build();
        return ElfReader.read("file", ByteSource.of(file)).header();
    }
}
