package dev.whittle.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Modules of Go and Maven. */
class ModulesTest {
    private static final String LINES = """
            path\tcmd
            mod\texample.org/App\t(devel)\t
            dep\tgithub.com/A/b\tv1.2.3\th1:x
            dep\texample.org/old\tv0.1.0\th1:y
            =>\texample.org/new\tv0.2.0\th1:z
            build\tGOOS=linux
            """;

    private static byte[] program(String version, String lines) {
        String info = "0123456789abcdef" + lines + "0123456789abcdef";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[4096 - 32]);
        out.writeBytes(RawText.bytes("\u00ff Go buildinf:\10\2" + "\0".repeat(16)));
        for (String text : List.of(version, info)) {
            int length = text.length();
            while (length >= 0x80) {
                out.write((length & 0x7F) | 0x80);
                length >>= 7;
            }
            out.write(length);
            out.writeBytes(RawText.bytes(text));
        }
        return out.toByteArray();
    }

    @Test
    void a_go_program_tells_its_modules() throws IOException {
        List<Module> modules = GoModules.of(ByteSource.of(program("go1.22.1 X:none", LINES)));
        assertThat(modules)
                .extracting(Module::url)
                .containsExactly(
                        "pkg:golang/example.org/app",
                        "pkg:golang/github.com/a/b@v1.2.3",
                        "pkg:golang/example.org/new@v0.2.0",
                        "pkg:golang/stdlib@1.22.1");
    }

    @Test
    void what_is_cut_off_has_none() throws IOException {
        byte[] whole = program("go1.22", LINES);
        for (int length = 0; length < whole.length; length += 7) {
            byte[] part = java.util.Arrays.copyOf(whole, length);
            assertThat(GoModules.of(ByteSource.of(part))).hasSizeLessThanOrEqualTo(1);
        }
        assertThat(GoModules.of(ByteSource.of(RawText.bytes("\u00ff Go buildinf:\10\2" + "\u00ff".repeat(60)))))
                .isEmpty();
        assertThat(GoModules.of(ByteSource.of(RawText.bytes("\u00ff Go buildinf:\10\0" + "\0".repeat(60)))))
                .isEmpty();
    }

    @Test
    void a_java_archive_tells_its_artifacts_and_those_of_archives_in_it() throws IOException {
        byte[] inner =
                zip("META-INF/maven/org.b/two/pom.properties", bytes("version=2\ngroupId=org.b\nartifactId=two\n"));
        byte[] outer = zip(
                "META-INF/maven/org.a/one/pom.properties",
                bytes("#x\ngroupId=org.a\nartifactId=one\nversion=1\n"),
                "BOOT-INF/lib/two.jar",
                inner);
        assertThat(JavaArtifacts.of(ByteSource.of(outer)))
                .extracting(Module::url)
                .containsExactly("pkg:maven/org.a/one@1", "pkg:maven/org.b/two@2");
        assertThat(JavaArtifacts.of(ByteSource.of(bytes("no archive")))).isEmpty();
        for (int length = 0; length < outer.length; length += 11) {
            assertThat(JavaArtifacts.of(ByteSource.of(java.util.Arrays.copyOf(outer, length))))
                    .hasSizeLessThanOrEqualTo(2);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] zip(Object... namesAndContents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
                zip.write((byte[]) namesAndContents[i + 1]);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void copyright_files_of_the_known_format_name_licences() {
        assertThat(Licences.names("Format: x\nLicense: MIT\n\nFiles: a\nLicense: GPL-2+\n text\n"))
                .containsExactly("GPL-2+", "MIT");
        assertThat(Licences.names("This is free text.\nLicense: GPL\n")).isEmpty();
    }

    @Test
    void licences_become_expressions() {
        java.util.SortedMap<String, String> others = new java.util.TreeMap<>();
        assertThat(SpdxLicences.expression(List.of("MIT"), others)).isEqualTo("MIT");
        assertThat(SpdxLicences.expression(List.of("MIT AND GPL-2.0-only"), others))
                .isEqualTo("(MIT AND GPL-2.0-only)");
        assertThat(SpdxLicences.expression(List.of("GPL-2+", "MIT"), others)).isEqualTo("LicenseRef-GPL-2- AND MIT");
        assertThat(SpdxLicences.expression(List.of("GPL-2 "), others)).isEqualTo("LicenseRef-GPL-2--2");
        assertThat(others).containsEntry("LicenseRef-GPL-2-", "GPL-2+").containsEntry("LicenseRef-GPL-2--2", "GPL-2 ");
    }

    @Test
    void releases_are_read_with_and_without_quotes() {
        assertThat(OsRelease.parse("ID=alpine\nVERSION_ID=3.19.4\n")).isEqualTo(new OsRelease("alpine", "3.19.4"));
        assertThat(OsRelease.parse("VERSION_ID=\"12\"\nID='debian'\n")).isEqualTo(new OsRelease("debian", "12"));
    }
}
