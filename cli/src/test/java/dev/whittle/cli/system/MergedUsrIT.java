package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A layer has the shape of its root: where /lib is a link it is that link, where it is a directory, that. */
@Tag("system")
class MergedUsrIT {
    private static final String CURL = "/usr/bin/curl";
    /** Name, type, mode, owner, group, and the seconds of the last change. */
    private static final String FACTS = "%n %F %a %u %g %Y";

    @BeforeAll
    static void requireRoot() throws IOException {
        Setup.requireRoot();
    }

    @Test
    void a_merged_usr_stays_merged(@TempDir Path temp) throws IOException, InterruptedException {
        if (!Files.isSymbolicLink(Path.of("/lib"))) {
            throw Setup.missing("a machine whose /lib is a link to usr/lib (Debian 12 or newer)");
        }
        Path archive = Whittle.built().layer(temp.resolve("curl.tar"), CURL);
        List<String> names = Archive.names(archive);
        assertThat(links(archive)).contains("lib -> usr/lib", "lib64 -> usr/lib64");
        assertThat(names).contains("usr/bin/curl", "usr/lib64/ld-linux-x86-64.so.2");
        assertThat(names).noneMatch(name -> name.startsWith("lib/") || name.startsWith("lib64/"));
        // A soname link, and what it leads to.
        Path soname = Path.of("/usr/lib/x86_64-linux-gnu/libcurl.so.4");
        String target = Files.readSymbolicLink(soname).toString();
        assertThat(links(archive)).contains(soname.toString().substring(1) + " -> " + target);
        assertThat(names).contains(soname.resolveSibling(target).toString().substring(1));
    }

    @Test
    void a_split_root_stays_split(@TempDir Path temp) throws IOException, InterruptedException {
        AlpineRoot root = AlpineRoot.named("alpine-3.19.4-x86_64");
        Path archive = Whittle.built().layer(temp.resolve("apk.tar"), "--from", root.source(), "/sbin/apk");
        assertThat(Archive.names(archive))
                .contains("lib", "sbin", "sbin/apk", "lib/ld-musl-x86_64.so.1", "lib/libz.so.1")
                // A name that means musl's loader itself, so nothing opens it.
                .doesNotContain("lib/libc.musl-x86_64.so.1")
                .noneMatch(name -> name.equals("usr") || name.startsWith("usr/"));
        assertThat(links(archive))
                .contains(
                        "lib/libz.so.1 -> " + Files.readSymbolicLink(root.path().resolve("lib/libz.so.1")))
                .noneMatch(link -> link.startsWith("lib ->"));
    }

    @ParameterizedTest(name = "{1} of {0}")
    @MethodSource("layers")
    void everything_is_there_once_and_as_it_is_in_the_root(Path root, String program, @TempDir Path temp)
            throws IOException, InterruptedException {
        Path archive = Whittle.built().layer(temp.resolve("layer.tar"), "--from", "dir:" + root, program);
        List<String> names = Archive.names(archive);
        assertThat(names).doesNotHaveDuplicates().isNotEmpty();
        assertThat(Archive.names("bsdtar", archive)).as("as bsdtar reads it").isEqualTo(names);
        parentsComeFirst(names);
        Path unpacked = Archive.unpack(archive, temp.resolve("root"));
        Path places = temp.resolve("names");
        Files.write(
                places,
                names.stream()
                        .map(name -> "./" + name + "\0")
                        .collect(Collectors.joining())
                        .getBytes(StandardCharsets.ISO_8859_1));
        assertThat(facts(unpacked, places)).isEqualTo(facts(root, places)).hasSameSizeAs(names);
        assertThat(others(unpacked, root, places))
                .as("other content than in the root")
                .isEmpty();
    }

    static Stream<Arguments> layers() throws IOException {
        List<Arguments> all = new ArrayList<>();
        all.add(Arguments.of(Path.of("/"), CURL));
        for (AlpineRoot root : AlpineRoot.all()) {
            all.add(Arguments.of(root.path(), "/sbin/apk"));
        }
        return all.stream();
    }

    private static void parentsComeFirst(List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            int slash = name.lastIndexOf('/');
            assertThat(slash < 0 || seen.contains(name.substring(0, slash)))
                    .as("the directory of %s comes before it", name)
                    .isTrue();
            seen.add(name);
        }
    }

    /**
     * For a directory on the path, the time is not the root's: it is that of the newest file kept below.
     *
     * @param places a file of NUL-terminated names: one certificate's is not ASCII, so it cannot be an argument of a
     *     JVM in a C locale
     */
    private static List<String> facts(Path root, Path places) throws IOException, InterruptedException {
        Command command = Command.bash("xargs -0 stat -c \"$2\" -- <\"$1\"", List.of(places.toString(), FACTS))
                .in(root);
        return command.run().succeeds().lines().stream()
                .map(line -> line.contains(" directory ") ? line.replaceFirst(" \\d+$", "") : line)
                .toList();
    }

    /** Names of links with another target, and of files with other content. */
    private static List<String> others(Path one, Path other, Path places) throws IOException, InterruptedException {
        String script = """
                while read -r -d '' name; do
                    if [ -L "$1/$name" ]; then
                        [ "$(readlink "$1/$name")" = "$(readlink "$2/$name")" ] || echo "$name"
                    elif [ -f "$1/$name" ]; then
                        cmp -s "$1/$name" "$2/$name" || echo "$name"
                    fi
                done <"$3"
                """;
        return Command.bash(script, List.of(one.toString(), other.toString(), places.toString()))
                .run()
                .succeeds()
                .lines();
    }

    /** {@code NAME -> TARGET} of every link, as GNU tar lists them. */
    private static List<String> links(Path archive) throws IOException, InterruptedException {
        Ended listing = Command.of("tar", "-tvf", archive).run().succeeds();
        assertThat(listing.err()).isEmpty();
        return listing.lines().stream()
                .filter(line -> line.startsWith("l"))
                .map(line -> line.replaceFirst("^(\\S+\\s+){5}", ""))
                .toList();
    }
}
