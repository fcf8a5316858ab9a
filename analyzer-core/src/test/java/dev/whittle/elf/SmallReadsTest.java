package dev.whittle.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.ByteSource;
import dev.whittle.testdata.ElfBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A few pages are enough for a file of any size. */
class SmallReadsTest {
    private static final long PADDING = 50L << 20;

    @Test
    void fifty_megabytes_behind_the_tables_are_not_read() throws Exception {
        byte[] content = Elf.everything(ElfBuilder.x86_64()).build();
        Elf.CountingSource source = new Elf.CountingSource(content, PADDING);
        assertThat(ElfReader.read("file", source)).isEqualTo(Elf.facts(content));
        assertThat(source.bytes).isLessThan(64 << 10);
        assertThat(source.reads).isLessThan(16);
    }

    @Test
    void fifty_megabytes_before_the_tables_are_not_read() throws Exception {
        byte[] content = ElfBuilder.x86_64().needed("liba.so.1").soname("me.so").build();
        FarTables source = new FarTables(content);
        ElfFacts facts = ElfReader.read("file", source);
        assertThat(facts.needed()).containsExactly("liba.so.1");
        assertThat(facts.soname()).contains("me.so");
        assertThat(source.counting.bytes).isLessThan(64 << 10);
    }

    @Test
    void no_page_is_read_twice() throws Exception {
        String[] names = new String[2000];
        for (int i = 0; i < names.length; i++) {
            names[i] = "lib" + i + ".so";
        }
        byte[] content = ElfBuilder.x86_64().needed(names).build();
        Elf.CountingSource source = new Elf.CountingSource(content, content.length);
        assertThat(ElfReader.read("file", source).needed()).containsExactly(names);
        assertThat(source.bytes).isLessThanOrEqualTo(content.length);
    }

    /** The whole file again, 50 MB further on, and program headers that point there. */
    private static final class FarTables implements ByteSource {
        private final byte[] head;
        private final byte[] far;
        private final Elf.CountingSource counting;

        FarTables(byte[] content) {
            far = content;
            ByteBuffer file = ByteBuffer.wrap(content.clone()).order(ByteOrder.LITTLE_ENDIAN);
            int count = file.getShort(56);
            for (int i = 0; i < count; i++) {
                file.putLong(64 + i * 56 + 8, file.getLong(64 + i * 56 + 8) + PADDING);
            }
            head = Arrays.copyOf(file.array(), 64 + count * 56);
            counting = new Elf.CountingSource(head, PADDING + far.length);
        }

        @Override
        public long size() {
            return counting.size();
        }

        @Override
        public int read(long position, ByteBuffer target) {
            int start = target.position();
            int count = counting.read(position, target);
            for (int i = 0; i < count; i++) {
                long at = position + i - PADDING;
                if (at >= 0) {
                    target.put(start + i, far[(int) at]);
                }
            }
            return count;
        }

        @Override
        public void close() {}
    }
}
