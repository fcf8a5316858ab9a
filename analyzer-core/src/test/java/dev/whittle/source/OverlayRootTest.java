package dev.whittle.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.Walk;
import dev.whittle.testdata.Tree;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverlayRootTest {
    private final Path temporary;
    private final Path host;
    private final MemoryRoot base = new MemoryRoot()
            .file("/usr/lib/old.so", "old")
            .file("/etc/passwd", "root")
            .link("/lib", "usr/lib")
            .link("/usr/lib/link.so", "old.so")
            .link("/dangling", "nowhere")
            .directory("/usr/share/tool");
    private final OverlayRoot overlay = new OverlayRoot(base);

    OverlayRootTest(@TempDir Path temporary) throws IOException {
        this.temporary = temporary;
        Tree tree = Tree.at(temporary).file("/tool", "content");
        Files.setAttribute(tree.path("/tool"), "unix:mode", 04751);
        host = tree.path("/tool");
    }

    @ParameterizedTest
    @CsvSource({
        "/usr/bin, /usr/bin",
        "/usr/lib, /usr/lib/tool",
        "/usr/lib/, /usr/lib/tool",
        "/lib, /usr/lib/tool",
        "/lib/new.so, /usr/lib/new.so",
        "/lib/old.so, /usr/lib/old.so",
        "/usr/lib/link.so, /usr/lib/old.so",
        "/, /tool",
        "/opt/new/, /opt/new/tool",
        "/opt/a/b/c, /opt/a/b/c",
        "opt/x, /opt/x",
        "/dangling, /dangling",
    })
    void a_file_is_placed_where_a_copy_would_go(String place, String path) throws IOException {
        RootPath real = overlay.add(host, place);
        assertThat(real).isEqualTo(RootPath.of(path));
        assertThat(content(path)).isEqualTo("content");
        assertThat(overlay.list(real.parent())).contains(real.name()).isSorted();
        assertThat(Walk.follow(overlay, real).found()).isPresent();
    }

    @Test
    void it_belongs_to_root_and_keeps_its_permissions() throws IOException {
        RootPath path = overlay.add(host, "/usr/bin/");
        Attributes attributes = overlay.node(path).orElseThrow().attributes();
        assertThat(attributes.mode()).isEqualTo(0751);
        assertThat(attributes.uid()).isZero();
        assertThat(attributes.gid()).isZero();
        assertThat(attributes.modified())
                .isEqualTo(Files.getLastModifiedTime(host).toInstant());
    }

    @Test
    void missing_directories_are_made() throws IOException {
        overlay.add(host, "/opt/a/b");
        for (String made : new String[] {"/opt", "/opt/a"}) {
            Node node = overlay.node(RootPath.of(made)).orElseThrow();
            assertThat(node).isInstanceOf(Node.Directory.class);
            assertThat(node.attributes().mode()).isEqualTo(0755);
        }
        assertThat(overlay.list(RootPath.ROOT)).containsExactly("dangling", "etc", "lib", "opt", "usr");
        assertThat(overlay.list(RootPath.of("/opt"))).containsExactly("a");
        assertThat(overlay.node(RootPath.of("/opt/other"))).isEmpty();
    }

    @Test
    void a_replaced_file_is_listed_once_and_the_others_stay() throws IOException {
        overlay.add(host, "/usr/lib/old.so");
        assertThat(overlay.list(RootPath.of("/usr/lib"))).containsExactly("link.so", "old.so");
        assertThat(content("/usr/lib/old.so")).isEqualTo("content");
        assertThat(content("/etc/passwd")).isEqualTo("root");
        assertThat(base.node(RootPath.of("/usr/lib/old.so")).map(n -> ((Node.RegularFile) n).size()))
                .contains(3L);
    }

    @Test
    void attributes_of_the_replaced_file_are_gone() throws IOException {
        base.extendedAttribute("/usr/lib/old.so", "user.x", new byte[1]);
        base.extendedAttribute("/etc/passwd", "user.y", new byte[1]);
        overlay.add(host, "/usr/lib/old.so");
        assertThat(overlay.extendedAttributes(RootPath.of("/usr/lib/old.so"))).isEmpty();
        assertThat(overlay.extendedAttributes(RootPath.of("/etc/passwd"))).containsOnlyKeys("user.y");
    }

    @Test
    void several_files_are_several_identities() throws IOException {
        Node one = overlay.node(overlay.add(host, "/a")).orElseThrow();
        Node two = overlay.node(overlay.add(host, "/b")).orElseThrow();
        assertThat(((Node.RegularFile) one).identity()).isNotEqualTo(((Node.RegularFile) two).identity());
    }

    @Test
    void a_host_link_is_followed_and_gives_its_own_name() throws IOException {
        Path link = Files.createSymbolicLink(temporary.resolve("other"), Path.of("tool"));
        assertThat(overlay.add(link, "/usr/lib/")).isEqualTo(RootPath.of("/usr/lib/other"));
        assertThat(content("/usr/lib/other")).isEqualTo("content");
    }

    @ParameterizedTest
    @CsvSource({"/etc/passwd/x", "/etc/passwd/", "/dangling/x", "/usr/share"})
    void a_place_that_cannot_be_had_is_an_error(String place) {
        assertThatThrownBy(() -> overlay.add(host, place)).isInstanceOf(FileSystemException.class);
    }

    @Test
    void only_regular_files_are_taken() {
        assertThatThrownBy(() -> overlay.add(temporary, "/x"))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("not a regular file");
        assertThatThrownBy(() -> overlay.add(temporary.resolve("none"), "/x")).isInstanceOf(NoSuchFileException.class);
    }

    private String content(String path) throws IOException {
        try (ByteSource source = overlay.open(RootPath.of(path))) {
            return RawText.of(source.head(Integer.MAX_VALUE));
        }
    }
}
