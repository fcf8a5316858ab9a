package dev.whittle.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.packageurl.PackageURL;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Selections;
import dev.whittle.packages.Databases;
import dev.whittle.path.RootPath;
import dev.whittle.report.CycloneDxJson;
import dev.whittle.report.OpenVexJson;
import dev.whittle.report.SpdxJson;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.RootFs;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeLoader;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.spdx.jacksonstore.MultiFormatStore;
import org.spdx.library.SpdxModelFactory;
import org.spdx.library.model.v2.SpdxDocument;
import org.spdx.storage.simple.InMemSpdxStore;

/** The content of an SBOM, and that the libraries of both formats accept it. */
class BillTest {
    @BeforeAll
    static void offline() {
        System.setProperty("org.spdx.useJARLicenseInfoOnly", "true");
        SpdxModelFactory.init();
    }

    private static MemoryRoot root() {
        return Databases.dpkg()
                .file("/etc/os-release", "NAME=\"Debian\"\nID=debian\nVERSION_ID=\"12\"\n")
                .file(FakeLoader.GLIBC_X86_64, RawText.of(FakeLoader.debian()))
                .file(
                        "/usr/lib/libc.so.6",
                        RawText.of(ElfBuilder.x86_64().soname("libc.so.6").build()))
                .file(
                        "/usr/lib/libunused.so",
                        RawText.of(ElfBuilder.x86_64().soname("libunused.so").build()))
                .file(
                        "/opt/my app",
                        RawText.of(ElfBuilder.x86_64()
                                .interpreter(FakeLoader.GLIBC_X86_64)
                                .needed("libc.so.6")
                                .build()))
                .file("/usr/share/doc/tool/copyright", """
                        Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
                        Files: *
                        License: GPL-2+
                         text
                        License: MIT
                        """)
                .file("/opt/odd\u00ff\nname", "x");
    }

    private static Bill bill(RootFs root) throws Exception {
        return new BillReader(new Resolver(root), root, LoaderOptions.NONE).read("my root", 0, (done, total) -> {});
    }

    @Test
    void it_has_packages_programs_libraries_and_files_that_no_package_owns() throws Exception {
        Bill bill = bill(root());
        assertThat(bill.components())
                .extracting(Component::kind, Component::ref)
                .extracting(
                        tuple -> tuple.toList().get(0) + " " + tuple.toList().get(1))
                .contains(
                        "PACKAGE pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12",
                        "PACKAGE pkg:deb/debian/tool@1%3A2.0-1?arch=all&distro=debian-12",
                        "PROGRAM file:/opt/my app",
                        "LIBRARY file:/usr/lib/libc.so.6",
                        "LIBRARY file:/usr/lib/libunused.so",
                        "FILE file:/opt/odd\u00ff\nname")
                .doesNotContain("FILE file:/usr/bin/other")
                .noneMatch(line -> line.contains("removed") || line.contains("/dpkg/"));
        assertThat(bill.dependencies().get("file:/opt/my app"))
                .containsExactly("file:" + FakeLoader.GLIBC_X86_64, "file:/usr/lib/libc.so.6");
        assertThat(bill.dependencies().get("pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12"))
                .containsExactly("file:/usr/lib/libc.so.6");
        assertThat(bill.components())
                .filteredOn(component -> component.ref().equals("file:/usr/lib/libunused.so"))
                .singleElement()
                .matches(component ->
                        component.evidence().equals(List.of("no program of this root loads it", "no package owns it")));
        assertThat(bill.components())
                .filteredOn(component -> component.name().equals("tool"))
                .singleElement()
                .matches(component -> component.licences().equals(List.of("GPL-2+", "MIT")));
    }

    @Test
    void the_same_root_gives_the_same_bytes() throws Exception {
        assertThat(CycloneDxJson.of(bill(root()), "1")).isEqualTo(CycloneDxJson.of(bill(root()), "1"));
        assertThat(SpdxJson.of(bill(root()), "1")).isEqualTo(SpdxJson.of(bill(root()), "1"));
        assertThat(CycloneDxJson.of(bill(root()), "1"))
                .isNotEqualTo(CycloneDxJson.of(bill(root().file("/opt/more", "x")), "1"));
    }

    @Test
    void what_is_kept_is_a_root_too() throws Exception {
        MemoryRoot kept = new MemoryRoot().file("/usr/lib/libc.so.6", "x").link("/lib", "usr/lib");
        KeptRoot root = new KeptRoot(root(), Selections.all(kept));
        assertThat(root.list(RootPath.of("/usr/lib"))).containsExactly("libc.so.6");
        assertThat(bill(root).components()).extracting(Component::ref).containsExactly("file:/usr/lib/libc.so.6");
    }

