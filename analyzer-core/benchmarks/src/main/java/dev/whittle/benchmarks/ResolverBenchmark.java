package dev.whittle.benchmarks;

import dev.whittle.elf.BadElfException;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.resolve.Resolver;
import dev.whittle.source.DirectoryRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Programs a second: this machine's Java, whose libraries are known already, as those of most of many programs are. */
@State(Scope.Thread)
public class ResolverBenchmark {
    private final RootPath file = RootPath.of(Path.of(System.getProperty("java.home"), "bin", "java")
            .toAbsolutePath()
            .toString());

    private @Nullable Resolver resolver;

    @Setup
    public void open() throws IOException {
        resolver = new Resolver(DirectoryRoot.open(Path.of("/")));
    }

    @Benchmark
    public Resolution programs() throws IOException, BadElfException {
        Resolver known = Objects.requireNonNull(resolver);
        return known.resolve(known.open(file), LoaderOptions.NONE);
    }
}
