package dev.whittle.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.FactsMemo;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.testdata.ElfBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Which files of a root are examined. */
class InventoryTest {
    private static final String ELF = RawText.of(ElfBuilder.x86_64().build());

    private final MemoryRoot root = new MemoryRoot();
    private final Queue<Long> progress = new ConcurrentLinkedQueue<>();

    @Test
    void only_what_begins_as_elf_files_do() throws IOException {
        root.file("/lib/a.so", ELF).file("/lib/text", "no such file at all").file("/lib/short", "\177ELF");
        Inventory inventory = inventory("/");
        assertThat(paths(inventory)).containsExactly("/lib/a.so");
        assertThat(inventory.seen()).isEqualTo(3);
    }

    @Test
    void every_file_of_many_in_one_directory_in_the_order_of_paths() throws IOException {
        for (int i = 0; i < 1000; i++) {
            root.file(String.format("/lib/%03d.so", i), ELF);
        }
        assertThat(paths(inventory("/"))).hasSize(1000).isSorted();
    }

    @Test
    void directories_however_deep() throws IOException {
        root.file("/d".repeat(2000) + "/a.so", ELF);
        assertThat(paths(inventory("/"))).hasSize(1);
    }

    @Test
    void a_file_with_several_names_once_under_the_first() throws IOException {
        for (String name : new String[] {"/z/a", "/b", "/a/z"}) {
            root.file(name, ELF, MemoryRoot.DEFAULT, "one");
        }
        Inventory inventory = inventory("/");
        assertThat(paths(inventory)).containsExactly("/a/z");
        assertThat(inventory.seen()).isEqualTo(1);
    }

    @Test
    void a_place_asked_for_twice_once() throws IOException {
        root.file("/usr/lib/a.so", ELF).file("/usr/b.so", ELF).link("/lib", "usr/lib");
        assertThat(paths(inventory("/usr/lib", "/lib/a.so", "/usr", "/lib")))
                .containsExactly("/usr/b.so", "/usr/lib/a.so");
    }

    @Test
    void nothing_that_the_kernel_makes_up() throws IOException {
        root.file("/proc/1/exe", ELF)
                .file("/sys/a", ELF)
                .file("/dev/shm/a", ELF)
                .file("/srv/proc/a", ELF);
        assertThat(paths(inventory("/"))).containsExactly("/srv/proc/a");
    }

    @Test
    void what_may_not_be_looked_at_is_told() throws IOException {
        root.file("/b/c.so", ELF)
                .file("/a/c.so", ELF)
                .file("/c.so", ELF)
                .lock("/b")
                .lock("/a");
        Inventory inventory = inventory("/");
        assertThat(paths(inventory)).containsExactly("/c.so");
        assertThat(inventory.remarks())
                .containsExactly("/a: not looked at: permission denied", "/b: not looked at: permission denied");
    }

    @Test
    void it_is_half_of_the_work() throws IOException {
        root.file("/a/b/c", ELF).file("/a/d/c", ELF).file("/b/c", ELF).directory("/e");
        inventory("/a", "/");
        assertThat(progress).hasSize(6).allMatch(done -> done >= 0 && done <= ScanRequest.Progress.HALF);
        assertThat(progress).anyMatch(done -> done >= ScanRequest.Progress.HALF - 1);
    }

    private Inventory inventory(String... below) throws IOException {
        return Inventory.of(
                new FactsMemo(root),
                List.of(below).stream().map(RootPath::of).toList(),
                (done, total) -> progress.add(done));
    }

    private static List<String> paths(Inventory inventory) {
        return inventory.files().stream().map(file -> file.path().raw()).toList();
    }
}
