package dev.whittle.packages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Databases written by an attacker. */
@Timeout(20)
class HostileDatabasesTest {
    private static PackageDatabases read(RootFs root) {
        return PackageDatabases.of(root);
    }

    @Test
    void ten_million_lines_are_refused_with_one_line() {
        MemoryRoot root = new MemoryRoot()
                .file("/var/lib/dpkg/status", "Package: a\nStatus: install ok installed\n\n".repeat(1_000_000));
        assertThat(read(root).packages()).isEmpty();
        assertThat(read(root).remarks())
                .containsExactly("/var/lib/dpkg/status: larger than 32 MiB, so it is not read as a package database");
    }

    @Test
    void too_many_packages_are_refused_with_one_line() {
        MemoryRoot root = new MemoryRoot().file("/lib/apk/db/installed", "P:a\n\n".repeat(60_000));
        assertThat(read(root).packages()).isEmpty();
        assertThat(read(root).remarks())
                .containsExactly(
                        "/lib/apk/db/installed: more than 50000 packages, so it is not read as a package database");
    }

    @Test
    void ten_million_empty_lines_are_nothing() {
        MemoryRoot root = new MemoryRoot().file("/var/lib/dpkg/status", "\n".repeat(10_000_000));
        assertThat(read(root).packages()).isEmpty();
    }

    @Test
    void file_lists_are_read_within_one_allowance() {
        MemoryRoot root = new MemoryRoot();
        StringBuilder status = new StringBuilder();
        String list = "/a\n".repeat(2_500_000);
        for (int i = 0; i < 30; i++) {
            status.append("Package: p").append(i).append("\nStatus: install ok installed\n\n");
            root.file("/var/lib/dpkg/info/p" + i + ".list", list);
        }
        root.file("/var/lib/dpkg/status", status.toString());
        PackageDatabases databases = read(root);
        List<Boolean> known = new ArrayList<>();
        databases
                .packages()
                .forEach(installedPackage -> known.add(installedPackage.files().isKnown()));
        assertThat(known).hasSize(30).contains(true, false);
        assertThat(databases.remarks()).singleElement().asString().contains("its files are unknown");
    }

    @Test
    void names_cannot_lead_out() {
        MemoryRoot root = new MemoryRoot()
                .file("/var/lib/dpkg/status", "Package: ../../../../etc/x\nStatus: install ok installed\nVersion: 1\n")
                .file("/etc/x.list", "/etc/passwd\n")
                .directory("/var/lib/dpkg/info");
        assertThat(read(root).packages())
                .singleElement()
                .matches(installedPackage -> !installedPackage.files().isKnown());
        assertThat(new RealPaths(root).of("/../../etc/passwd")).isEqualTo("/etc/passwd");
        assertThat(new RealPaths(root).of("/a/../../..")).isEqualTo("/");
        assertThat(new RealPaths(root).of("")).isEqualTo("/");
        assertThat(new RealPaths(root).of("a\0b")).isEqualTo("/a");
    }

    @Test
    void links_in_a_circle_end() {
        MemoryRoot root = new MemoryRoot()
                .link("/var/lib/dpkg/status", "status")
                .link("/lib/apk", "/usr/lib/apk")
                .link("/usr/lib/apk", "/lib/apk")
                .link("/loop", "/loop/loop");
        assertThat(read(root).isEmpty()).isTrue();
        assertThat(new RealPaths(root).of("/loop/a/b")).isEqualTo("/loop/a/b");
    }

    @Test
    void a_long_path_is_no_path() {
        RealPaths paths = new RealPaths(new MemoryRoot());
        String path = "/a".repeat(1_000_000);
        assertThat(paths.of(path)).isSameAs(path);
    }

    @Test
    void every_prefix_of_a_database_of_rpm_ends() throws IOException {
        byte[] whole = Databases.rpm();
        int read = 0;
        for (int length = 0; length < whole.length; length += 1777) {
            String part = RawText.of(whole).substring(0, length);
            read += read(new MemoryRoot().file("/var/lib/rpm/rpmdb.sqlite", part))
                    .packages()
                    .size();
        }
        assertThat(read).isLessThan(44 * whole.length / 1777);
    }

    @Test
    void pages_in_a_circle_are_told() throws IOException {
        byte[] bytes = Databases.rpm();
        for (int page = 0; page < bytes.length / 4096; page++) {
            int at = page * 4096 + (page == 0 ? 100 : 0);
            if (bytes[at] == 5) {
                bytes[at + 11] = (byte) (page + 1); // its right child is the page itself
            }
        }
        PackageDatabases databases = read(new MemoryRoot().file("/var/lib/rpm/rpmdb.sqlite", RawText.of(bytes)));
        assertThat(databases.remarks()).singleElement().asString().contains("not there, or used twice");
    }

    @Test
    void it_takes_no_longer_than_the_file_is_large() {
        String line = "Package: a" + "a".repeat(1 << 20) + "\n";
        MemoryRoot root = new MemoryRoot()
                .file("/var/lib/dpkg/status", line.repeat(30))
                .file("/lib/apk/db/installed", ("D:" + "a ".repeat(500_000) + "\n").repeat(20));
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(Duration.ofSeconds(15), () -> read(root));
    }
}
