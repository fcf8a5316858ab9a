package dev.whittle.benchmarks;

import dev.whittle.bytes.ByteSource;
import dev.whittle.elf.BadElfException;
import dev.whittle.elf.ElfFacts;
import dev.whittle.elf.ElfReader;
import java.io.IOException;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;

/** Files a second: a library of this machine's Java, opened and closed each time. */
public class ElfBenchmark {
    private static final Path FILE = Path.of(System.getProperty("java.home"), "lib", "libjava.so");

    @Benchmark
    public ElfFacts elfFiles() throws IOException, BadElfException {
        try (ByteSource content = ByteSource.open(FILE)) {
            return ElfReader.read("file", content);
        }
    }
}
