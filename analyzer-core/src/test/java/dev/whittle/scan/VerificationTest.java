package dev.whittle.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.closure.Closure;
import dev.whittle.closure.ClosureCalculator;
import dev.whittle.closure.ClosureRequest;
import dev.whittle.closure.Finding;
import dev.whittle.closure.Hwcaps;
import dev.whittle.elf.BadElfException;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.rootfs.MemoryRoot;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a family of hidden dependencies requires must exist. */
class VerificationTest {
    private final MemoryRoot root = new MemoryRoot();

    @Test
    void a_required_file_that_is_not_there_is_a_gap_once() throws IOException, BadElfException {
        List<Verification.Gap> gaps = gaps(Finding.Level.REQUIRED, "/etc/app.conf");
        assertThat(gaps).hasSize(1);
        assertThat(gaps.get(0).message()).isEqualTo("/etc/app.conf, for family: first line");
    }

    @Test
    void a_recommended_one_is_none() throws IOException, BadElfException {
        assertThat(gaps(Finding.Level.RECOMMENDED, "/etc/app.conf")).isEmpty();
    }

    @Test
    void what_the_engine_brings_is_there() throws IOException, BadElfException {
        root.link("/var/log/error.log", "/dev/stderr").link("/var/log/gone.log", "/none/stderr");
        assertThat(gaps(Finding.Level.REQUIRED, "/var/log/error.log")).isEmpty();
        assertThat(gaps(Finding.Level.REQUIRED, "/var/log/gone.log")).hasSize(1);
    }

    private List<Verification.Gap> gaps(Finding.Level level, String path) throws IOException, BadElfException {
        List<RootPath> paths = List.of(RootPath.of(path));
        List<Finding> findings = List.of(
                new Finding("family", level, "first line", paths, List.of(), Optional.empty()),
                new Finding("family", level, "second line", paths, List.of(), Optional.empty()));
        ClosureRequest request = new ClosureRequest(List.of(), List.of(), List.of(), LoaderOptions.NONE, Hwcaps.NONE)
                .withHidden(kept -> findings);
        Closure closure = ClosureCalculator.calculate(new Resolver(root), request);
        return Verification.of(root, List.of(), closure).gaps();
    }
}
