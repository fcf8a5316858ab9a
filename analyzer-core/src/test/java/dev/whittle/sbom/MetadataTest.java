package dev.whittle.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Packages of languages, and what hostile metadata costs. */
@Timeout(20)
class MetadataTest {
    private static List<String> urls(String path, String text) throws IOException {
        return MetadataFile.at(RootPath.of(path)).orElseThrow().read(ByteSource.of(RawText.bytes(text))).stream()
                .map(Module::url)
                .toList();
    }

    @Test
    void paths_tell_what_a_file_describes() {
        assertThat(MetadataFile.at(RootPath.of("/v/site-packages/a-1.dist-info/METADATA")))
                .contains(MetadataFile.PYTHON);
        assertThat(MetadataFile.at(RootPath.of("/v/a.egg-info"))).contains(MetadataFile.PYTHON);
        assertThat(MetadataFile.at(RootPath.of("/v/a.egg/EGG-INFO/PKG-INFO"))).contains(MetadataFile.PYTHON);
        assertThat(MetadataFile.at(RootPath.of("/a/node_modules/b/package.json")))
                .contains(MetadataFile.NODE);
        assertThat(MetadataFile.at(RootPath.of("/g/specifications/default/a-1.gemspec")))
                .contains(MetadataFile.RUBY);
        assertThat(MetadataFile.at(RootPath.of("/a/vendor/composer/installed.json")))
                .contains(MetadataFile.COMPOSER);
        for (String other : List.of("/a/METADATA", "/a/b.gemspec", "/a/installed.json", "/a/packages.json")) {
            assertThat(MetadataFile.at(RootPath.of(other))).as(other).isEmpty();
        }
    }

    @Test
    void python_has_headers_up_to_an_empty_line() throws IOException {
        String text = """
                Metadata-Version: 2.1
                Name: Ruamel_Yaml.x
                Version: 0.17+local
                License: UNKNOWN
                Classifier: License :: OSI Approved :: MIT License
                Description: one
                        Name: other

                Name: none
                """;
        assertThat(urls("/a.dist-info/METADATA", text)).containsExactly("pkg:pypi/ruamel-yaml.x@0.17%2Blocal");
        assertThat(PythonMetadata.read(text).get(0).licences()).containsExactly("MIT License");
        assertThat(PythonMetadata.read("Name: a\r\nVersion: 1\r\nLicense-Expression: MIT OR X\r\n\r\n"))
                .containsExactly(new Module("pypi", "", "a", "1", List.of("MIT OR X")));
        assertThat(urls("/a.egg-info", "Name: a\n\nVersion: 1\n")).isEmpty();
    }

    @Test
    void npm_has_scopes_and_three_forms_of_licences() throws IOException {
        String path = "/app/node_modules/x/package.json";
        assertThat(urls(path, "{\"name\":\"@Types/node\",\"version\":\"1.0.0\"}"))
                .containsExactly("pkg:npm/%40types/node@1.0.0");
        assertThat(urls(path, "\u00EF\u00BB\u00BF{\"version\":\"2\",\"a\":{\"name\":\"no\"},\"name\":\"x\"}"))
                .containsExactly("pkg:npm/x@2");
        for (String none : List.of("{}", "[]", "", "{\"name\":\"x\"}", "{\"name\":[\"x\"],\"version\":1}", "{\"name")) {
            assertThat(urls(path, none)).as(none).isEmpty();
        }
        assertThat(licences("\"license\":\"MIT\"")).containsExactly("MIT");
        assertThat(licences("\"license\":{\"type\":\"BSD\",\"url\":\"u\"}")).containsExactly("BSD");
        assertThat(licences("\"licenses\":[{\"type\":\"A\"},\"B\",[\"C\"]]")).containsExactly("A", "B");
    }

    private static List<String> licences(String field) {
        return JsonMetadata.ofNode("{\"name\":\"a\",\"version\":\"1\"," + field + "}")
                .get(0)
                .licences();
    }

