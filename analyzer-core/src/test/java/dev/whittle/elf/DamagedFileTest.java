package dev.whittle.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.ElfBuilder;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** For any damage to a file, the reader returns facts or reports the position: never another exception. */
class DamagedFileTest {
    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of(64, ByteOrder.LITTLE_ENDIAN),
                Arguments.of(64, ByteOrder.BIG_ENDIAN),
                Arguments.of(32, ByteOrder.LITTLE_ENDIAN),
                Arguments.of(32, ByteOrder.BIG_ENDIAN));
    }

    @ParameterizedTest(name = "{0} bit, {1}")
    @MethodSource("shapes")
    void cut_at_every_byte(int bits, ByteOrder order) throws Exception {
        byte[] content = Elf.everything(ElfBuilder.of(bits, order, 62)).build();
        ElfFacts whole = Elf.facts(content);
        int refused = 0;
        for (int length = 0; length < content.length; length++) {
            ElfInspection inspection = answered(Arrays.copyOf(content, length), "cut at " + length);
            assertThat(inspection.facts()).as("cut at %d", length).isNotEqualTo(java.util.Optional.of(whole));
            refused += inspection.problem().isPresent() ? 1 : 0;
        }
        assertThat(refused).as("every table is needed").isEqualTo(content.length);
    }

    @ParameterizedTest(name = "{0} bit, {1}")
    @MethodSource("shapes")
    void any_byte_changed(int bits, ByteOrder order) throws Exception {
        byte[] content = Elf.everything(ElfBuilder.of(bits, order, 62)).build();
        for (int at = 0; at < content.length; at++) {
            for (int value : new int[] {0, 1, 2, 4, 0x7F, 0x80, 0xFF, content[at] + 1, content[at] ^ 0x40}) {
                byte[] changed = content.clone();
                changed[at] = (byte) value;
                answered(changed, "byte " + at + " set to " + value);
            }
        }
    }

    @ParameterizedTest(name = "{0} bit, {1}")
    @MethodSource("shapes")
    void any_word_changed(int bits, ByteOrder order) throws Exception {
        byte[] content = Elf.everything(ElfBuilder.of(bits, order, 62)).build();
        for (int at = 0; at + bits / 8 <= content.length; at += 4) {
            for (int value : new int[] {0, 0x7F, 0x80, 0xFF}) {
                byte[] changed = content.clone();
                Arrays.fill(changed, at, at + bits / 8, (byte) value);
                if (value == 0x7F || value == 0x80) { // the largest and the smallest number
                    int rest = value == 0x7F ? 0xFF : 0;
                    Arrays.fill(changed, at, at + bits / 8, (byte) rest);
                    changed[order == ByteOrder.BIG_ENDIAN ? at : at + bits / 8 - 1] = (byte) value;
                }
                answered(changed, "word at " + at + " set to " + value);
            }
        }
    }

    @ParameterizedTest(name = "{0} bit, {1}")
    @MethodSource("shapes")
    void several_bytes_changed(int bits, ByteOrder order) throws Exception {
        byte[] content = Elf.everything(ElfBuilder.of(bits, order, 62)).build();
        for (int seed = 0; seed < 5000; seed++) {
            Random random = new Random(seed);
            byte[] changed = content.clone();
            for (int i = 0; i < 1 + seed % 8; i++) {
                changed[7 + random.nextInt(changed.length - 7)] = (byte) random.nextInt(256);
            }
            answered(changed, "seed " + seed);
        }
    }

    private static ElfInspection answered(byte[] content, String subject) throws IOException {
        ElfInspection inspection;
        try {
            inspection = Elf.inspect(content);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError(subject, e);
        }
        assertThat(inspection.facts().isPresent())
                .as(subject)
                .isNotEqualTo(inspection.problem().isPresent());
        inspection.facts().ifPresent(facts -> {
            assertThat(facts.linkage()).isNotNull();
            assertThat(facts.machine().name()).isNotEmpty();
        });
        inspection.problem().ifPresent(problem -> assertThat(problem.reason()).isNotEmpty());
        return inspection;
    }
}
