package dev.whittle.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FactsCacheTest {
    private static final RootPath TEXT = RootPath.of("/etc/motd");

    private final CountingRoot root = new CountingRoot(new MemoryRoot().file("/etc/motd", "hello"));
    private final FactsCache facts = new FactsCache(root);

    @Test
    void a_file_that_is_no_elf_file_is_read_once() throws IOException {
        Node.RegularFile file = (Node.RegularFile) root.node(TEXT).orElseThrow();
        assertThat(facts.facts(TEXT, file)).isEmpty();
        int asked = root.asked();
        assertThat(facts.facts(TEXT, file)).isEmpty();
        assertThat(root.asked()).isEqualTo(asked);
    }

    @Test
    void what_is_wrong_with_it_is_told_to_whoever_asks_then() throws IOException {
        Node.RegularFile file = (Node.RegularFile) root.node(TEXT).orElseThrow();
        assertThat(facts.facts(TEXT, file)).isEmpty();
        assertThat(facts.inspect(TEXT, file).problem().orElseThrow().reason()).isEqualTo("not an ELF file");
        assertThat(facts.facts(TEXT, file)).isEmpty();
    }
}