    @Test
    void gems_are_read_from_what_rubygems_writes() throws IOException {
        String text = """
                # -*- encoding: utf-8 -*-
                Gem::Specification.new do |s|
                  s.name = "net-http".freeze
                  s.version = "0.3.2"
                  s.licenses = ["Ruby".freeze, "BSD-2-Clause".freeze]
                  s.add_dependency(%q<x>.freeze, ["= 1"])
                end
                """;
        assertThat(urls("/g/specifications/net-http.gemspec", text)).containsExactly("pkg:gem/net-http@0.3.2");
        assertThat(GemSpecification.read(text).get(0).licences()).containsExactly("Ruby", "BSD-2-Clause");
        assertThat(GemSpecification.read("s.name = 'a'\ns.version = Gem::Version.new(\"1\")\ns.license = 'MIT'\n"))
                .containsExactly(new Module("gem", "", "a", "1", List.of("MIT")));
        assertThat(GemSpecification.read("s.name = $name\ns.version = '1'\n")).isEmpty();
    }

    @Test
    void composer_has_two_forms() throws IOException {
        String one = "{\"name\":\"Symfony/Console\",\"version\":\"v6.4.1\",\"license\":[\"MIT\"]}";
        for (String text : List.of("{\"dev\":true,\"packages\":[" + one + ",1]}", "[" + one + "]")) {
            assertThat(urls("/a/vendor/composer/installed.json", text))
                    .containsExactly("pkg:composer/symfony/console@v6.4.1");
        }
    }

    @Test
    void rust_programs_tell_the_crates_that_run() throws IOException {
        byte[] program = Audited.program();
        assertThat(RustCrates.of("x", ByteSource.of(program)))
                .extracting(Module::url)
                .containsExactly("pkg:cargo/adler@1.0.2", "pkg:cargo/hello@0.1.0");
        int unread = 24; // of the last section's header
        for (int length = 0; length < program.length - unread; length += 3) {
            assertThat(RustCrates.of("x", ByteSource.of(Arrays.copyOf(program, length))))
                    .as("%s bytes", length)
                    .isEmpty();
        }
        for (int at : List.of(40, 41, 47, 58, 61, 62)) {
            byte[] broken = program.clone();
            broken[at] = (byte) 0xFF;
            assertThat(RustCrates.of("x", ByteSource.of(broken)))
                    .as("byte %s", at)
                    .isEmpty();
        }
    }

    @Test
    void a_section_that_unpacks_to_more_than_8_MiB_is_none() {
        byte[] text = RawText.bytes(Audited.JSON + " ".repeat(8 << 20));
        assertThat(RustCrates.unpack(Audited.packed(text))).isEmpty();
        assertThat(RustCrates.unpack(Audited.packed(new byte[64 << 20]))).isEmpty();
        assertThat(RustCrates.unpack(Audited.packed(RawText.bytes(Audited.JSON))))
                .hasSize(2);
        assertThat(RustCrates.unpack(RawText.bytes("no zlib"))).isEmpty();
    }

    @Test
    void deep_and_long_metadata_costs_no_more_than_its_bytes() throws IOException {
        String deep = "{\"name\":\"a\",\"version\":\"1\",\"x\":" + "[".repeat(1_000_000);
        assertThat(urls("/n/package.json", deep)).isEmpty();
        assertThat(urls("/n/package.json", "{\"name\":\"" + "a".repeat(900_000) + "\",\"version\":\"1\"}"))
                .isEmpty();
        String many = "[" + "{\"name\":\"a/b\",\"version\":\"1\"},".repeat(200_000) + "0]";
        assertThat(urls("/composer/installed.json", many)).hasSizeLessThanOrEqualTo(20_000);
        assertThat(urls("/a.dist-info/METADATA", "Name: a\n" + "X: y\n".repeat(2_000_000) + "Version: 1\n"))
                .isEmpty();
        assertThat(urls("/specifications/a.gemspec", "  ".repeat(500_000))).isEmpty();
        assertThat(urls("/specifications/a.gemspec", "a".repeat(1_000_000))).isEmpty();
        assertThat(urls("/specifications/a.gemspec", "\n \t".repeat(300_000))).isEmpty();
        assertThat(urls("/specifications/a.gemspec", "s.name = ".repeat(100_000)))
                .isEmpty();
    }

    @Test
    void what_must_be_whole_is_not_read_in_part() {
        ByteSource large = ByteSource.of(new byte[(1 << 20) + 1]);
        assertThat(MetadataFile.NODE.isTooLarge(large)).isTrue();
        assertThat(MetadataFile.RUBY.isTooLarge(large)).isTrue();
        assertThat(MetadataFile.COMPOSER.isTooLarge(large)).isFalse();
        assertThat(MetadataFile.PYTHON.isTooLarge(large)).isFalse();
    }
}
