package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.Tree;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hints about missing items. */
class RemediesTest {
    private final Path root;
    private final Tree tree;

    RemediesTest(@TempDir Path root) throws IOException {
        this.root = root.toRealPath();
        this.tree = Roots.musl(this.root);
    }

    @Test
    void a_library_in_an_unsearched_directory_is_pointed_at() throws IOException {
        tree.elf("/opt/app/lib/libgone.so.9", ElfBuilder.x86_64().soname("libgone.so.9"));
        assertThat(ldd("/bin/broken"))
                .containsExactly(
                        "whittle: /bin/broken: libgone.so.9 not found, needed by /bin/broken;"
                                + " searched /lib, /usr/local/lib, /usr/lib",
                        "whittle: libgone.so.9 is at /opt/app/lib/libgone.so.9: try --library-path /opt/app/lib, or"
                                + " write /lib:/usr/local/lib:/usr/lib:/opt/app/lib into /etc/ld-musl-x86_64.path");
    }

    @Test
    void the_way_out_that_is_told_works() throws IOException {
        tree.elf("/opt/app/lib/libgone.so.9", ElfBuilder.x86_64().soname("libgone.so.9"));
        assertThat(Whittle.in(root)
                        .run("ldd", "--from", ".", "--library-path", "/opt/app/lib", "/bin/broken")
                        .exit())
                .isZero();
        tree.file("/etc/ld-musl-x86_64.path", "/lib:/usr/local/lib:/usr/lib:/opt/app/lib\n");
        assertThat(ldd("/bin/broken")).isEmpty();
    }

    @Test
    void what_is_to_be_pasted_is_quoted_for_the_shell() throws IOException {
        tree.elf("/opt/$(cmd);x/libgone.so.9", ElfBuilder.x86_64().soname("libgone.so.9"));
        assertThat(ldd("/bin/broken")).anyMatch(line -> line.contains("try --library-path '/opt/$(cmd);x', or"));
    }

    @Test
    void a_set_id_program_is_not_helped_by_the_library_path() throws IOException {
        tree.elf("/opt/lib/libgone.so.9", ElfBuilder.x86_64().soname("libgone.so.9"));
        assertThat(ldd("--secure", "/bin/broken"))
                .anyMatch(line -> line.contains("is at /opt/lib/libgone.so.9: write "))
                .noneMatch(line -> line.contains("--library-path"));
    }

    @Test
    void a_library_for_another_machine_is_no_help() throws IOException {
        tree.elf("/opt/app/lib/libgone.so.9", ElfBuilder.of(32, ByteOrder.LITTLE_ENDIAN, ElfBuilder.EM_386));
        assertThat(ldd("/bin/broken")).hasSize(1);
    }

    @Test
    void each_name_is_looked_for_once() throws IOException {
        tree.elf("/opt/app/lib/libgone.so.9", ElfBuilder.x86_64());
        assertThat(ldd("/bin/broken", "/bin/broken", "/bin/app"))
                .filteredOn(line -> line.contains(" is at "))
                .hasSize(1);
    }

    @Test
    void a_program_of_the_other_C_library_is_told_as_such() throws IOException {
        tree.elf("/bin/foreign", ElfBuilder.x86_64().interpreter("/lib64/ld-linux-x86-64.so.2"));
        assertThat(ldd("/bin/foreign"))
                .containsExactly(
                        "whittle: /bin/foreign: the loader /lib64/ld-linux-x86-64.so.2 cannot be used: no such file",
                        "whittle: the root has /lib/ld-musl-x86_64.so.1 instead: it is one of musl, and this program"
                                + " is built for the other C library");
    }

    @Test
    void an_odd_loader_path_is_not_blamed_on_the_other_C_library() throws IOException {
        tree.elf("/lib64/ld-linux-x86-64.so.2", ElfBuilder.x86_64().soname("ld-linux-x86-64.so.2"))
                .elf("/bin/odd", ElfBuilder.x86_64().interpreter("/opt/none/ld.so"));
        assertThat(ldd("/bin/odd"))
                .containsExactly("whittle: /bin/odd: the loader /opt/none/ld.so cannot be used: no such file");
    }

    @Test
    void a_layer_tells_the_same() throws IOException {
        tree.elf("/opt/app/lib/libgone.so.9", ElfBuilder.x86_64());
        Whittle.Result result = Whittle.in(root).run("layer", "--from", ".", "/bin/broken", "--dry-run");
        assertThat(result.exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(result.err()).contains("try --library-path /opt/app/lib");
    }

    @Test
    void many_files_are_answered_in_their_order() {
        String[] files = new String[40];
        for (int i = 0; i < files.length; i++) {
            files[i] = i % 2 == 0 ? "/bin/app" : "/usr/lib/libtwo.so.2";
        }
        List<String> rest = new ArrayList<>(List.of("--format", "ldd"));
        rest.addAll(List.of(files));
        assertThat(Whittle.in(root).run(Line.of("ldd", ".", rest.toArray(new String[0]))).outLines().stream()
                        .filter(line -> !line.startsWith("\t"))
                        .map(line -> line.substring(0, line.length() - 1)))
                .containsExactly(files);
    }

    private List<String> ldd(String... files) {
        return Whittle.in(root).run(Line.of("ldd", ".", files)).errLines();
    }
}
