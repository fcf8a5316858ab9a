package dev.whittle.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.closure.Selections;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What grants privileges is reported, and nothing else. */
class RightsTest {
    @Test
    void set_id_bits_capabilities_and_what_anyone_may_write_are_told() throws IOException {
        MemoryRoot root = new MemoryRoot()
                .file("/bin/su", "", mode(04755, 0, 0), "su")
                .file("/bin/mail", "", mode(02755, 0, 12), "mail")
                .file("/bin/ping", "", mode(0755, 0, 0), "ping")
                .file("/bin/plain", "", mode(0755, 0, 0), "plain")
                .file("/etc/open", "", mode(0666, 7, 8), "open")
                .put("/tmp", new Node.Directory(mode(01777, 0, 0)))
                .put("/srv", new Node.Directory(mode(02775, 101, 102)))
                .link("/link", "/bin/su");
        root.extendedAttribute("/bin/ping", "security.capability", new byte[] {1});
        root.extendedAttribute("/etc/open", "user.note", new byte[] {1});
        assertThat(Rights.of(Selections.all(root), root, true).lines())
                .containsExactly(
                        "rights: /bin/mail: set-group-id (mode 2755, owner 0:12)",
                        "rights: /bin/ping: capabilities (mode 0755, owner 0:0)",
                        "rights: /bin/su: set-user-id (mode 4755, owner 0:0)",
                        "rights: /etc/open: world-writable (mode 0666, owner 7:8)",
                        "rights: /srv: set-group-id (mode 2775, owner 101:102)",
                        "rights: /tmp: world-writable and sticky (mode 1777, owner 0:0)");
    }

    @Test
    void what_an_output_without_owners_loses_is_named_and_no_longer_counted() throws IOException {
        MemoryRoot root = new MemoryRoot()
                .file("/bin/su", "", mode(04755, 0, 0), "su")
                .file("/bin/ping", "", mode(0757, 0, 0), "ping")
                .put("/dev/null", new Node.Device(mode(0666, 0, 0), false, 1, 3))
                .put("/run/socket", new Node.Socket(mode(0777, 0, 0)))
                .put("/tmp", new Node.Directory(mode(03777, 0, 0)));
        root.extendedAttribute("/bin/ping", "security.capability", new byte[] {1});
        assertThat(Rights.of(Selections.all(root), root, false).lines())
                .containsExactly(
                        "rights: /bin/ping: world-writable (mode 0757, owner 0:0)",
                        "rights: /tmp: world-writable and sticky (mode 3777, owner 0:0)",
                        "left out: /bin/ping: capabilities",
                        "left out: /bin/su: set-user-id",
                        "left out: /dev/null: device",
                        "left out: /run/socket: socket",
                        "left out: /tmp: set-group-id");
        assertThat(Rights.of(Selections.all(root), root, true).lost())
                .extracting(item -> item.path().raw())
                .containsExactly("/run/socket");
    }

    @Test
    void a_name_cannot_break_the_line() throws IOException {
        MemoryRoot root =
                new MemoryRoot().put(RootPath.ROOT.child("a\n\u001b[2J").raw(), new Node.Directory(mode(0777, 0, 0)));
        assertThat(Rights.of(Selections.all(root), root, true).lines())
                .containsExactly("rights: /a\\n\\033[2J: world-writable (mode 0777, owner 0:0)");
    }

    private static Attributes mode(int mode, long uid, long gid) {
        return new Attributes(mode, uid, gid, Instant.EPOCH);
    }
}
