package dev.whittle.resolve.load;

import static dev.whittle.resolve.Scene.library;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import dev.whittle.elf.ElfInspection;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.CountingRoot;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.Node;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each file of a root is read once. */
class FactsMemoTest {
    private final CountingRoot root = new CountingRoot(new MemoryRoot()
            .file("/lib", RawText.of(library().soname("libx.so").build()))
            .file("/text", "no ELF file")
            .file("/empty", ""));
    private final FactsMemo facts = new FactsMemo(root);

    @Test
    void a_file_that_is_no_elf_file_has_none() throws Exception {
        assertThat(inspectIfElf("/text")).isEmpty();
        assertThat(inspectIfElf("/empty")).isEmpty();
    }

    @Test
    void one_that_is_asked_for_in_either_way_is_read_once() throws Exception {
        ElfInspection first = inspectIfElf("/lib").orElseThrow();
        assertThat(first.facts().orElseThrow().soname()).contains("libx.so");
        int asked = root.asked();
        assertThat(inspectIfElf("/lib")).containsSame(first);
        assertThat(facts.inspect(new RootPath("/lib"), file("/lib"))).isSameAs(first);
        assertThat(root.asked() - asked).as("two looks at the node").isEqualTo(2);
    }

    @Test
    void one_that_was_judged_to_be_none_stays_none() throws Exception {
        assertThat(facts.inspect(new RootPath("/text"), file("/text")).hasMagic())
                .isFalse();
        assertThat(inspectIfElf("/text")).isEmpty();
    }

    @Test
    void a_file_that_is_no_elf_file_is_not_read_again_for_its_facts() throws Exception {
        Node.RegularFile text = file("/text");
        assertThat(facts.facts(new RootPath("/text"), text)).isEmpty();
        int asked = root.asked();
        assertThat(facts.facts(new RootPath("/text"), text)).isEmpty();
        assertThat(root.asked()).isEqualTo(asked);
    }

    @Test
    void what_is_wrong_with_it_is_told_to_whoever_asks_then() throws Exception {
        RootPath path = new RootPath("/text");
        assertThat(facts.facts(path, file("/text"))).isEmpty();
        assertThat(facts.inspect(path, file("/text")).problem().orElseThrow().reason())
                .isEqualTo("not an ELF file");
        assertThat(facts.facts(path, file("/text"))).isEmpty();
    }

    private Optional<ElfInspection> inspectIfElf(String path) throws Exception {
        return facts.inspectIfElf(new RootPath(path), file(path));
    }

    private Node.RegularFile file(String path) throws Exception {
        return (Node.RegularFile) root.node(new RootPath(path)).orElseThrow();
    }
}
