package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small roots, one way of starting a program each: {@code testdata/start-cases}. Slimmed with defaults, the command prints what it
 * printed before, and slim exits with 0 unless something is missing in the root itself.
 */
@Tag("system")
class StartCasesIT {
    /** Cases whose command is missing before slim, too. */
    private static final Set<String> INCOMPLETE = Set.of("command-that-is-nowhere");

    @BeforeAll
    static void requireRoot() throws IOException {
        Setup.requireRoot();
        Setup.tool("gcc");
    }

    static List<String> cases() throws IOException {
        try (Stream<Path> files = Files.list(Setup.checkout().resolve("testdata/start-cases"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void the_command_does_what_it_did_before(String name, @TempDir Path scratch)
            throws IOException, InterruptedException {
        Ended ended = Command.of(Setup.checkout().resolve("testdata/start-case"), name, scratch)
                .andThen(Whittle.built().words().toArray())
                .with("WHITTLE_CACHE", Setup.cache().toString())
                .run();
        assertThat(ended.exit()).as("%s%s", ended.out(), ended.err()).isZero();
        assertThat(ended.lines()).endsWith("slim: exit " + (INCOMPLETE.contains(name) ? 1 : 0));
    }
}
