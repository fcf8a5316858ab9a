package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A layer is enough: unpacked into an empty directory, its program runs there under chroot. */
@Tag("system")
class ChrootRunIT {
    private static final String CURL = "/usr/bin/curl";
    private static final int MANY_LIBRARIES = 20;

    @BeforeAll
    static void requireRoot() throws IOException {
        Setup.requireRoot();
    }

    @Test
    void curl_is_a_program_with_many_libraries() throws IOException, InterruptedException {
        Setup.file(CURL);
        Ended list = Whittle.built().run("ldd", "--format", "list", CURL).succeeds();
        assertThat(list.lines()).hasSizeGreaterThanOrEqualTo(MANY_LIBRARIES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar", "tar.gz", "tar.zst"})
    void debians_curl_runs_in_its_layer(String kind, @TempDir Path temp) throws IOException, InterruptedException {
        Setup.tool("zstd");
        Path archive = Whittle.built().layer(temp.resolve("curl." + kind), CURL);
        Path unpacked = Archive.unpack(archive, temp.resolve("root"));
        Ended there = Command.of("chroot", unpacked, CURL, "--version").run().succeeds();
        Ended here = Command.of(CURL, "--version").run().succeeds();
        assertThat(there.out()).isEqualTo(here.out());
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("rootsAndKinds")
    void apk_of_every_image_runs_in_its_layer(AlpineRoot root, String kind, @TempDir Path temp)
            throws IOException, InterruptedException {
        Path archive = Whittle.built().layer(temp.resolve("apk." + kind), "--from", root.source(), "/sbin/apk");
        Path unpacked = Archive.unpack(archive, temp.resolve("root"));
        Ended ended = root.run(unpacked, "/sbin/apk", "--version").succeeds();
        assertThat(ended.out()).startsWith("apk-tools ").contains("compiled for " + root.machine() + ".");
    }

    static Stream<Arguments> rootsAndKinds() throws IOException {
        Setup.tool("zstd");
        List<Arguments> all = new ArrayList<>();
        for (AlpineRoot root : AlpineRoot.all()) {
            for (String kind : new String[] {"tar", "tar.gz", "tar.zst"}) {
                all.add(Arguments.of(root, kind));
            }
        }
        return all.stream();
    }
}
