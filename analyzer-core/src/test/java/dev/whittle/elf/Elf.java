package dev.whittle.elf;

import dev.whittle.bytes.ByteSource;
import dev.whittle.testdata.ElfBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Shortcuts to the reader for the tests of this package. */
final class Elf {
    private Elf() {}

    static ElfFacts facts(ElfBuilder builder) throws IOException, BadElfException {
        return facts(builder.build());
    }

    static ElfFacts facts(byte[] content) throws IOException, BadElfException {
        return ElfReader.read("file", ByteSource.of(content));
    }

    static ElfInspection inspect(byte[] content) throws IOException {
        return ElfReader.inspect("file", ByteSource.of(content));
    }

    /** A file with one of everything. */
    static ElfBuilder everything(ElfBuilder builder) {
        return builder.interpreter("/lib/ld.so")
                .needed("liba.so.1", "libb.so.2")
                .soname("libme.so.3")
                .rpath("/opt/r")
                .runpath("$ORIGIN/../lib")
                .string(ElfBuilder.DT_AUDIT, "audit.so")
                .string(ElfBuilder.DT_DEPAUDIT, "depaudit.so")
                .string(ElfBuilder.DT_FILTER, "filter.so")
                .string(ElfBuilder.DT_AUXILIARY, "auxiliary.so")
                .value(ElfBuilder.DT_FLAGS_1, ElfBuilder.DF_1_NODEFLIB | ElfBuilder.DF_1_PIE)
                .needsVersions("liba.so.1", "A_1", "A_2")
                .needsWeakVersion("libb.so.2", "B_1")
                .definesVersions("libme.so.3", "ME_1", "ME_2")
                .note("GNU", 3, new byte[] {1, 2, 3, (byte) 0xFF})
                .osAbi(3)
                .abiVersion(1)
                .flags(0x400);
    }

    /** Counts what is read of a content that is zero after its first bytes. */
    static final class CountingSource implements ByteSource {
        private final byte[] head;
        private final long size;
        long bytes;
        int reads;

        CountingSource(byte[] head, long size) {
            this.head = head;
            this.size = size;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public int read(long position, ByteBuffer target) {
            int count = (int) Math.min(target.remaining(), size - position);
            if (count <= 0) {
                return -1;
            }
            for (int i = 0; i < count; i++) {
                long at = position + i;
                target.put(at < head.length ? head[(int) at] : 0);
            }
            bytes += count;
            reads++;
            return count;
        }

        @Override
        public void close() {}
    }
}
