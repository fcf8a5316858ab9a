package dev.whittle.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.rootfs.RootDump;
import dev.whittle.testdata.TarBuilder;
import dev.whittle.testdata.TarBuilder.Header;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** OCI image-spec, layer.md, "Applying Changesets". */
class LayersOverEachOtherTest {
    @Test
    void a_directory_over_a_directory_has_new_attributes_and_the_old_children() throws Exception {
        LayerScene scene = LayerScene.of(tar -> tar.pax("SCHILY.xattr.user.old", "1")
                        .add(new Header("d").type('5').mode(0700).owner(1, 2).modified(3))
                        .file("d/x", "1"))
                .then(tar -> tar.pax("SCHILY.xattr.user.new", "\0\u00ff=\n")
                        .add(new Header("d").type('5').mode(01777).owner(4, 5).modified(6)));
        assertThat(scene.tree()).isEqualTo("""
                /d: dir 1777 4:5 @6 user.new=\\000\\377=\\n
                /d/x: file 644 "1"
                """);
    }

    @Test
    void other_clashes_remove_and_then_create() throws Exception {
        LayerScene scene = LayerScene.of(tar ->
                        tar.file("d/x", "1").file("f", "1").link("l", "d").file("g", "1"))
                .then(tar -> tar.file("d", "now a file")
                        .directory("f/")
                        .directory("l/")
                        .add(new Header("g").mode(0600).content("2")));
        assertThat(scene.tree()).isEqualTo("""
                /d: file 644 "now a file"
                /f: dir 755
                /g: file 600 "2"
                /l: dir 755
                """);
    }

    @Test
    void of_a_path_twice_in_a_layer_the_later_holds() throws Exception {
        LayerScene scene = LayerScene.of(
                tar -> tar.file("a", "1").file("./a", "2").link("/b", "x").file("b", "3"));
        assertThat(scene.tree()).isEqualTo("""
                /a: file 644 "2"
                /b: file 644 "3"
                """);
    }

    @Test
    void names_are_normalised_and_parents_made() throws Exception {
        LayerScene scene = LayerScene.of(tar -> tar.file("./a//b/./c", "1")
                .file("/absolute", "2")
                .directory(".//d//")
                .add(new Header("a").type('5').mode(0750)));
        assertThat(scene.tree()).isEqualTo("""
                /a: dir 750
                /a/b: dir 755
                /a/b/c: file 644 "1"
                /absolute: file 644 "2"
                /d: dir 755
                """);
    }

    @Test
    void the_root_has_attributes_of_its_own() throws Exception {
        LayerScene scene = LayerScene.of(
                tar -> tar.add(new Header("./").type('5').mode(0555).owner(7, 8).modified(9)));
        try (LayeredRoot root = scene.open()) {
            assertThat(RootDump.of(root)).isEqualTo("/: dir 555 7:8 @9\n");
        }
        try (LayeredRoot root = LayerScene.of(tar -> {}).open()) {
            assertThat(RootDump.of(root)).isEqualTo("/: dir 755\n");
        }
    }

    @Test
    void entries_below_a_link_to_a_directory_land_in_that_directory() throws Exception {
        LayerScene scene = LayerScene.of(tar -> tar.file("usr/lib/x", "1")
                        .link("lib", "usr/lib")
                        .link("absolute", "/usr/lib")
                        .link("upwards", "../../usr/./lib/../lib")
                        .link("twice", "lib"))
                .then(tar -> tar.file("lib/a", "1")
                        .file("absolute/b", "2")
                        .file("upwards/c", "3")
                        .file("twice/d/e", "4"));
        assertThat(scene.tree()).isEqualTo("""
                /absolute: link /usr/lib
                /lib: link usr/lib
                /twice: link lib
                /upwards: link ../../usr/./lib/../lib
                /usr: dir 755
                /usr/lib: dir 755
                /usr/lib/a: file 644 "1"
                /usr/lib/b: file 644 "2"
                /usr/lib/c: file 644 "3"
                /usr/lib/d: dir 755
                /usr/lib/d/e: file 644 "4"
                /usr/lib/x: file 644 "1"
                """);
    }

    @Test
    void below_a_link_that_leads_nowhere_the_directory_is_made_inside() throws Exception {
        LayerScene scene = LayerScene.of(tar -> tar.link("lib", "../../usr/lib").file("lib/a", "1"));
        assertThat(scene.tree()).isEqualTo("""
                /lib: link ../../usr/lib
                /usr: dir 755
                /usr/lib: dir 755
                /usr/lib/a: file 644 "1"
                """);
    }

    @Test
    void special_files_are_kept() throws Exception {
        LayerScene scene = LayerScene.of(
                tar -> tar.add(new Header("null").type('3').mode(0666).device(1, 3))
                        .add(new Header("disk").type('4').device(8, 0))
                        .add(new Header("pipe").type('6')));
        assertThat(scene.tree()).isEqualTo("""
                /disk: block 644 8,0
                /null: character 666 1,3
                /pipe: fifo 644
                """);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault(tar -> tar.file("a/../b", ""), "a name with \"..\": a/../b (at offset 0)"),
                fault(tar -> tar.file("..", ""), "a name with \"..\": .. (at offset 0)"),
                fault(tar -> tar.hardLink("a", "../b"), "a name with \"..\": ../b (at offset 0)"),
                fault(tar -> tar.file("a", "").file("a/b", ""), "/a/b: below a, which is not a directory"),
                fault(
                        tar -> tar.link("a", "b").link("b", "/a").file("a/c", ""),
                        "/a/c: below the link a, which leads in a circle"),
                fault(tar -> tar.hardLink("a", "b"), "/a: a hard link to /b, which is not there"),
                fault(tar -> tar.directory("b/").hardLink("a", "b"), "/a: a hard link to /b, which is a directory"),
                fault(tar -> tar.link("./", "x"), "/: the root is not a directory"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("faults")
    void what_cannot_be_laid_is_an_error_that_names_the_layer(Consumer<TarBuilder> layer, String message) {
        assertThatThrownBy(() ->
                        LayerScene.of(tar -> tar.file("fine", "")).then(layer).tree())
                .isInstanceOf(BadArchiveException.class)
                .hasMessage("layer 2: " + message);
    }

    private static Arguments fault(Consumer<TarBuilder> layer, String message) {
        return Arguments.of(layer, message);
    }
}
