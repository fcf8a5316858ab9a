package dev.whittle.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import org.junit.jupiter.api.Test;

class DeepTreeTest {
    /** As deep as PATH_MAX permits. */
    @Test
    void names_beside_each_other_far_down_are_not_mistaken() throws Exception {
        String deep = "d/".repeat(2000);
        LayerScene scene = LayerScene.of(tar -> tar.pax("path", deep + "a/f")
                .file("x", "1")
                .pax("path", deep + "ab/g")
                .file("x", "2")
                .pax("path", deep + "c")
                .file("x", "3"));
        try (LayeredRoot root = scene.open()) {
            for (int i = 0; i < 2; i++) {
                assertThat(root.node(path(deep + "a"))).get().isInstanceOf(Node.Directory.class);
                assertThat(root.node(path(deep + "ab/g"))).get().isInstanceOf(Node.RegularFile.class);
                assertThat(root.node(path(deep + "a/g"))).isEmpty();
                assertThat(root.node(path(deep + "a/f"))).get().isInstanceOf(Node.RegularFile.class);
                assertThat(root.node(path(deep + "a/f/x"))).isEmpty();
                assertThat(root.node(path(deep + "c/f"))).isEmpty();
                assertThat(root.list(path("d"))).containsExactly("d");
                assertThat(root.node(RootPath.ROOT)).get().isInstanceOf(Node.Directory.class);
            }
        }
    }

    private static RootPath path(String relative) {
        return RootPath.of("/" + relative);
    }
}
