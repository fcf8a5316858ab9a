package dev.whittle.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers and strings at any position, also across page boundaries. */
class PagedReaderTest {
    private static final int PAGE = 4096;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void numbers_at_every_place_are_those_that_stand_there(boolean big) throws Exception {
        byte[] content = new byte[2 * PAGE + 100];
        new Random(7).nextBytes(content);
        ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ByteBuffer file = ByteBuffer.wrap(content).order(order);
        PagedReader reader = new PagedReader("file", ByteSource.of(content));
        reader.u8(PAGE); // a page that is there before the order is known
        reader.order(order);
        for (int at = PAGE - 20; at < PAGE + 20; at++) {
            assertThat(reader.u8(at)).as("u8 at %d", at).isEqualTo(content[at] & 0xFF);
            assertThat(reader.u16(at)).as("u16 at %d", at).isEqualTo(file.getShort(at) & 0xFFFF);
            assertThat(reader.u32(at)).as("u32 at %d", at).isEqualTo(file.getInt(at) & 0xFFFF_FFFFL);
            assertThat(reader.word(at, 32)).as("word at %d", at).isEqualTo(file.getInt(at) & 0xFFFF_FFFFL);
            assertThat(reader.word(at, 64)).as("word at %d", at).isEqualTo(file.getLong(at));
            assertThat(reader.bytes(at, 64)).isEqualTo(Arrays.copyOfRange(content, at, at + 64));
        }
    }

    @Test
    void the_last_bytes_are_there_and_nothing_behind_them() throws Exception {
        PagedReader reader = new PagedReader("file", ByteSource.of(new byte[PAGE + 8]));
        assertThat(reader.word(PAGE, 64)).isZero();
        assertThat(reader.u32(PAGE + 4)).isZero();
        assertThat(reader.u8(PAGE + 7)).isZero();
        assertThatThrownBy(() -> reader.u8(PAGE + 8)).hasMessageContaining("unexpected end of file");
        assertThatThrownBy(() -> reader.u16(PAGE + 7)).hasMessageContaining("unexpected end of file");
        assertThatThrownBy(() -> reader.u32(PAGE + 5)).hasMessageContaining("unexpected end of file");
        assertThatThrownBy(() -> reader.word(PAGE + 1, 64)).hasMessageContaining("unexpected end of file");
        assertThatThrownBy(() -> reader.u8(-1)).hasMessageContaining("unexpected end of file");
    }

    @Test
    void a_string_may_be_as_long_as_the_limit_and_go_over_pages() throws Exception {
        byte[] content = RawText.bytes("a".repeat(PAGE - 2) + "\0" + "b".repeat(PAGE) + "\0" + "c");
        PagedReader reader = new PagedReader("file", ByteSource.of(content));
        assertThat(reader.string(0, PAGE)).isEqualTo("a".repeat(PAGE - 2));
        assertThat(reader.string(PAGE - 2, PAGE)).isEmpty();
        assertThat(reader.string(PAGE - 1, PAGE)).isEqualTo("b".repeat(PAGE));
        assertThatThrownBy(() -> reader.string(PAGE - 1, PAGE - 1))
                .hasMessageContaining("string longer than 4095 bytes");
        assertThatThrownBy(() -> reader.string(2 * PAGE, PAGE)).hasMessageContaining("unexpected end of file");
    }

    /** The bytes read and the bytes of names have separate limits. */
    @Test
    void sixteen_megabytes_are_read_and_no_more() throws Exception {
        byte[] head = {'a', 0};
        PagedReader reader = new PagedReader("file", new Elf.CountingSource(head, 17 << 20));
        for (long at = 0; at < 16 << 20; at += PAGE) {
            reader.u8(at);
        }
        assertThat(reader.u8(0)).isEqualTo('a');
        assertThatThrownBy(() -> reader.u8(16 << 20)).hasMessageContaining("more than 16 MiB of tables and names");
    }

    @Test
    void sixteen_megabytes_of_names_are_given_and_no_more() throws Exception {
        byte[] content = new byte[(1 << 20) + 1];
        Arrays.fill(content, 0, 1 << 20, (byte) 'x');
        PagedReader reader = new PagedReader("file", ByteSource.of(content));
        for (int i = 0; i < 16; i++) {
            assertThat(reader.string(0, 1 << 20)).hasSize(1 << 20);
        }
        assertThatThrownBy(() -> reader.string((1 << 20) - 1, 1)).hasMessageContaining("more than 16 MiB of names");
    }
}
