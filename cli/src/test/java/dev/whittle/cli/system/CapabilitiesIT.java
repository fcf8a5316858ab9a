package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What gives a program its privileges is preserved: file capabilities, and set-id bits. */
@Tag("system")
class CapabilitiesIT {
    @BeforeAll
    static void requireRoot() throws IOException {
        Setup.requireRoot();
    }

    @Test
    void file_capabilities_survive_the_layer(@TempDir Path temp) throws IOException, InterruptedException {
        Path program = copy(temp);
        Command.of(Setup.tool("setcap"), "cap_net_bind_service=ep", program)
                .run()
                .succeeds();
        Path unpacked = throughALayer(program, temp);
        assertThat(capabilities(unpacked)).isEqualTo(capabilities(program)).contains("cap_net_bind_service=ep");
    }

    @Test
    void a_layer_of_a_pipe_keeps_them_as_well(@TempDir Path temp) throws IOException, InterruptedException {
        Path program = copy(temp);
        Command.of(Setup.tool("setcap"), "cap_net_raw=p", program).run().succeeds();
        Command.bash(
                        "\"$@\" -o - | tar --xattrs --xattrs-include='*' -xp -C \"$ROOT\"",
                        Whittle.built().words("layer", program))
                .with("ROOT", Files.createDirectory(temp.resolve("root")).toString())
                .run()
                .succeeds();
        assertThat(capabilities(inside(temp.resolve("root"), program))).isEqualTo(capabilities(program));
    }

    @Test
    void set_id_bits_and_owners_survive_the_layer(@TempDir Path temp) throws IOException, InterruptedException {
        Path program = copy(temp);
        // The owner first: changing it clears the bits.
        Command.of("chown", "1234:4321", program).run().succeeds();
        Command.of("chmod", "6751", program).run().succeeds();
        assertThat(facts(throughALayer(program, temp))).isEqualTo("6751 1234 4321");
    }

    private static Path copy(Path temp) throws IOException {
        return Files.copy(Path.of("/bin/true").toRealPath(), temp.toRealPath().resolve("program"));
    }

    private static Path throughALayer(Path program, Path temp) throws IOException, InterruptedException {
        Path archive = Whittle.built().layer(temp.resolve("layer.tar"), program);
        return inside(Archive.unpack(archive, temp.resolve("root")), program);
    }

    private static Path inside(Path root, Path program) {
        return root.resolve(program.toString().substring(1));
    }

    private static String capabilities(Path file) throws IOException, InterruptedException {
        String line = Command.of(Setup.tool("getcap"), file).run().succeeds().out();
        return line.substring(line.lastIndexOf(' ') + 1).strip();
    }

    private static String facts(Path file) throws IOException, InterruptedException {
        return Command.of("stat", "-c", "%a %u %g", file).run().succeeds().out().strip();
    }
}
