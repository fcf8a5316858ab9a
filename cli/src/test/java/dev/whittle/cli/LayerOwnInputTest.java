package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Output never overwrites a file that the layer contains. */
class LayerOwnInputTest {
    private final Path root;

    LayerOwnInputTest(@TempDir Path root) throws IOException {
        this.root = root.toRealPath();
    }

    @BeforeEach
    void fill() throws IOException {
        Roots.musl(root.resolve("srv")).link("/bin/link", "app");
        Files.writeString(root.resolve("own"), "mine");
    }

    @ParameterizedTest
    @CsvSource({
        "srv/bin/app,              /bin/app",
        "srv/bin/link,             /bin/app",
        "srv/usr/lib/libone.so.1,  /usr/lib/libone.so.1.2",
        "srv/etc/app.conf,         /etc/app.conf",
        "own,                      /opt/own"
    })
    void an_output_that_the_layer_holds_is_refused(String output, String path) throws IOException {
        byte[] before = Files.readAllBytes(root.resolve(output));
        Whittle.Result archive = layer("-o", output);
        assertThat(archive.exit()).isEqualTo(2);
        assertThat(archive.err())
                .isEqualTo("whittle: " + output + ": is in the layer itself, as " + path
                        + "; write elsewhere, or --exclude it\n");
        assertThat(layer("-o", "out.tar", "--report", output).exit()).isEqualTo(2);
        assertThat(root.resolve(output)).hasBinaryContent(before);
        assertThat(root.resolve("out.tar")).doesNotExist();
    }

    @Test
    void excluded_it_may_be_written_again_and_again() throws IOException {
        assertThat(layer("-o", "srv/etc/out.tar").exit()).isZero();
        assertThat(layer("-o", "srv/etc/out.tar").exit()).isEqualTo(2);
        long size = Files.size(root.resolve("srv/etc/out.tar"));
        assertThat(layer("-o", "srv/etc/out.tar", "--exclude", "/etc/out.tar").exit())
                .isZero();
        assertThat(root.resolve("srv/etc/out.tar")).hasSize(size);
    }

    private Whittle.Result layer(String... more) {
        String[] arguments = {"layer", "--from", "srv", "/bin/app", "--include", "/etc", "--add", "own:/opt/own", "-q"};
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return Whittle.in(root).run(all);
    }
}
