package dev.whittle.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Combinations of links, whiteouts and names in several layers, as engines unpack them. */
class WhiteoutChainsTest {
    @Test
    void a_link_outlives_the_whiteout_of_what_it_leads_to() throws Exception {
        LayerScene scene = LayerScene.of(
                        tar -> tar.file("d/f", "1").link("l", "d").link("m", "l/f"))
                .then(tar -> tar.file(".wh.d", ""));
        assertThat(scene.tree()).isEqualTo("""
                /l: link d
                /m: link l/f
                """);
    }

    @Test
    void a_link_leads_to_what_a_later_layer_puts_there_again() throws Exception {
        LayerScene scene = LayerScene.of(tar -> tar.file("d/f", "old").link("l", "d"))
                .then(tar -> tar.file(".wh.d", ""))
                .then(tar -> tar.directory("d/"))
                .then(tar -> tar.file("l/g", "new"));
        assertThat(scene.tree()).isEqualTo("""
                /d: dir 755
                /d/g: file 644 "new"
                /l: link d
                """);
    }

    @Test
    void a_whiteout_through_a_link_that_is_whited_out_means_what_the_lower_layers_had() throws Exception {
        LayerScene scene = LayerScene.of(
                        tar -> tar.file("d/f", "1").file("d/g", "2").link("l", "d"))
                .then(tar -> tar.file("l/.wh.f", ""))
                .then(tar -> tar.file(".wh.l", "").file("l/.wh.g", ""));
        assertThat(scene.tree()).contains("/d: dir 755").doesNotContain("/d/f").doesNotContain("/l:");
    }

    @Test
    void an_opaque_directory_hides_links_and_keeps_what_they_led_to() throws Exception {
        LayerScene scene = LayerScene.of(
                        tar -> tar.file("d/f", "1").link("o/l", "../d").link("o/m", "l/f"))
                .then(tar -> tar.file("o/.wh..wh..opq", "").link("o/m", "../d/f"));
        assertThat(scene.tree()).isEqualTo("""
                /d: dir 755
                /d/f: file 644 "1"
                /o: dir 755
                /o/m: link ../d/f
                """);
    }

    @Test
    void names_that_differ_in_case_are_two() throws Exception {
        LayerScene scene = LayerScene.of(tar ->
                        tar.file("etc/README", "1").file("etc/readme", "2").file("Etc/readme", "3"))
                .then(tar -> tar.file("etc/.wh.README", ""));
        assertThat(scene.tree()).isEqualTo("""
                /Etc: dir 755
                /Etc/readme: file 644 "3"
                /etc: dir 755
                /etc/readme: file 644 "2"
                """);
    }
}
