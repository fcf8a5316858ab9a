package dev.whittle.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.ByteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a file's constants are, by the permissions of its segments. */
class DataTest {
    private static final int HEADER = 64;
    private static final int ENTRY = 56;
    private static final int PT_LOAD = 1;
    private static final int PT_NOTE = 4;
    private static final int SIZE = 4096;

    private record Segment(int type, String rights, long offset, long size) {}

    @Test
    void code_that_lies_apart_is_left_out() throws Exception {
        assertThat(data(load("r", 0, 1000), load("rx", 1000, 1000), load("r", 2000, 100), load("rw", 2500, 500)))
                .containsExactly(new Extent(0, 1000), new Extent(2000, 100), new Extent(2500, 500));
    }

    @Test
    void among_the_code_there_are_constants_if_they_have_no_place_of_their_own() throws Exception {
        assertThat(data(load("rx", 0, 2000), load("rw", 2500, 500))).containsExactly(new Extent(0, SIZE));
        assertThat(data()).containsExactly(new Extent(0, SIZE));
        assertThat(data(load("rx", 0, 2000), load("r", 500, 0))).containsExactly(new Extent(0, SIZE));
        assertThat(data(new Segment(PT_NOTE, "r", 0, 1000))).containsExactly(new Extent(0, SIZE));
    }

    @Test
    void no_byte_is_named_twice_or_behind_the_end() throws Exception {
        assertThat(data(load("r", 3000, 99_999), load("r", 100, 500), load("rw", 300, 100), load("rw", 600, 100)))
                .containsExactly(new Extent(100, 600), new Extent(3000, SIZE - 3000));
        assertThat(data(load("r", 0, 100), load("r", SIZE, 10), load("r", -5, 10), load("rw", 50, -1)))
                .containsExactly(new Extent(0, 100));
    }

    private static Segment load(String rights, long offset, long size) {
        return new Segment(PT_LOAD, rights, offset, size);
    }

    private static List<Extent> data(Segment... segments) throws Exception {
        ByteBuffer file = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1});
        file.putShort(16, (short) 3).putShort(18, (short) 62).putInt(20, 1);
        file.putLong(32, HEADER).putShort(52, (short) HEADER);
        file.putShort(54, (short) ENTRY).putShort(56, (short) segments.length);
        int at = HEADER;
        for (Segment segment : segments) {
            int rights = (segment.rights.contains("x") ? 1 : 0) + (segment.rights.contains("w") ? 2 : 0) + 4;
            file.putInt(at, segment.type).putInt(at + 4, rights).putLong(at + 8, segment.offset);
            file.putLong(at + 32, segment.size);
            at += ENTRY;
        }
        return ElfReader.data("file", ByteSource.of(file.array()));
    }
}