    /** Python packages of dpkg's and of pip, and one of each other kind that is described by a file. */
    private static MemoryRoot languages() {
        return new MemoryRoot()
                .file("/etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n")
                .file("/var/lib/dpkg/status", """
                        Package: python3-six
                        Status: install ok installed
                        Architecture: all
                        Version: 1.16.0-4
                        """)
                .file("/var/lib/dpkg/info/python3-six.list", "/usr/lib/python3/dist-packages/six.egg-info\n")
                .file("/usr/lib/python3/dist-packages/six.egg-info", "Name: six\nVersion: 1.16.0\nLicense: MIT\n")
                .file("/opt/v/site-packages/six-1.17.0.dist-info/METADATA", "Name: six\nVersion: 1.17.0\n")
                .file("/app/node_modules/@a/b/package.json", "{\"name\":\"@a/b\",\"version\":\"2.0.0\"}")
                .file("/app/node_modules/c/node_modules/@a/b/package.json", "{\"name\":\"@a/b\",\"version\":\"2.0.0\"}")
                .file("/app/node_modules/d/package.json", "{\"type\":\"module\"}")
                .file("/app/node_modules/e/package.json", " ".repeat(2 << 20))
                .file("/usr/bin/hello", RawText.of(Audited.program()));
    }

    @Test
    void packages_of_languages_have_a_url_unless_the_distribution_brings_them() throws Exception {
        Bill bill = bill(languages());
        assertThat(bill.components())
                .filteredOn(component -> component.kind() == Component.Kind.MODULE)
                .extracting(component -> component.name() + " " + component.version() + " " + component.url() + " "
                        + component.licences())
                .containsExactlyInAnyOrder(
                        "@a/b 2.0.0 pkg:npm/%40a/b@2.0.0 []",
                        "six 1.17.0 pkg:pypi/six@1.17.0 []",
                        "six 1.16.0  [MIT]",
                        "adler 1.0.2 pkg:cargo/adler@1.0.2 []",
                        "hello 0.1.0 pkg:cargo/hello@0.1.0 []");
        assertThat(bill.dependencies().get("pkg:deb/debian/python3-six@1.16.0-4?arch=all&distro=debian-12"))
                .containsExactly("metadata:/usr/lib/python3/dist-packages/six.egg-info#pkg:pypi/six@1.16.0");
        assertThat(bill.dependencies().get("file:/usr/bin/hello")).contains("pkg:cargo/adler@1.0.2");
        assertThat(bill.remarks())
                .containsExactly(
                        "/app/node_modules/e/package.json: too large for the metadata of a package, so it is not read");
    }

    @Test
    void cyclonedx_s_own_library_finds_it_valid() throws Exception {
        for (RootFs root : List.of(root(), languages(), Databases.apk(), Databases.rpmRoot(), new MemoryRoot())) {
            byte[] json = RawText.bytes(CycloneDxJson.of(bill(root), "1"));
            assertThat(new JsonParser().validate(json, Version.VERSION_16)).isEmpty();
            assertThat(new JsonParser().parse(json).getMetadata().getComponent().getName())
                    .isEqualTo("my root");
        }
    }

    @Test
    void spdx_s_own_library_finds_it_valid() throws Exception {
        for (RootFs root : List.of(root(), languages(), Databases.apk(), Databases.rpmRoot(), new MemoryRoot())) {
            byte[] json = RawText.bytes(SpdxJson.of(bill(root), "1"));
            @SuppressWarnings("resource") // content in memory need not be closed
            MultiFormatStore store = new MultiFormatStore(new InMemSpdxStore(), MultiFormatStore.Format.JSON);
            SpdxDocument document = store.deSerialize(new ByteArrayInputStream(json), false);
            assertThat(document.verify()).isEmpty();
        }
    }

    @Test
    void package_urls_are_canonical() throws Exception {
        for (RootFs root : List.of(root(), languages(), Databases.chisel(), Databases.apk(), Databases.rpmRoot())) {
            for (Component each : bill(root).components()) {
                if (!each.url().isEmpty()) {
                    assertThat(new PackageURL(each.url()).canonicalize()).isEqualTo(each.url());
                }
            }
        }
    }

    @Test
    void a_candidate_for_vex_has_its_evidence_and_limits() {
        String json = OpenVexJson.of("image", 0, List.of(new Unused("pkg:deb/debian/a@1", "evidence", "limits")), "1");
        assertThat(json)
                .contains(
                        "\"status\": \"not_affected\"",
                        "\"justification\": \"vulnerable_code_not_in_execute_path\"",
                        "\"impact_statement\": \"evidence\"",
                        "\"status_notes\": \"limits\"",
                        "not reviewed");
    }
}
