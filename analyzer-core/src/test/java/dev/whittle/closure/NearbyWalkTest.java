package dev.whittle.closure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Wherever it continues from, it finds what a walk from the root finds, with the same links. */
class NearbyWalkTest {
    private static final String DEEP = "/" + "d".repeat(200) + "/" + "e".repeat(200);

    private final MemoryRoot root = new MemoryRoot()
            .file(DEEP + "/f", "")
            .file(DEEP + "/g/h", "")
            .file(DEEP + "/g/i/j", "")
            .file("/near/f", "")
            .link(DEEP + "/to-near", "/near")
            .link(DEEP + "/up", "..")
            .link(DEEP + "/g/loop", "loop")
            .link("/short", DEEP)
            .link("/" + "l".repeat(250) + "-link", DEEP);

    private final NearbyWalk walk = new NearbyWalk(root);

    @Test
    void every_way_is_that_from_the_root() throws IOException {
        for (String path : List.of(
                DEEP,
                DEEP + "/f",
                DEEP + "/g",
                DEEP + "/g/h",
                DEEP + "/g/i",
                DEEP + "/g/i/j",
                DEEP + "/g/loop",
                DEEP + "/g/none",
                DEEP + "/none/f",
                DEEP + "/f/none",
                DEEP + "/to-near",
                DEEP + "/to-near/f",
                DEEP + "/up",
                DEEP + "/up/none",
                DEEP + "/g/..",
                DEEP + "/g/.",
                DEEP + "/g/",
                DEEP + "/f/",
                DEEP + "//g",
                DEEP + "/./f",
                "/short/g/h",
                "/" + "l".repeat(250) + "-link/g/h",
                "/" + "l".repeat(250) + "-link/../" + "e".repeat(200) + "/f",
                DEEP + "/" + "x".repeat(256),
                "/near/f",
                "/",
                DEEP + "/" + "y/".repeat(2000))) {
            assertThat(walk.follow(path))
                    .as(path)
                    .isEqualTo(Walk.follow(root, RootPath.ROOT, path).found());
        }
    }
}
