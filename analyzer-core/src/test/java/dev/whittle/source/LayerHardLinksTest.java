package dev.whittle.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.TarBuilder;
import org.junit.jupiter.api.Test;

/** A file is an inode with names, whichever layers they are in. */
class LayerHardLinksTest {
    @Test
    void all_names_of_a_file_are_one() throws Exception {
        LayerScene scene =
                LayerScene.of(tar -> tar.file("b", "1").hardLink("a", "./b").hardLink("c", "/a"));
        assertThat(scene.tree()).isEqualTo("""
                /a: file 644 "1"
                /b: file 644 same as /a
                /c: file 644 same as /a
                """);
    }

    @Test
    void a_link_may_reach_into_a_lower_layer() throws Exception {
        LayerScene scene = LayerScene.of(tar -> tar.file("usr/lib/a", "1").link("lib", "usr/lib"))
                .then(tar -> tar.hardLink("usr/lib/b", "lib/a"));
        assertThat(scene.tree()).isEqualTo("""
                /lib: link usr/lib
                /usr: dir 755
                /usr/lib: dir 755
                /usr/lib/a: file 644 "1"
                /usr/lib/b: file 644 same as /usr/lib/a
                """);
    }

    @Test
    void a_name_survives_the_whiteout_of_the_other_whichever_comes_first() throws Exception {
        LayerScene scene = LayerScene.of(
                        tar -> tar.file("a", "1").file("d/e/x", "2").file("o/x", "3"))
                .then(tar -> tar.hardLink("first", "a")
                        .file(".wh.a", "")
                        .hardLink("last", "a")
                        .file(".wh.d", "")
                        .hardLink("x", "d/e/x")
                        .file("o/.wh..wh..opq", "")
                        .hardLink("o/y", "o/x"));
        assertThat(scene.tree()).isEqualTo("""
                /first: file 644 "1"
                /last: file 644 same as /first
                /o: dir 755
                /o/y: file 644 "3"
                /x: file 644 "2"
                """);
    }

    @Test
    void a_name_hidden_in_a_later_layer_leaves_the_other() throws Exception {
        LayerScene scene = LayerScene.of(tar -> tar.file("a", "1").hardLink("b", "a"))
                .then(tar -> tar.file(".wh.a", ""))
                .then(tar -> tar.hardLink("c", "b"));
        assertThat(scene.tree()).isEqualTo("""
                /b: file 644 "1"
                /c: file 644 same as /b
                """);
    }

    @Test
    void a_file_replaced_is_another_file_than_its_old_names_mean() throws Exception {
        LayerScene scene = LayerScene.of(tar -> tar.file("a", "1").hardLink("b", "a"))
                .then(tar -> tar.file("a", "2").hardLink("c", "a"));
        assertThat(scene.tree()).isEqualTo("""
                /a: file 644 "2"
                /b: file 644 "1"
                /c: file 644 same as /a
                """);
    }

    @Test
    void a_link_has_names_too_and_is_not_followed() throws Exception {
        LayerScene scene =
                LayerScene.of(tar -> tar.file("a", "1").link("l", "a").hardLink("m", "l"));
        assertThat(scene.tree()).isEqualTo("""
                /a: file 644 "1"
                /l: link a
                /m: link a
                """);
    }

    @Test
    void a_link_to_itself_changes_nothing() throws Exception {
        LayerScene scene = LayerScene.of(tar -> tar.file("a", "1")).then(tar -> tar.hardLink("a", "a"));
        assertThat(scene.tree()).isEqualTo("/a: file 644 \"1\"\n");
    }

    @Test
    void it_takes_no_attributes_from_the_link() throws Exception {
        LayerScene scene = LayerScene.of(tar -> tar.file("a", "1")
                .add(new TarBuilder.Header("b").type('1').linkName("a").mode(0777)));
        assertThat(scene.tree()).isEqualTo("""
                /a: file 644 "1"
                /b: file 644 same as /a
                """);
    }
}
