package dev.whittle.packages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PackageDatabasesTest {
    private static List<InstalledPackage> read(RootFs root) {
        return PackageDatabases.of(root).packages();
    }

    private static List<String> files(InstalledPackage installedPackage) {
        List<String> files = new ArrayList<>();
        installedPackage.files().forEach(files::add);
        return files;
    }

    /** @param kept paths that are in the output, as the database spells them */
    private static Map<String, String> cut(RootFs root, Set<String> packages, Set<String> kept) throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (PackageDatabase database : PackageDatabases.of(root).databases()) {
            for (PackageDatabase.CutFile file : database.cut(
                    installedPackage -> packages.contains(installedPackage.name()),
                    (installedPackage, path) -> kept.contains(path))) {
                ByteSource content = file.content();
                files.put(file.path().raw(), RawText.of(content.head((int) content.size())));
            }
        }
        return files;
    }

    @Test
    void dpkg_tells_names_versions_and_sources() {
        List<InstalledPackage> all = read(Databases.dpkg());
        assertThat(all).extracting(InstalledPackage::name).containsExactly("libc6", "tool", "documented", "removed");
        assertThat(all).extracting(InstalledPackage::version).containsExactly("2.36-9", "1:2.0-1", "3", "0");
        assertThat(all).extracting(InstalledPackage::source).containsExactly("glibc", "tool", "docs", "removed");
        assertThat(all)
                .extracting(InstalledPackage::sourceVersion)
                .containsExactly("2.36-9+deb12u4", "1:2.0-1", "3", "0");
        assertThat(all).extracting(InstalledPackage::isInstalled).containsExactly(true, true, true, false);
        assertThat(all.get(0).asks()).containsExactlyInAnyOrder("libgcc-s1", "libcrypt1");
        assertThat(all.get(1).asks()).containsExactlyInAnyOrder("extra", "other", "more");
    }

    @Test
    void dpkg_lists_files_where_they_are_diverted_to() {
        List<InstalledPackage> all = read(Databases.dpkg());
        assertThat(files(all.get(0))).contains("/lib/libc.so.6", "/usr/share/doc/libc6/copyright");
        assertThat(files(all.get(1))).contains("/usr/bin/tool.real").doesNotContain("/usr/bin/tool");
    }

    @Test
    void dpkg_is_cut_to_the_byte() throws IOException {
        Map<String, String> cut = cut(
                Databases.dpkg(),
                Set.of("libc6", "tool"),
                Set.of("/lib", "/lib/libc.so.6", "/usr", "/usr/bin", "/usr/bin/tool.real"));
        assertThat(cut)
                .containsOnlyKeys(
                        "/var/lib/dpkg/status",
                        "/var/lib/dpkg/arch",
                        "/var/lib/dpkg/diversions",
                        "/var/lib/dpkg/info/format",
                        "/var/lib/dpkg/info/libc6:amd64.list",
                        "/var/lib/dpkg/info/libc6:amd64.md5sums",
                        "/var/lib/dpkg/info/tool.list",
                        "/var/lib/dpkg/info/tool.md5sums");
        assertThat(cut.get("/var/lib/dpkg/status"))
                .isEqualTo(Databases.STATUS.substring(0, Databases.STATUS.indexOf("Package: documented")));
        assertThat(cut)
                .containsEntry("/var/lib/dpkg/arch", "amd64\ni386\n")
                .containsEntry("/var/lib/dpkg/diversions", "/usr/bin/tool\n/usr/bin/tool.real\n:\n")
                .containsEntry("/var/lib/dpkg/info/libc6:amd64.list", "/.\n/lib\n/lib/libc.so.6\n/usr\n")
                .containsEntry(
                        "/var/lib/dpkg/info/libc6:amd64.md5sums", "0123456789abcdef0123456789abcdef  lib/libc.so.6\n")
                .containsEntry("/var/lib/dpkg/info/tool.list", "/.\n/usr\n/usr/bin\n/usr/bin/tool\n")
                .containsEntry("/var/lib/dpkg/info/tool.md5sums", "");
    }

    @Test
    void what_is_cut_again_stays_the_same() throws IOException {
        for (RootFs root : List.of(Databases.dpkg(), Databases.apk(), Databases.rpmRoot())) {
            Set<String> packages = Set.of("libc6", "tool", "musl", "base", "many7");
            Set<String> kept = Set.of("/lib/libc.so.6", "/usr/bin/tool.real", "/lib/ld-musl-x86_64.so.1");
            Map<String, String> once = cut(root, packages, kept);
            MemoryRoot output = new MemoryRoot();
            once.forEach(output::file);
            assertThat(once).isNotEmpty();
            assertThat(cut(output, packages, kept)).isEqualTo(once);
        }
    }

    @Test
    void nothing_is_written_where_no_package_is_kept() throws IOException {
        for (RootFs root : List.of(Databases.dpkg(), Databases.apk(), Databases.rpmRoot())) {
            assertThat(cut(root, Set.of(), Set.of())).isEmpty();
        }
    }

    @Test
    void apk_tells_packages_and_files() {
        List<InstalledPackage> all = read(Databases.apk());
        assertThat(all).extracting(InstalledPackage::name).containsExactly("musl", "busybox");
        assertThat(all).extracting(InstalledPackage::version).containsExactly("1.2.4-r2", "1.36-r15");
        assertThat(all).extracting(InstalledPackage::source).containsExactly("musl", "busybox-source");
        assertThat(all).extracting(InstalledPackage::licence).containsExactly("MIT", "GPL-2.0-only");
        assertThat(files(all.get(1)))
                .containsExactly(
                        "/bin",
                        "/bin/busybox",
                        "/etc",
                        "/etc/network",
                        "/etc/network/if-up.d",
                        "/etc/network/if-up.d/dad",
                        "/usr/share/man/man1",
                        "/usr/share/man/man1/busybox.1");
    }

    @Test
    void apk_is_cut_to_the_byte() throws IOException {
        Map<String, String> cut =
                cut(Databases.apk(), Set.of("busybox"), Set.of("/bin/busybox", "/etc", "/etc/network/if-up.d/dad"));
        assertThat(cut)
                .containsOnlyKeys("/lib/apk/db/installed", "/etc/apk/world")
                .containsEntry("/etc/apk/world", "busybox>1@edge\n");
        assertThat(cut.get("/lib/apk/db/installed")).isEqualTo("""
                P:busybox
                V:1.36-r15
                A:x86_64
                L:GPL-2.0-only
                o:busybox-source
                F:bin
                M:0:0:1777
                R:busybox
                a:0:0:755
                Z:Q1bb=
                F:etc
                F:etc/network/if-up.d
                R:dad
                a:0:0:775
                Z:Q1dad=

                """);
    }

    @Test
    void both_places_of_apk_may_be_one() {
        MemoryRoot root = new MemoryRoot()
                .file("/usr/lib/apk/db/installed", Databases.INSTALLED)
                .link("/lib", "usr/lib");
        assertThat(PackageDatabases.of(root).databases()).hasSize(1);
    }

    @Test
    void a_file_for_each_package_keeps_its_form() throws IOException {
        MemoryRoot root = new MemoryRoot()
                .file("/var/lib/dpkg/status.d/bGliYzY=", "Package: libc6\nVersion: 2\nArchitecture: amd64\n")
                .file("/var/lib/dpkg/status.d/bGliYzY=.md5sums", "0123456789abcdef0123456789abcdef  ./lib/libc.so.6\n")
                .file("/var/lib/dpkg/status.d/tool", "Package: tool\nVersion: 1\n")
                .file("/var/lib/dpkg/status.d/tool.md5sums", "0123456789abcdef0123456789abcdef  usr/bin/tool\n");
        List<InstalledPackage> all = read(root);
        assertThat(all).extracting(InstalledPackage::name).containsExactly("libc6", "tool");
        assertThat(all).allMatch(InstalledPackage::isInstalled);
        assertThat(files(all.get(0))).containsExactly("/lib/libc.so.6");
        assertThat(cut(root, Set.of("libc6"), Set.of("/lib/libc.so.6")))
                .isEqualTo(Map.of(
                        "/var/lib/dpkg/status.d/bGliYzY=",
                        "Package: libc6\nVersion: 2\nArchitecture: amd64\n",
                        "/var/lib/dpkg/status.d/bGliYzY=.md5sums",
                        "0123456789abcdef0123456789abcdef  ./lib/libc.so.6\n"));
    }

    @Test
    void rpm_tells_packages_and_files() throws IOException {
        List<InstalledPackage> all = read(Databases.rpmRoot());
        assertThat(all).hasSize(44);
        InstalledPackage base = all.stream()
                .filter(installedPackage -> installedPackage.name().equals("base"))
                .findFirst()
                .orElseThrow();
        assertThat(base.version()).isEqualTo("2:1.0-1");
        assertThat(base.source()).isEqualTo("base");
        assertThat(base.sourceVersion()).isEqualTo("1.0-1");
        assertThat(base.licence()).isEqualTo("MIT AND GPL-2.0-or-later");
        assertThat(base.architecture()).isEqualTo("noarch");
        assertThat(files(base)).containsExactly("/etc/base.conf", "/usr/lib/base/data");
        InstalledPackage ghostly = all.stream()
                .filter(installedPackage -> installedPackage.name().equals("ghostly"))
                .findFirst()
                .orElseThrow();
        assertThat(files(ghostly)).containsExactly("/usr/lib/ghostly/x");
    }

    @Test
    void rpm_is_cut_to_the_packages_that_are_kept() throws IOException {
        Map<String, String> cut = cut(Databases.rpmRoot(), Set.of("base", "many7", "tool"), Set.of());
        String path = "/usr/lib/sysimage/rpm/rpmdb.sqlite";
        assertThat(cut).containsOnlyKeys(path);
        List<InstalledPackage> left = read(new MemoryRoot().file(path, cut.getOrDefault(path, "")));
        List<InstalledPackage> before = new ArrayList<>(read(Databases.rpmRoot()));
        before.removeIf(installedPackage -> !Set.of("base", "many7", "tool").contains(installedPackage.name()));
        assertThat(left)
                .extracting(InstalledPackage::name)
                .containsExactlyElementsOf(
                        before.stream().map(InstalledPackage::name).toList());
        assertThat(left)
                .extracting(PackageDatabasesTest::files)
                .containsExactlyElementsOf(
                        before.stream().map(PackageDatabasesTest::files).toList());
        assertThat(cut.getOrDefault(path, "")).hasSizeLessThan(Databases.rpm().length);
    }

    @Test
    void older_databases_of_rpm_are_known_and_not_read() {
        MemoryRoot root =
                new MemoryRoot().file("/var/lib/rpm/Packages", "bdb").file("/usr/share/rpm/Packages.db", "ndb");
        PackageDatabases databases = PackageDatabases.of(root);
        assertThat(databases.databases()).isEmpty();
        assertThat(databases.unread())
                .extracting(path -> path.raw())
                .containsExactly("/var/lib/rpm/Packages", "/usr/share/rpm/Packages.db");
        assertThat(databases.isEmpty()).isFalse();
    }

    @Test
    void a_write_ahead_log_is_told() throws IOException {
        MemoryRoot root = Databases.rpmRoot().file("/usr/lib/sysimage/rpm/rpmdb.sqlite-wal", "x");
        assertThat(PackageDatabases.of(root).remarks())
                .singleElement()
                .asString()
                .contains("write-ahead log");
    }

    @Test
    void a_root_without_a_database_has_no_packages() {
        PackageDatabases none = PackageDatabases.of(new MemoryRoot().file("/etc/os-release", "ID=x\n"));
        assertThat(none.isEmpty()).isTrue();
        assertThat(none.packages()).isEmpty();
    }
}
