package dev.whittle.discover.language;

import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.discover.Question;
import dev.whittle.discover.evidence.FamilyChoice;
import dev.whittle.resolve.Scene;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiled Erlang code, and the programs that it starts. */
class BeamTest {
    private final Scene scene;

    BeamTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/usr/bin/beam.smp", program())
                .elf("/usr/bin/sort", program())
                .elf("/bin/sh", program())
                .elf("/usr/bin/df", program());
        scene.tree().mode("/usr/bin/sort", "rwxr-xr-x").mode("/usr/bin/df", "rwxr-xr-x");
    }

    @Test
    void calls_and_literals_are_read() throws IOException {
        assertThat(BeamFile.of(code("os", "cmd", true, "df -k", "sort")))
                .contains(new BeamFile(Set.of("os:cmd"), List.of("df -k", "sort")));
        assertThat(BeamFile.of(code("os", "cmd", false, "sort")).orElseThrow().literals())
                .containsExactly("sort");
    }

    @Test
    void a_damaged_file_is_none() throws IOException {
        byte[] whole = code("os", "cmd", true, "df -k", "sort");
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            Optional<BeamFile> read = BeamFile.of(cut);
            assertThat(read.map(file -> file.literals().size()).orElse(0)).isLessThanOrEqualTo(2);
        }
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] = (byte) ~changed[at];
            assertThat(BeamFile.of(changed)).isNotNull();
        }
        assertThat(BeamFile.of("FOR1".getBytes(StandardCharsets.US_ASCII))).isEmpty();
    }

    @Test
    void a_module_that_starts_programs_names_them() throws Exception {
        scene.tree().file("/app/ebin/a.beam", code("Elixir.System", "cmd", true, "sort", "df -k"));
        assertThat(kept()).contains("/usr/bin/sort", "/usr/bin/df", "/bin/sh");
    }

    @Test
    void another_module_does_not() throws Exception {
        scene.tree().file("/app/ebin/a.beam", code("io", "format", true, "sort", "df -k"));
        assertThat(kept()).doesNotContain("/usr/bin/sort", "/usr/bin/df");
    }

    private List<String> kept() throws Exception {
        return Question.of(scene, "/usr/bin/beam.smp")
                .config("'WorkingDir':'/app'")
                .wholeImage()
                .keeping(FamilyChoice.Keep.DEFAULT)
                .kept();
    }

    /** A module that imports one function and has a tuple of texts. */
    static byte[] code(String module, String function, boolean isPacked, String... texts) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        chunk(out, "AtU8", atoms(module, function));
        chunk(out, "ImpT", numbers(1, 1, 2, 1));
        ByteArrayOutputStream term = new ByteArrayOutputStream();
        DataOutputStream terms = new DataOutputStream(term);
        terms.write(new byte[] {(byte) 131, 104, (byte) texts.length});
        for (String text : texts) {
            terms.write(109);
            terms.writeInt(text.length());
            terms.writeBytes(text);
        }
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        DataOutputStream tables = new DataOutputStream(table);
        tables.writeInt(1);
        tables.writeInt(term.size());
        tables.write(term.toByteArray());
        ByteArrayOutputStream literals = new ByteArrayOutputStream();
        literals.write(numbers(isPacked ? table.size() : 0));
        if (isPacked) {
            try (DeflaterOutputStream packed = new DeflaterOutputStream(literals)) {
                packed.write(table.toByteArray());
            }
        } else {
            literals.write(table.toByteArray());
        }
        chunk(out, "LitT", literals.toByteArray());
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        DataOutputStream file = new DataOutputStream(whole);
        file.writeBytes("FOR1");
        file.writeInt(body.size() + 4);
        file.writeBytes("BEAM");
        file.write(body.toByteArray());
        return whole.toByteArray();
    }

    private static void chunk(DataOutputStream out, String id, byte[] content) throws IOException {
        out.writeBytes(id);
        out.writeInt(content.length);
        out.write(content);
        out.write(new byte[-content.length & 3]);
    }

    private static byte[] atoms(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(numbers(names.length));
        for (String name : names) {
            bytes.write(name.length());
            bytes.write(name.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] numbers(int... numbers) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int number : numbers) {
            out.writeInt(number);
        }
        return bytes.toByteArray();
    }
}
