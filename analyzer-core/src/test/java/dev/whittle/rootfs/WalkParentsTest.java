package dev.whittle.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.whittle.path.RootPath;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Walks to a link itself, and the meaning of {@code ..} after a link. */
class WalkParentsTest {
    private final MemoryRoot root = new MemoryRoot()
            .file("/opt/app/lib/l.so", "l")
            .file("/opt/app/bin/x", "x")
            .file("/usr/lib/z.so", "z")
            .link("/app", "opt/app/bin")
            .link("/lib", "usr/lib")
            .link("/usr/lib/z", "z.so")
            .link("/dangling", "nowhere/at/all");

    @Test
    void a_link_in_last_place_is_given_as_itself() throws IOException {
        Walk.Result.Found found =
                Walk.followParents(root, RootPath.of("/lib/z")).found().orElseThrow();
        assertThat(found.path()).isEqualTo(RootPath.of("/usr/lib/z"));
        assertThat(found.node()).isInstanceOf(Node.SymbolicLink.class);
        assertThat(found.via()).containsExactly(RootPath.of("/lib"), RootPath.of("/usr"), RootPath.of("/usr/lib"));
    }

    @Test
    void a_dangling_link_is_there() throws IOException {
        assertThat(Walk.followParents(root, RootPath.of("/dangling")).found()).isPresent();
        assertThat(Walk.follow(root, RootPath.of("/dangling")).found()).isEmpty();
    }

    /** As in the kernel: {@code cd /app/../lib} goes to the sibling of the directory that /app leads to. */
    @ParameterizedTest
    @CsvSource({
        "/app/../lib/l.so, /opt/app/lib/l.so",
        "/app/x/../../lib, /opt/app/lib",
        "/opt/app/bin/../lib/l.so, /opt/app/lib/l.so",
        "/lib/z, /lib/z",
        "/lib/../lib/z.so, /usr/lib/z.so",
        "/./lib//z, /lib/z",
        "lib/z, /lib/z",
        "/../../lib, /lib",
        "/.., /",
        "'', /",
        "/nothing/../lib, /lib",
    })
    void normalising_leaves_the_directory_that_a_link_leads_to(String path, String expected) throws IOException {
        assertThat(Walk.normalise(root, path)).isEqualTo(RootPath.of(expected));
    }

    @Test
    void what_is_normalised_leads_to_the_same_file() throws IOException {
        for (String path :
                new String[] {"/app/../lib/l.so", "/lib/../lib/z.so", "/lib/z", "/lib/../../opt/app/bin/x"}) {
            assertThat(Walk.follow(root, Walk.normalise(root, path)).found().map(Walk.Result.Found::path))
                    .isPresent()
                    .isEqualTo(Walk.follow(root, RootPath.ROOT, path).found().map(Walk.Result.Found::path));
        }
    }

    @Test
    void attributes_hold_the_low_twelve_bits_only() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Attributes(0100644, 0, 0, Instant.EPOCH))
                .withMessageContaining("100644");
        assertThat(new Attributes(04755, 0, 0, Instant.EPOCH).isSetId()).isTrue();
        assertThat(new Attributes(02755, 0, 0, Instant.EPOCH).isSetId()).isTrue();
        assertThat(new Attributes(01777, 0, 0, Instant.EPOCH).isSetId()).isFalse();
    }
}
