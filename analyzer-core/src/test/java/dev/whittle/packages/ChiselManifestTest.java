package dev.whittle.packages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.RootFs;
import dev.whittle.stream.ZstdBlock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ChiselManifestTest {
    private static final String FILE = "/var/lib/chisel/manifest.wall";

    private static List<String> files(InstalledPackage installedPackage) {
        List<String> files = new ArrayList<>();
        installedPackage.files().forEach(files::add);
        return files;
    }

    /** The packed manifest of what is kept; none if nothing is. */
    private static List<byte[]> cut(RootFs root, Set<String> packages, Set<String> kept) throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (PackageDatabase database : PackageDatabases.of(root).databases()) {
            if (!(database instanceof ChiselManifest)) {
                continue;
            }
            for (PackageDatabase.CutFile file : database.cut(
                    installedPackage -> packages.contains(installedPackage.name()),
                    (installedPackage, path) -> kept.contains(path))) {
                assertThat(file.path().raw()).isEqualTo(FILE);
                ByteSource content = file.content();
                all.add(content.head((int) content.size()));
            }
        }
        return all;
    }

    private static String plain(byte[] packed) throws BadArchiveException {
        return RawText.of(ZstdBlock.unpack("x", packed, 1 << 20));
    }

    @Test
    void it_tells_packages_and_their_files() {
        List<InstalledPackage> all = PackageDatabases.of(Databases.chisel()).packages();
        assertThat(all).extracting(InstalledPackage::name).containsExactly("base-files", "libc6");
        assertThat(all).extracting(InstalledPackage::version).containsExactly("13", "2.39-0ubuntu8");
        assertThat(all)
                .extracting(installedPackage -> installedPackage.type().toString())
                .containsOnly("deb");
        assertThat(files(all.get(0))).isEmpty();
        assertThat(files(all.get(1))).containsExactly("/usr/share/doc/libc6/copyright", "/usr/lib/libc.so.6");
    }

    @Test
    void it_is_cut_to_the_lines_of_what_is_kept() throws Exception {
        List<byte[]> cut = cut(Databases.chisel(), Set.of("libc6"), Set.of("/usr/lib", "/usr/lib/libc.so.6"));
        assertThat(plain(cut.get(0))).isEqualTo("""
                {"jsonwall":"1.0","schema":"1.0","count":8}
                {"kind":"content","slice":"libc6_libs","path":"/usr/lib/"}
                {"kind":"content","slice":"libc6_libs","path":"/usr/lib/libc.so.6"}
                {"kind":"package","name":"libc6","version":"2.39-0ubuntu8","sha256":"bb","arch":"amd64"}
                {"kind":"path","path":"/usr/lib/","mode":"0755","slices":["libc6_libs"]}
                {"kind":"path","path":"/usr/lib/libc.so.6","mode":"0644","slices":["libc6_libs"],"sha256":"cc","size":1}
                {"kind":"slice","name":"libc6_all"}
                {"kind":"slice","name":"libc6_libs"}
                """);
    }

    @Test
    void what_is_cut_again_stays_the_same_to_the_byte() throws Exception {
        Set<String> kept = Set.of("/usr/lib", "/usr/lib/libc.so.6");
        byte[] once = cut(Databases.chisel(), Set.of("libc6"), kept).get(0);
        MemoryRoot output = new MemoryRoot().file(FILE, RawText.of(once));
        assertThat(cut(output, Set.of("libc6"), kept).get(0)).isEqualTo(once);
    }

    @Test
    void a_manifest_of_which_all_is_kept_has_its_bytes() throws Exception {
        byte[] same = cut(
                        Databases.chisel(),
                        Set.of("libc6", "base-files"),
                        Set.of("/usr/lib", "/usr/lib/libc.so.6", "/usr/share/doc/libc6/copyright"))
                .get(0);
        assertThat(same).isEqualTo(Databases.packed(RawText.bytes(Databases.MANIFEST)));
    }

    @Test
    void its_own_path_does_not_keep_a_package() throws Exception {
        assertThat(cut(Databases.chisel(), Set.of(), Set.of(FILE))).isEmpty();
        String left = plain(cut(Databases.chisel(), Set.of("base-files"), Set.of("/usr/lib"))
                .get(0));
        assertThat(left).contains("\"path\":\"" + FILE + "\"").doesNotContain("libc6");
    }

    @Test
    void a_package_that_dpkg_has_too_counts_once_and_has_the_files_of_the_manifest() throws Exception {
        MemoryRoot root = Databases.chisel()
                .file(
                        "/var/lib/dpkg/status",
                        "Package: libc6\nStatus: install ok installed\nArchitecture: amd64\nVersion: 2.39-0ubuntu8\n");
        PackageDatabases databases = PackageDatabases.of(root);
        assertThat(databases.packages()).extracting(InstalledPackage::name).containsExactly("libc6", "base-files");
        assertThat(files(databases.packages().get(0))).contains("/usr/lib/libc.so.6");
        assertThat(plain(
                        cut(root, Set.of("libc6"), Set.of("/usr/lib/libc.so.6")).get(0)))
                .contains("\"name\":\"libc6\"")
                .doesNotContain("base-files");
    }

    @Test
    void another_version_than_dpkg_has_counts_too() {
        MemoryRoot root = Databases.chisel()
                .file(
                        "/var/lib/dpkg/status",
                        "Package: libc6\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n");
        assertThat(PackageDatabases.of(root).packages())
                .extracting(InstalledPackage::name)
                .containsExactly("libc6", "base-files", "libc6");
    }

    @Test
    void what_is_no_manifest_is_told_with_one_line() {
        assertThat(remark(Databases.chisel("{\"jsonwall\":\"2.0\"}\n"))).contains("no jsonwall of version 1");
        assertThat(remark(Databases.chisel("{\"jsonwall\":\"1.0\"}\n{}}\n"))).contains("no JSON object");
        assertThat(remark(Databases.chisel("{\"jsonwall\":\"1.0\"}\n[]\n"))).contains("no JSON object");
        assertThat(remark(Databases.chisel("{\"jsonwall\":\"1.0\"}\n{\"a\":" + "[".repeat(30_000) + "\n")))
                .contains("no JSON object");
        assertThat(remark(Databases.chisel("{\"jsonwall\":\"1.0\"}\n{\"a\":\"" + "a".repeat(70_000) + "\"}\n")))
                .contains("a line of 70008 bytes");
        assertThat(remark(new MemoryRoot().file(FILE, "{\"jsonwall\":\"1.0\",\"count\":1}\n")))
                .contains("damaged zstd data");
        assertThat(remark(new MemoryRoot().file(FILE, "x".repeat(9 << 20)))).contains("larger than 8 MiB");
    }

    @Test
    void lines_and_bytes_are_bounded() {
        String head = "{\"jsonwall\":\"1.0\"}\n";
        assertThat(remark(Databases.chisel(head + "{\"kind\":\"package\",\"name\":\"a\"}\n".repeat(60_000))))
                .contains("more than 50000 packages");
        assertThat(remark(Databases.chisel(head + "{}\n".repeat(300_000)))).contains("more than 200000 lines");
        byte[] zeros = new byte[64 << 20];
        assertThat(remark(new MemoryRoot().file(FILE, RawText.of(Databases.packed(zeros)))))
                .contains("more than 33554432 bytes of zstd data");
    }

    private static String remark(RootFs root) {
        PackageDatabases databases = PackageDatabases.of(root);
        assertThat(databases.databases()).isEmpty();
        assertThat(databases.remarks()).hasSize(1);
        return databases.remarks().get(0);
    }
}
