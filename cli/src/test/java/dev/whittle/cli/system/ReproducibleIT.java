package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same input gives the same bytes, for any location, user, and Java. */
@Tag("system")
class ReproducibleIT {
    private static final String CURL = "/usr/bin/curl";
    private static final String NOBODY = "65534";

    @BeforeAll
    static void requireRoot() throws IOException {
        Setup.requireRoot();
    }

    /** The location of the tool, its environment, and its Java. */
    private record Surroundings(Path directory, String zone, String locale, Path java) {}

    @ParameterizedTest
    @MethodSource("layers")
    void a_layer_does_not_depend_on_its_surroundings(List<Object> layer, @TempDir Path temp)
            throws IOException, InterruptedException {
        Map<String, String> digests = new TreeMap<>();
        for (Surroundings each : surroundings(temp)) {
            Path archive = Files.createDirectories(each.directory()).resolve("layer");
            Whittle.built()
                    .on(each.java())
                    .command(layer.toArray())
                    .andThen("-o", "layer")
                    .in(each.directory())
                    .with("TZ", each.zone())
                    .with("LC_ALL", each.locale())
                    .run()
                    .succeeds();
            digests.put(each.toString(), Archive.digest(archive));
        }
        assertThat(digests).hasSizeGreaterThanOrEqualTo(3);
        assertThat(digests.values().stream().distinct()).as("%s", digests).hasSize(1);
    }

    @Test
    void every_user_who_can_read_the_files_makes_the_same_layer(@TempDir Path temp)
            throws IOException, InterruptedException {
        Path own = Whittle.built().layer(temp.resolve("root.tar"), CURL);
        Path open = Files.createDirectory(temp.resolve("open"));
        Command.of("chmod", "755", temp, open).run().succeeds();
        Path other = Files.createDirectory(open.resolve("out"));
        Command.of("chown", NOBODY + ":" + NOBODY, other).run().succeeds();
        Whittle.built()
                .copiedTo(open)
                .command("layer", CURL, "-o", other.resolve("nobody.tar"))
                .under(Setup.tool("setpriv"), "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--")
                .run()
                .succeeds();
        assertThat(Archive.digest(other.resolve("nobody.tar"))).isEqualTo(Archive.digest(own));
    }

    @Test
    void the_place_of_a_root_does_not_show(@TempDir Path temp) throws IOException, InterruptedException {
        AlpineRoot root = AlpineRoot.ofThisMachine().get(0);
        Path copy = temp.resolve("copy");
        Command.of("cp", "-a", root.path(), copy).run().succeeds();
        Path here = Whittle.built().layer(temp.resolve("here.tar"), "--from", root.source(), "/sbin/apk");
        Path there = Whittle.built().layer(temp.resolve("there.tar"), "--from", "dir:" + copy, "/sbin/apk");
        Command.of("rm", "-rf", copy).run().succeeds();
        assertThat(Archive.digest(there)).isEqualTo(Archive.digest(here));
    }

    @Test
    void a_pipe_gets_the_same_bytes_as_a_file(@TempDir Path temp) throws IOException, InterruptedException {
        Path file = Whittle.built().layer(temp.resolve("file.tar"), CURL);
        Path piped = temp.resolve("piped.tar");
        Command.bash("\"$@\" -o - | cat >\"$OUT\"", Whittle.built().words("layer", CURL))
                .with("OUT", piped.toString())
                .run()
                .succeeds();
        assertThat(Archive.digest(piped)).isEqualTo(Archive.digest(file));
    }

    @Test
    void the_digests_told_are_the_files_own(@TempDir Path temp) throws IOException, InterruptedException {
        Path archive = temp.resolve("curl.tar.gz");
        Ended ended = Whittle.built().run("layer", CURL, "-o", archive).succeeds();
        Path plain = temp.resolve("curl.tar");
        Command.bash("gzip -dc \"$1\" >\"$2\"", List.of(archive.toString(), plain.toString()))
                .run()
                .succeeds();
        assertThat(ended.errors()).contains("  digest " + Archive.digest(archive), "  diffID " + Archive.digest(plain));
    }

    static Stream<List<Object>> layers() throws IOException {
        List<List<Object>> all = new ArrayList<>();
        for (String compression : List.of("none", "gzip", "zstd")) {
            all.add(List.of("layer", CURL, "--compress", compression));
        }
        for (AlpineRoot root : AlpineRoot.all()) {
            all.add(List.of("layer", "--from", root.source(), "/sbin/apk", "--compress", "gzip"));
        }
        return all.stream();
    }

    private static List<Surroundings> surroundings(Path base) throws IOException {
        List<Surroundings> all = new ArrayList<>();
        all.add(new Surroundings(base.resolve("a"), "UTC", "C", Setup.java()));
        all.add(new Surroundings(base.resolve("b/c d"), "Asia/Kathmandu", "C.UTF-8", Setup.java()));
        for (Path java : Setup.everyJava()) {
            all.add(new Surroundings(base.resolve("java" + all.size()), "America/St_Johns", "tr_TR.UTF-8", java));
        }
        return all;
    }
}
