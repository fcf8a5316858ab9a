package dev.whittle.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RootPathTest {
    @ParameterizedTest
    @CsvSource({
        "'', /",
        "/, /",
        "., /",
        ".., /",
        "///, /",
        "usr, /usr",
        "usr/, /usr",
        "//usr//bin/, /usr/bin",
        "/usr/./bin, /usr/bin",
        "/usr/../bin, /bin",
        "/usr/../../../bin, /bin",
        "a/b/../.., /",
        "/a/..., /a/...",
        "/a/..b, /a/..b",
        "/.a/b., /.a/b.",
        "' /a ', '/ /a '",
    })
    void normalises(String raw, String path) {
        assertThat(RootPath.of(raw).raw()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "a/b", "//", "/a/", "/a//b", "/.", "/..", "/a/.", "/a/..", "/./a", "/a/../b", "/a\0"})
    void refuses_what_is_not_normal(String raw) {
        assertThatIllegalArgumentException().isThrownBy(() -> new RootPath(raw));
    }

    @Test
    void refuses_a_child_that_is_no_entry() {
        RootPath usr = RootPath.of("/usr");
        assertThatIllegalArgumentException().isThrownBy(() -> usr.child(".."));
        assertThatIllegalArgumentException().isThrownBy(() -> usr.child("."));
        assertThatIllegalArgumentException().isThrownBy(() -> usr.child(""));
    }

    @Test
    void resolves_a_relative_path_from_itself_and_an_absolute_one_from_the_root() {
        RootPath lib = RootPath.of("/usr/lib");
        assertThat(lib.resolve("../bin/x")).isEqualTo(RootPath.of("/usr/bin/x"));
        assertThat(lib.resolve("/etc")).isEqualTo(RootPath.of("/etc"));
        assertThat(lib.resolve("")).isEqualTo(lib);
    }

    @Test
    void knows_its_parts() {
        RootPath path = RootPath.of("/usr/bin/curl");
        assertThat(path.name()).isEqualTo("curl");
        assertThat(path.parent()).isEqualTo(RootPath.of("/usr/bin"));
        assertThat(path.relative()).isEqualTo("usr/bin/curl");
        assertThat(path.components()).containsExactly("usr", "bin", "curl");
        assertThat(RootPath.of("/usr").parent()).isEqualTo(RootPath.ROOT);
        assertThat(RootPath.ROOT.child("usr").child("bin")).isEqualTo(RootPath.of("/usr/bin"));
    }

    @Test
    void the_root_is_its_own_parent_and_has_no_name() {
        assertThat(RootPath.ROOT.parent()).isEqualTo(RootPath.ROOT);
        assertThat(RootPath.ROOT.name()).isEmpty();
        assertThat(RootPath.ROOT.relative()).isEmpty();
        assertThat(RootPath.ROOT.components()).isEmpty();
        assertThat(RootPath.ROOT.isRoot()).isTrue();
        assertThat(RootPath.of("/a").isRoot()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/usr/bin, /usr, true",
        "/usr, /usr, true",
        "/usr, /, true",
        "/, /, true",
        "/usrlocal, /usr, false",
        "/usr, /usr/bin, false",
        "/, /usr, false",
        "/usr-x/a, /usr, false",
    })
    void starts_with_whole_components_only(String path, String directory, boolean expected) {
        assertThat(RootPath.of(path).startsWith(RootPath.of(directory))).isEqualTo(expected);
    }

    @Test
    void a_directory_stands_right_before_what_it_holds() {
        String[] ordered = {
            "/",
            "/a",
            "/a/b",
            "/a/b/c",
            "/a/z",
            "/a!",
            "/a-b",
            "/a-b/c",
            "/a.b",
            "/ab",
            "/b\u00c3\u00a9",
            "/b\u00ff",
            "/c"
        };
        List<RootPath> expected = Arrays.stream(ordered).map(RootPath::new).toList();
        for (int seed = 0; seed < 20; seed++) {
            List<RootPath> shuffled = new ArrayList<>(expected);
            Collections.shuffle(shuffled, new Random(seed));
            Collections.sort(shuffled);
            assertThat(shuffled).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void shows_itself_without_control_characters() {
        assertThat(RootPath.of("/a\nb\u00ff")).hasToString("/a\\nb\\377");
    }
}
