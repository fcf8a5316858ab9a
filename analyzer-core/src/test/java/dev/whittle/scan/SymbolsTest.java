package dev.whittle.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.resolve.Scene;
import dev.whittle.source.DirectoryRoot;
import dev.whittle.testdata.SymbolBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Symbols that are looked up; each case is a program and a library that defines the symbol in some form. */
class SymbolsTest {
    private final Path directory;

    SymbolsTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
    }

    @Test
    void a_symbol_that_no_library_has_is_undefined() throws IOException {
        assertThat(undefined(use("gone"), has("other")))
                .containsExactly("ERROR /bin/app: gone: not defined for /bin/app");
    }

    @Test
    void a_weak_reference_may_find_nothing() throws IOException {
        assertThat(undefined(use("gone").weak(), has("other"))).isEmpty();
    }

    @Test
    void a_weak_definition_will_do() throws IOException {
        assertThat(undefined(use("f"), has("f").weak())).isEmpty();
    }

    @Test
    void hidden_and_local_definitions_will_not() throws IOException {
        assertThat(undefined(use("f"), has("f").visibility(2))).hasSize(1);
        assertThat(undefined(use("f"), has("f").local())).hasSize(1);
    }

    @Test
    void a_version_must_be_the_one_that_is_wanted() throws IOException {
        assertThat(undefined(use("f").wants("liba.so.1", "V2"), has("f").defines("V2")))
                .isEmpty();
        assertThat(undefined(use("f").wants("liba.so.1", "V2"), has("f").defines("V1")))
                .containsExactly("ERROR /bin/app: f, version V2: not defined for /bin/app");
    }

    @Test
    void who_wants_no_version_gets_the_only_one() throws IOException {
        assertThat(undefined(use("f"), has("f").defines("V2"))).isEmpty();
    }

    @Test
    void a_library_without_versions_has_every_version() throws IOException {
        assertThat(undefined(use("f").wants("liba.so.1", "V2"), has("f"))).isEmpty();
    }

    @Test
    void musl_knows_no_versions() throws IOException {
        Scene scene = Scene.musl(directory);
        scene.file(
                "/bin/app",
                use("f").wants("liba.so.1", "V2")
                        .interpreter("/lib/ld-musl-x86_64.so.1")
                        .build());
        scene.file("/lib/liba.so.1", has("f").defines("V1").build());
        assertThat(ScanScene.of(ScanRule.UNDEFINED_SYMBOL, ScanScene.scan(DirectoryRoot.open(directory), true)))
                .isEmpty();
    }

    @Test
    void a_library_of_which_nothing_is_used_is_told() throws IOException {
        Scene scene = Scene.glibc(directory);
        scene.file("/bin/app", use("f").needed("libb.so.1").build());
        scene.file("/lib/liba.so.1", has("f").build());
        scene.file("/lib/libb.so.1", has("f").build());
        ScanResult result = ScanScene.scan(DirectoryRoot.open(directory), true);
        assertThat(ScanScene.of(ScanRule.UNUSED_DEPENDENCY, result))
                .containsExactly("NOTE /bin/app: uses no symbol of libb.so.1");
    }

    @Test
    void what_a_module_wants_of_its_program_is_a_note() throws IOException {
        Scene scene = Scene.glibc(directory);
        scene.file(
                "/usr/lib/module.so",
                SymbolBuilder.file().uses("of_the_program").build());
        ScanResult result = ScanScene.scan(DirectoryRoot.open(directory), true);
        assertThat(ScanScene.of(ScanRule.UNDEFINED_ALONE, result))
                .containsExactly("NOTE /usr/lib/module.so: of_the_program: not defined");
    }

    private List<String> undefined(SymbolBuilder app, SymbolBuilder library) throws IOException {
        Scene scene = Scene.glibc(directory);
        scene.file("/bin/app", app.build());
        scene.file("/lib/liba.so.1", library.build());
        return ScanScene.of(ScanRule.UNDEFINED_SYMBOL, ScanScene.scan(DirectoryRoot.open(directory), true));
    }

    private static SymbolBuilder use(String symbol) {
        return SymbolBuilder.file()
                .interpreter("/lib64/ld-linux-x86-64.so.2")
                .needed("liba.so.1")
                .uses(symbol);
    }

    private static SymbolBuilder has(String symbol) {
        return SymbolBuilder.file().soname("liba.so.1").has(symbol);
    }
}
