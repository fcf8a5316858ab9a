package dev.whittle.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** glibc's elf_machine_type_class of each machine (sysdeps/MACHINE/dl-machine.h), with the numbers of its elf.h. */
class RelocationsTest {
    private static final int MOST = 1100;

    /** Calls are JUMP_SLOT, the relocations for thread-local variables, and types specific to a machine. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "x86-64, 62, 7 16-18 36, 5",
        "i386, 3, 7 14 35-37 41, 5",
        "aarch64, 183, 1026 1028-1031, 1024",
        "arm, 40, 13 17-19 22, 20",
        "s390, 22, 11 54-56, 9",
        "powerpc, 20, 2 10 21 68-78, 19",
        "powerpc64, 21, 2 21 67-106 112-115, 19",
        "riscv, 243, 5-12, 4",
        "loongarch, 258, 5-12, 4",
        "mips, 8, 127, 126",
        "m68k, 4, 21 40-42, 19",
        "sh, 42, 149-151 164, 162",
        "sparc, 2, 21 56-79, 19",
        "sparc32plus, 18, 21 56-79, 19",
        "sparc64, 43, 21 56-79, 19",
        "a machine nobody knows, 4711, '', 5",
    })
    void a_number_has_its_use(String name, int machine, String calls, int copy) {
        List<Integer> called = new ArrayList<>();
        List<Integer> copied = new ArrayList<>();
        for (int type = 0; type < MOST; type++) {
            switch (Relocations.use(machine, type)) {
                case CALL -> called.add(type);
                case COPY -> copied.add(type);
                case ADDRESS -> {}
            }
        }
        assertThat(called).isEqualTo(numbers(calls));
        assertThat(copied).containsExactly(copy);
    }

    @Test
    void one_without_a_symbol_looks_for_none() {
        assertThat(Relocations.looksUp(1, 1)).isTrue();
        assertThat(Relocations.looksUp(8, 0))
                .as("relative to where the file lies")
                .isFalse();
        assertThat(Relocations.looksUp(0, 1)).as("nothing to do").isFalse();
    }

    private static List<Integer> numbers(String ranges) {
        List<Integer> numbers = new ArrayList<>();
        for (String range : ranges.split(" ", -1)) {
            String[] ends = range.split("-", -1);
            for (int i = range.isEmpty() ? 1 : Integer.parseInt(ends[0]);
                    !range.isEmpty() && i <= Integer.parseInt(ends[ends.length - 1]);
                    i++) {
                numbers.add(i);
            }
        }
        return numbers;
    }
}
