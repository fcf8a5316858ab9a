package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeLoader;
import dev.whittle.testdata.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands and packages. */
class PackagesTest {
    private static final String LOADER = FakeLoader.GLIBC_X86_64;
    private static final String APP = "Package: app\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n\n";
    private static final String OTHER =
            "Package: other\nStatus: install ok installed\nArchitecture: all\nVersion: 1:2\n\n";

    private final Path directory;

    PackagesTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        Tree.at(this.directory.resolve("root"))
                .file(LOADER, FakeLoader.glibc("x86-64-v3", "/lib64/"))
                .elf("/bin/app", ElfBuilder.x86_64().interpreter(LOADER))
                .elf("/usr/lib/libother.so.1", ElfBuilder.x86_64().soname("libother.so.1"))
                .file("/etc/os-release", "ID=debian\nVERSION_ID=12\n")
                .file("/usr/share/doc/app/copyright", "see /usr/share/common-licenses/GPL-2.\n")
                .file("/usr/share/common-licenses/GPL-2", "GPL\n")
                .file("/usr/share/doc/other/copyright", "MIT\n")
                .file("/var/lib/dpkg/status", APP + OTHER)
                .file("/var/lib/dpkg/info/app.list", "/.\n/bin\n/bin/app\n/usr/share/doc/app/copyright\n")
                .file("/var/lib/dpkg/info/other.list", "/.\n/usr/lib/libother.so.1\n");
    }

    private Whittle.Result run(String... arguments) {
        return Whittle.in(directory).run(arguments);
    }

    /** The database that slim writes, and the names of everything that it keeps. */
    private String status(String... options) throws IOException {
        List<String> line =
                new ArrayList<>(List.of("slim", "dir:root", "-o", "dir:out", "--no-owner", "--entrypoint", "/bin/app"));
        line.addAll(List.of(options));
        Path out = directory.resolve("out");
        if (Files.exists(out)) {
            Files.move(out, directory.resolve("out-" + System.nanoTime()));
        }
        Whittle.Result result = run(line.toArray(new String[0]));
        assertThat(result.exit()).as(result.err()).isZero();
        Path status = out.resolve("var/lib/dpkg/status");
        try (Stream<Path> all = Files.walk(out)) {
            String names = all.map(path -> " " + out.relativize(path)).collect(Collectors.joining());
            return (Files.exists(status) ? Files.readString(status) : "") + names;
        }
    }

    @Test
    void slim_cuts_the_database_to_what_is_kept() throws IOException {
        assertThat(status())
                .startsWith(APP + " ")
                .contains("var/lib/dpkg/info/app.list", "etc/os-release")
                .doesNotContain("info/other", "libother", "copyright");
    }

    @Test
    void slim_keeps_all_of_the_database_or_nothing() throws IOException {
        assertThat(status("--package-db", "full")).startsWith(APP + OTHER).contains("info/other.list");
        assertThat(status("--package-db=none")).doesNotContain("dpkg/status", "os-release");
        assertThat(status("--without", "packages")).doesNotContain("dpkg/status", "os-release");
    }

    @Test
    void licences_of_kept_packages_are_kept_on_request() throws IOException {
        assertThat(status("--licenses", "keep"))
                .contains("usr/share/doc/app/copyright", "usr/share/common-licenses/GPL-2")
                .doesNotContain("usr/share/doc/other/copyright");
    }

    @Test
    void layer_has_a_database_on_request() {
        assertThat(run("layer", "--from", "dir:root", "/bin/app", "--dry-run").out())
                .doesNotContain("dpkg/status");
        assertThat(run("layer", "--from", "dir:root", "/bin/app", "--dry-run", "--package-db", "kept")
                        .out())
                .contains("/var/lib/dpkg/status");
    }

    @Test
    void one_line_tells_how_much_is_kept() {
        assertThat(run("slim", "dir:root", "-o", "tar:out.tar", "--entrypoint", "/bin/app")
                        .err())
                .contains("packages: 1 of 2 kept, none of them in part; their databases have ");
    }

    @ParameterizedTest
    @CsvSource({
        "--package-db, some, '--package-db some: not one of kept, full, none'",
        "--licenses, all, '--licenses all: not one of keep, drop'"
    })
    void other_words_are_no_choice(String option, String word, String message) {
        Whittle.Result result = run("slim", "dir:root", "-o", "tar:out.tar", "--entrypoint", "/bin/app", option, word);
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains(message);
    }

    @Test
    void why_answers_for_a_package() {
        Whittle.Result kept = run("why", "pkg:deb/debian/app@1", "--from", "dir:root", "--entrypoint", "/bin/app");
        assertThat(kept.exit()).as(kept.err()).isZero();
        assertThat(kept.out()).startsWith("/bin/app: kept\n");
        Whittle.Result lost = run("why", "pkg:deb/debian/other", "--from", "dir:root", "--entrypoint", "/bin/app");
        assertThat(lost.exit()).isEqualTo(1);
        assertThat(lost.err()).contains("pkg:deb/debian/other: nothing of it is kept");
        Whittle.Result none = run("why", "pkg:deb/debian/none", "--from", "dir:root", "--entrypoint", "/bin/app");
        assertThat(none.exit()).isEqualTo(3);
        assertThat(none.err()).contains("pkg:deb/debian/none: no such package");
    }

    @Test
    void diff_tells_packages() throws IOException {
        Tree.at(directory.resolve("new"))
                .file("/var/lib/dpkg/status", APP.replace("Version: 1", "Version: 2") + OTHER.replace("other", "more"));
        assertThat(run("diff", "dir:root", "dir:new").out())
                .contains("packages (3):\n  ~ app (deb): 1 -> 2\n  + more (deb): 1:2\n  - other (deb): 1:2\n");
    }

    @Test
    void scan_tells_the_package_of_a_library_that_nobody_needs() {
        assertThat(run("scan", "dir:root").out()).contains("no program needs it as libother.so.1 (package other 1:2)");
    }

    @Test
    void a_bill_has_the_packages_and_candidates_are_told_apart() throws IOException {
        Whittle.Result result = run("sbom", "dir:root", "-o", "b.json", "--vex", "v.json", "--entrypoint", "/bin/app");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(directory.resolve("b.json"))
                .content()
                .contains("\"pkg:deb/debian/app@1?arch=all&distro=debian-12\"", "\"file:/bin/app\"");
        assertThat(directory.resolve("v.json"))
                .content()
                .contains("pkg:deb/debian/other@1%3A2?arch=all&distro=debian-12")
                .doesNotContain("pkg:deb/debian/app");
        assertThat(run("sbom", "dir:root", "--format", "spdx").out()).contains("\"SPDX-2.3\"");
    }

    @Test
    void slim_s_bill_is_that_of_its_output() throws IOException {
        Whittle.Result made =
                run("slim", "dir:root", "-o", "tar:out.tar", "--entrypoint", "/bin/app", "--sbom", "slim.json");
        assertThat(made.exit()).as(made.err()).isZero();
        Whittle.Result read = run("sbom", "tar:out.tar");
        String name = "(\"name\": \")(root|out\\.tar)(\")|\"serialNumber\".*";
        assertThat(Files.readString(directory.resolve("slim.json")).replaceAll(name, ""))
                .isEqualTo(read.out().replaceAll(name, ""));
        assertThat(run("slim", "dir:root", "-o", "tar:x", "--entrypoint", "/bin/app", "--sbom", "-")
                        .exit())
                .isEqualTo(2);
    }
}
