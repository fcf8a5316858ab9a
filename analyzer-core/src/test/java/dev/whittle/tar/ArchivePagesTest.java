package dev.whittle.tar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Returns the requested bytes; neighbouring reads need no call. */
class ArchivePagesTest {
    private static final int PAGE = 16384;
    private static final byte[] ARCHIVE = archive(3 * PAGE + 100);

    private final List<Long> calls = new ArrayList<>();
    private final ArchivePages pages = new ArchivePages(new Counting());

    @Test
    void a_part_that_lies_within_a_page_or_reaches_out_of_it_is_right() throws Exception {
        int[] lengths = {1, 2, 512, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE};
        for (int length : lengths) {
            for (int at :
                    new int[] {0, 1, 511, PAGE - 513, PAGE - 512, PAGE - 1, PAGE, PAGE + 1, ARCHIVE.length - length}) {
                byte[] part = new byte[length];
                pages.read(at, part);
                assertThat(part).as("%d at %d", length, at).isEqualTo(Arrays.copyOfRange(ARCHIVE, at, at + length));
            }
        }
        for (int at = ARCHIVE.length - 1; at >= 0; at -= 97) {
            assertThat(pages.read(at)).isEqualTo(ARCHIVE[at]);
        }
    }

    @Test
    void headers_in_a_row_cost_one_call_for_each_page() throws Exception {
        byte[] header = new byte[512];
        for (int at = 512; at < 3 * PAGE; at += 512) {
            pages.read(at, header);
        }
        assertThat(calls).containsExactly(512L, 512L + PAGE, 512L + 2 * PAGE);
    }

    @Test
    void what_is_longer_than_a_page_is_read_beside_it() throws Exception {
        pages.read(0, new byte[512]);
        pages.read(512, new byte[PAGE + 1]);
        pages.read(512, new byte[PAGE - 512]);
        assertThat(calls).containsExactly(0L, 512L);
    }

    private static byte[] archive(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private final class Counting implements ByteSource {
        private final ByteSource all = ByteSource.of(ARCHIVE);

        @Override
        public long size() {
            return all.size();
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            calls.add(position);
            return all.read(position, target);
        }

        @Override
        public void close() {}
    }
}
