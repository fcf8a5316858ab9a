package dev.whittle.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.ElfBuilder;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The same file in each class and byte order, for many machines, gives the same facts. */
class EveryMachineTest {
    static Stream<Arguments> shapes() {
        List<Arguments> shapes = new ArrayList<>();
        for (int bits : new int[] {32, 64}) {
            for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
                for (int machine : new int[] {2, 3, 8, 20, 21, 22, 40, 62, 183, 243, 258, 0, 0xFFFF}) {
                    shapes.add(Arguments.of(bits, order, machine));
                }
            }
        }
        return shapes.stream();
    }

    @ParameterizedTest(name = "{0} bit, {1}, machine {2}")
    @MethodSource("shapes")
    void says_the_same(int bits, ByteOrder order, int machine) throws Exception {
        ElfFacts reference = Elf.facts(Elf.everything(ElfBuilder.x86_64()));
        ElfFacts facts = Elf.facts(Elf.everything(ElfBuilder.of(bits, order, machine)));

        assertThat(facts).usingRecursiveComparison().ignoringFields("header").isEqualTo(reference);
        assertThat(facts.header().bits()).isEqualTo(bits);
        assertThat(facts.header().order()).isEqualTo(order);
        assertThat(facts.header().machine()).isEqualTo(machine);
        assertThat(facts.header().type()).isEqualTo(ElfHeader.ET_DYN);
        assertThat(facts.header().osAbi()).isEqualTo(3);
        assertThat(facts.header().abiVersion()).isEqualTo(1);
        assertThat(facts.header().flags()).isEqualTo(0x400);
        assertThat(facts.header().version()).isEqualTo(1);
        assertThat(facts.header().paddingClear()).isTrue();
    }

    /** Names as in {@code uname -m}; flags distinguish what the machine number does not. */
    @ParameterizedTest
    @CsvSource({
        "2, 32, BIG, 0, sparc",
        "3, 32, LITTLE, 0, i386",
        "8, 32, BIG, 0, mips",
        "8, 32, LITTLE, 0, mipsel",
        "8, 32, LITTLE, 0x20, mipsn32el",
        "8, 64, LITTLE, 0, mips64el",
        "8, 64, BIG, 0, mips64",
        "20, 32, BIG, 0, powerpc",
        "21, 64, BIG, 1, powerpc64",
        "21, 64, LITTLE, 2, powerpc64le",
        "22, 64, BIG, 0, s390x",
        "22, 32, BIG, 0, s390",
        "40, 32, LITTLE, 0x05000400, armhf",
        "40, 32, LITTLE, 0x05000200, arm",
        "62, 64, LITTLE, 0, x86_64",
        "62, 32, LITTLE, 0, x32",
        "183, 64, LITTLE, 0, aarch64",
        "183, 64, BIG, 0, aarch64_be",
        "243, 64, LITTLE, 5, riscv64",
        "243, 32, LITTLE, 5, riscv32",
        "258, 64, LITTLE, 0x43, loongarch64",
        "4711, 64, LITTLE, 0, machine4711",
    })
    void machines_have_names(int machine, int bits, String order, String flags, String name) throws Exception {
        ByteOrder byteOrder = order.equals("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ElfFacts facts = Elf.facts(ElfBuilder.of(bits, byteOrder, machine).flags(Integer.decode(flags)));
        assertThat(facts.machine()).isEqualTo(new Machine(name));
        assertThat(facts.header().bits()).isEqualTo(bits);
        assertThat(facts.header().order()).isEqualTo(byteOrder);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "2, 2", "0x12, 2"})
    void the_two_power_abis_are_told_apart(String flags, int abi) throws Exception {
        ElfFacts facts = Elf.facts(ElfBuilder.of(64, ByteOrder.BIG_ENDIAN, 21).flags(Integer.decode(flags)));
        assertThat(Machine.powerAbi(facts.header())).isEqualTo(abi);
    }
}
