package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GNU tar, umoci and the tool itself unpack the same tree: owners, modes, times, attributes, links. */
@Tag("system")
class SlimTreeIT {
    private static final String FACTS =
            "cd \"$1\" && find . -mindepth 1 -printf '%P %y %m %U %G %s %n %l\\n' | sed -E 's/^(.* d [0-9]+ [0-9]+ [0-9]+) .*/\\1/'"
                    + " | sort && getfattr -R -h -d -m '^(user|security[.]capability|trusted[.]whittle)' -e hex . 2>/dev/null | sort";

    @Test
    void everyone_unpacks_the_same_tree(@TempDir(factory = InCache.class) Path temp)
            throws IOException, InterruptedException {
        Setup.requireRoot();
        Path source = root(temp.resolve("source"));
        String layout = "oci:" + temp.resolve("layout") + ":1";
        for (String to : List.of("dir:" + temp.resolve("own"), "tar:" + temp.resolve("all.tar"), layout)) {
            Whittle.built()
                    .run("slim", "dir:" + source, "--entrypoint", "/bin/low", "--include", "/data/**", "-o", to)
                    .succeeds();
        }
        Path tar = Archive.unpack(temp.resolve("all.tar"), temp.resolve("tar"));
        Command.of(Setup.tool("umoci"), "unpack", "--image", layout.substring(4), temp.resolve("bundle"))
                .run()
                .succeeds();
        List<String> expected = facts(tar);
        assertThat(expected)
                .contains("bin/low f 755 0 0 " + Files.size(source.resolve("bin/low")) + " 1 ")
                .contains("data/raw f 4755 1234 4321 " + Files.size(source.resolve("bin/low")) + " 1 ")
                .contains("data/text f 640 7 8 5 2 ", "data/other f 640 7 8 5 2 ")
                .contains("data/link l 777 3 4 4 1 text", "data/closed d 1730 5 6")
                .anyMatch(line -> line.startsWith("security.capability=0x"))
                .contains("user.bytes=0x00ff80c3286f0a");
        assertThat(facts(temp.resolve("bundle/rootfs"))).isEqualTo(expected);
        assertThat(facts(temp.resolve("own"))).isEqualTo(expected);
        // What was preserved is unchanged.
        assertThat(facts(source))
                .containsAll(expected.stream()
                        .filter(line -> line.startsWith("data/"))
                        .toList());
    }

    private static Path root(Path root) throws IOException, InterruptedException {
        String script = """
                set -e
                mkdir -p "$1"/{bin,data/closed,etc,tmp}; cd "$1"
                cp "$2" bin/low; cp "$2" data/raw; chmod 755 bin/low
                chmod 1777 tmp; printf root:x:0:0::/: >etc/passwd
                echo text >data/text; ln data/text data/other; ln -s text data/link; mkfifo data/pipe
                chown 7:8 data/text; chmod 640 data/text; chown -h 3:4 data/link
                chown 5:6 data/closed; chmod 1730 data/closed; chown 1234:4321 data/raw; chmod 4755 data/raw
                setcap cap_net_bind_service=ep bin/low
                setcap cap_setuid,cap_setgid=p data/raw
                setfattr -n user.bytes -v 0x00ff80c3286f0a data/text
                """;
        Path program = Setup.cache().resolve("programs/static/users");
        Command.bash(script, List.of(root.toString(), program.toString())).run().succeeds();
        return root;
    }

    private static List<String> facts(Path root) throws IOException, InterruptedException {
        return Command.bash(FACTS, List.of(root.toString())).run().succeeds().lines();
    }
}
