package dev.whittle.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ByteSourceTest {
    private static final ByteSource ABC = ByteSource.of(new byte[] {'a', 'b', 'c'});

    @Test
    void reads_from_a_position_as_much_as_there_is() throws IOException {
        ByteBuffer target = ByteBuffer.allocate(8);
        assertThat(ABC.size()).isEqualTo(3);
        assertThat(ABC.read(1, target)).isEqualTo(2);
        assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {'b', 'c'}));
    }

    @Test
    void says_so_at_and_behind_the_end() throws IOException {
        assertThat(ABC.read(3, ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(ABC.read(Long.MAX_VALUE, ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void a_full_read_of_too_much_fails_with_the_offset() {
        assertThatThrownBy(() -> ABC.readFully(2, ByteBuffer.allocate(2)))
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("offset 3");
    }

    @Test
    void a_full_read_goes_on_where_a_short_one_stopped() throws IOException {
        ByteSource slow = new ByteSource() {
            @Override
            public long size() {
                return 3;
            }

            @Override
            public int read(long position, ByteBuffer target) {
                target.put((byte) ('a' + position));
                return 1;
            }

            @Override
            public void close() {}
        };
        ByteBuffer target = ByteBuffer.allocate(3);
        slow.readFully(0, target);
        assertThat(target.array()).isEqualTo(new byte[] {'a', 'b', 'c'});
    }
}
