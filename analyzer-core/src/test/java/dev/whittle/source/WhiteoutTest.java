package dev.whittle.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytes.BadArchiveException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OCI image-spec, layer.md, "Whiteouts". */
class WhiteoutTest {
    @Test
    void a_whiteout_hides_what_lower_layers_hold() throws Exception {
        LayerScene scene = LayerScene.of(
                        tar -> tar.file("a/x", "1").file("a/y", "2").file("b/x", "3"))
                .then(tar -> tar.file("a/.wh.x", "").file(".wh.b", ""));
        assertThat(scene.tree()).isEqualTo("""
                /a: dir 755
                /a/y: file 644 "2"
                """);
    }

    @Test
    void a_whiteout_spares_its_own_layer_wherever_it_stands() throws Exception {
        LayerScene scene = LayerScene.of(
                        tar -> tar.file("a/x", "old").file("b/x", "old").file("b/y", "old"))
                .then(tar -> tar.file("a/x", "new")
                        .file("a/.wh.x", "")
                        .file(".wh.b", "")
                        .file("b/x", "new"));
        assertThat(scene.tree()).isEqualTo("""
                /a: dir 755
                /a/x: file 644 "new"
                /b: dir 755
                /b/x: file 644 "new"
                """);
    }

    @Test
    void an_opaque_directory_is_emptied_before_all_else() throws Exception {
        LayerScene scene = LayerScene.of(
                        tar -> tar.file("a/x", "old").file("a/d/y", "old").file("b", "old"))
                .then(tar -> tar.file("a/d/z", "new").file("a/.wh..wh..opq", "").file("a/w", "new"));
        assertThat(scene.tree()).isEqualTo("""
                /a: dir 755
                /a/d: dir 755
                /a/d/z: file 644 "new"
                /a/w: file 644 "new"
                /b: file 644 "old"
                """);
    }

    @Test
    void an_opaque_root_hides_all() throws Exception {
        LayerScene scene = LayerScene.of(tar -> tar.file("a/x", "old"))
                .then(tar -> tar.file("./b", "new").file("./.wh..wh..opq", ""));
        assertThat(scene.tree()).isEqualTo("/b: file 644 \"new\"\n");
    }

    /** Output of overlay file systems when a link was removed and a directory created in its place. */
    @Test
    void an_opaque_directory_in_the_place_of_a_link_leaves_alone_where_the_link_led() throws Exception {
        LayerScene scene = LayerScene.of(tar -> tar.file("usr/lib/x", "kept").link("lib", "usr/lib"))
                .then(tar -> tar.directory("lib/")
                        .file("lib/.wh..wh..opq", "")
                        .file("lib/.wh.x", "")
                        .file("lib/y", "new"));
        assertThat(scene.tree()).isEqualTo("""
                /lib: dir 755
                /lib/y: file 644 "new"
                /usr: dir 755
                /usr/lib: dir 755
                /usr/lib/x: file 644 "kept"
                """);
    }

    @Test
    void a_whiteout_below_a_link_to_a_directory_hides_what_is_in_that_directory() throws Exception {
        LayerScene scene = LayerScene.of(tar ->
                        tar.file("usr/lib/x", "old").file("usr/lib/y", "kept").link("lib", "usr/lib"))
                .then(tar -> tar.file("lib/.wh.x", ""));
        assertThat(scene.tree()).isEqualTo("""
                /lib: link usr/lib
                /usr: dir 755
                /usr/lib: dir 755
                /usr/lib/y: file 644 "kept"
                """);
    }

    @Test
    void a_whiteout_of_a_link_spares_what_it_leads_to() throws Exception {
        LayerScene scene =
                LayerScene.of(tar -> tar.file("a", "1").link("l", "a")).then(tar -> tar.file(".wh.l", ""));
        assertThat(scene.tree()).isEqualTo("/a: file 644 \"1\"\n");
    }

    @Test
    void a_whiteout_of_what_is_not_there_is_nothing() throws Exception {
        LayerScene scene = LayerScene.of(tar -> tar.file("a", "1").link("loop", "loop"))
                .then(tar -> tar.file(".wh.b", "")
                        .file("a/.wh.b", "")
                        .file("loop/.wh.b", "")
                        .file("no/such/.wh.b", "")
                        .file("no/such/.wh..wh..opq", ""));
        assertThat(scene.tree()).isEqualTo("""
                /a: file 644 "1"
                /loop: link loop
                """);
    }

    @Test
    void a_whiteout_may_be_any_kind_of_entry_and_its_name_any_bytes() throws Exception {
        LayerScene scene = LayerScene.of(
                        tar -> tar.file("a", "1").file("\u00ff", "2").file(".wh", "3"))
                .then(tar -> tar.hardLink(".wh.a", ".wh..wh.aufs").directory(".wh.\u00ff/"));
        assertThat(scene.tree()).isEqualTo("/.wh: file 644 \"3\"\n");
    }

    @Test
    void metadata_of_aufs_is_skipped_but_serves_hard_links() throws Exception {
        LayerScene scene = LayerScene.of(tar -> tar.file(".wh..wh.aufs", "")
                .directory(".wh..wh.orph/")
                .directory(".wh..wh.plnk/")
                .file(".wh..wh.plnk/12.34", "shared")
                .hardLink("a", ".wh..wh.plnk/12.34")
                .hardLink("b", ".wh..wh.plnk/12.34"));
        assertThat(scene.tree()).isEqualTo("""
                /a: file 644 "shared"
                /b: file 644 same as /a
                """);
    }

    @ParameterizedTest
    @CsvSource({
        "a/.wh., 'layer 1: a whiteout of nothing: a/.wh. (at offset 0)'",
        "a/.wh.., 'layer 1: a whiteout of \".\" or \"..\": a/.wh.. (at offset 0)'",
        "a/.wh..., 'layer 1: a whiteout of \".\" or \"..\": a/.wh... (at offset 0)'",
        ".wh..., 'layer 1: a whiteout of \".\" or \"..\": .wh... (at offset 0)'",
        ".wh.a/b, 'layer 1: an entry below a whiteout: .wh.a/b (at offset 0)'",
        ".wh.a/.wh.b/c, 'layer 1: an entry below a whiteout: .wh.a/.wh.b/c (at offset 0)'",
    })
    void what_cannot_be_meant_is_an_error(String name, String message) {
        assertThatThrownBy(() -> LayerScene.of(tar -> tar.file(name, "")).tree())
                .isInstanceOf(BadArchiveException.class)
                .hasMessage(message);
    }
}
