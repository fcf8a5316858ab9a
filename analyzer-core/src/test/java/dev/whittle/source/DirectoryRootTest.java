package dev.whittle.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytes.ByteSource;
import dev.whittle.path.HostPath;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import dev.whittle.testdata.Tree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryRootTest {
    private final Path temporary;
    private final Tree tree;
    private final DirectoryRoot root;

    DirectoryRootTest(@TempDir Path temporary) throws IOException {
        this.temporary = temporary;
        tree = Tree.at(Files.createDirectory(temporary.resolve("root")));
        root = DirectoryRoot.open(tree.base());
    }

    @Test
    void a_file_has_its_mode_owner_size_and_time() throws IOException {
        tree.file("/bin/x", "12345").mode("/bin/x", "rwxr-x--x");
        Instant time = Instant.ofEpochSecond(1_234_567_890);
        Files.setLastModifiedTime(tree.path("/bin/x"), FileTime.from(time));
        Node.RegularFile file = (Node.RegularFile) node("/bin/x");
        assertThat(file.size()).isEqualTo(5);
        assertThat(file.attributes().mode()).isEqualTo(0751);
        assertThat(file.attributes().modified()).isEqualTo(time);
        assertThat(file.attributes().uid()).isEqualTo(number("/bin/x", "uid"));
        assertThat(file.attributes().gid()).isEqualTo(number("/bin/x", "gid"));
    }

    @Test
    void set_id_and_sticky_bits_belong_to_the_mode() throws IOException {
        tree.file("/x", "").directory("/tmp");
        Files.setAttribute(tree.path("/x"), "unix:mode", 04755);
        Files.setAttribute(tree.path("/tmp"), "unix:mode", 01777);
        assertThat(node("/x").attributes().mode()).isEqualTo(04755);
        assertThat(node("/x").attributes().isSetId()).isTrue();
        assertThat(node("/tmp").attributes().mode()).isEqualTo(01777);
    }

    @Test
    void kinds_are_told_apart() throws Exception {
        tree.file("/file", "").directory("/directory").link("/link", "file");
        int made = new ProcessBuilder("mkfifo", tree.path("/fifo").toString())
                .start()
                .waitFor();
        assertThat(made).as("mkfifo").isZero();
        assertThat(node("/")).isInstanceOf(Node.Directory.class);
        assertThat(node("/file")).isInstanceOf(Node.RegularFile.class);
        assertThat(node("/directory")).isInstanceOf(Node.Directory.class);
        assertThat(node("/link")).isInstanceOf(Node.SymbolicLink.class);
        assertThat(node("/fifo")).isInstanceOf(Node.Fifo.class);
    }

    @Test
    void a_device_has_its_numbers() throws IOException {
        Node device =
                DirectoryRoot.open(Path.of("/dev")).node(RootPath.of("/null")).orElseThrow();
        assertThat(device).isInstanceOfSatisfying(Node.Device.class, d -> {
            assertThat(d.block()).isFalse();
            assertThat(d.major()).isEqualTo(1);
            assertThat(d.minor()).isEqualTo(3);
        });
    }

    @Test
    void a_link_is_read_and_not_followed() throws IOException {
        tree.link("/etc/mtab", "/proc/self/mounts");
        assertThat(((Node.SymbolicLink) node("/etc/mtab")).target()).isEqualTo("/proc/self/mounts");
    }

    @Test
    void a_link_target_is_bytes() throws IOException {
        Files.createSymbolicLink(tree.path("/l"), HostPath.of(Path.of("/"), "/caf\u00e9/\u00ff"));
        assertThat(((Node.SymbolicLink) node("/l")).target()).isEqualTo("/caf\u00e9/\u00ff");
        Path relative = Path.of("/").relativize(HostPath.of(Path.of("/"), "/caf\u00e9"));
        Files.createSymbolicLink(tree.path("/r"), relative);
        assertThat(((Node.SymbolicLink) node("/r")).target()).isEqualTo("caf\u00e9");
    }

    @Test
    void two_names_of_one_file_have_one_identity() throws IOException {
        tree.file("/a", "x").hardLink("/b", "/a").file("/c", "x");
        assertThat(identity("/a")).isEqualTo(identity("/b")).isNotEqualTo(identity("/c"));
    }

    @Test
    void entries_are_the_nodes_of_all_names() throws IOException {
        tree.file("/usr/a", "x")
                .hardLink("/usr/b", "/usr/a")
                .link("/usr/l", "a")
                .directory("/usr/d");
        Files.writeString(HostPath.of(tree.base(), "usr/\u00ff"), "");
        RootPath usr = RootPath.of("/usr");
        List<RootFs.Entry> expected = new ArrayList<>();
        for (String name : root.list(usr)) {
            expected.add(new RootFs.Entry(usr.child(name), node("/usr/" + name)));
        }
        assertThat(root.entries(usr)).hasSize(5).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void lists_names_in_byte_order_whatever_their_bytes() throws IOException {
        for (String name : new String[] {"b", "a", "\u00ff", "\u00c3\u00a9", "A", "a.b", "a-b"}) {
            Files.writeString(HostPath.of(tree.base(), name), "");
        }
        assertThat(root.list(RootPath.ROOT)).containsExactly("A", "a", "a-b", "a.b", "b", "\u00c3\u00a9", "\u00ff");
        assertThat(root.node(RootPath.of("/\u00ff"))).isPresent();
        assertThat(root.node(RootPath.of("/\u00e9"))).isEmpty();
    }

    @Test
    void nothing_has_a_name_that_is_not_there() throws IOException {
        tree.file("/file", "");
        assertThat(root.node(RootPath.of("/nothing"))).isEmpty();
        assertThat(root.node(RootPath.of("/nothing/more"))).isEmpty();
        assertThat(root.node(RootPath.of("/file/x"))).isEmpty();
        assertThat(root.node(RootPath.of("/" + "n".repeat(300)))).isEmpty();
    }

    @Test
    void content_is_read_at_any_position() throws IOException {
        tree.file("/x", "0123456789");
        try (ByteSource source = root.open(RootPath.of("/x"))) {
            ByteBuffer target = ByteBuffer.allocate(3);
            source.readFully(5, target);
            assertThat(source.size()).isEqualTo(10);
            assertThat(target.array()).isEqualTo(new byte[] {'5', '6', '7'});
        }
    }

    @Test
    void a_host_file_outside_is_never_reached() throws IOException {
        Files.writeString(temporary.resolve("secret"), "s");
        tree.link("/up", "../secret")
                .link("/absolute", temporary.resolve("secret").toString());
        tree.link("/outside", "..");
        for (String path : new String[] {"/up", "/absolute", "/outside/secret", "/../secret"}) {
            assertThat(Walk.follow(root, RootPath.ROOT, path).found()).as(path).isEmpty();
        }
        assertThatThrownBy(() -> root.open(RootPath.of("/up"))).isInstanceOf(IOException.class);
    }

    @Test
    void a_root_must_be_a_directory() throws IOException {
        tree.file("/file", "");
        assertThatThrownBy(() -> DirectoryRoot.open(tree.path("/file"))).isInstanceOf(NotDirectoryException.class);
        assertThatThrownBy(() -> DirectoryRoot.open(tree.path("/none"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void a_link_to_a_directory_will_do_as_a_root() throws IOException {
        tree.file("/file", "");
        Path link = Files.createSymbolicLink(temporary.resolve("link"), tree.base());
        assertThat(DirectoryRoot.open(link).node(RootPath.of("/file"))).isPresent();
    }

    private Node node(String path) throws IOException {
        return root.node(RootPath.of(path)).orElseThrow();
    }

    private Object identity(String path) throws IOException {
        return ((Node.RegularFile) node(path)).identity();
    }

    private long number(String path, String name) throws IOException {
        return (Integer) Files.getAttribute(tree.path(path), "unix:" + name, LinkOption.NOFOLLOW_LINKS);
    }
}
