package dev.whittle.benchmarks;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.tar.TarEntry;
import dev.whittle.tar.TarLimits;
import dev.whittle.tar.TarMeta;
import dev.whittle.tar.TarReader;
import dev.whittle.tar.TarWriter;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Megabytes a second, of an archive in memory whose files have 32 kB each. */
@State(Scope.Thread)
public class TarBenchmark {
    private static final int MEGABYTES = 64;
    private static final int FILES = MEGABYTES * 32;
    private static final byte[] CONTENT = new byte[1_000_000 / 32];
    private static final TarMeta META = new TarMeta(0644, 0, 0, 0, Map.of());

    private final ByteSource archive;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 17);

    public TarBenchmark() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
        archive = ByteSource.of(bytes.toByteArray());
    }

    @Benchmark
    @OperationsPerInvocation(MEGABYTES)
    public long tarReaderMegabytes() throws IOException, BadArchiveException {
        long sum = 0;
        TarReader reader = new TarReader("archive", archive, TarLimits.DEFAULT);
        for (Optional<TarEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
            ByteSource content = next.get().open(archive);
            content.readFully(0, buffer.clear().limit((int) content.size()));
            sum += content.size();
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(MEGABYTES)
    public void tarWriterMegabytes() throws IOException {
        write(OutputStream.nullOutputStream());
    }

    private static void write(OutputStream out) throws IOException {
        try (TarWriter tar = new TarWriter(new BufferedOutputStream(out, 1 << 17))) {
            for (int i = 0; i < FILES; i++) {
                try (OutputStream file = tar.file("usr/share/file" + i, META, CONTENT.length)) {
                    file.write(CONTENT, 0, CONTENT.length);
                }
            }
        }
    }
}
