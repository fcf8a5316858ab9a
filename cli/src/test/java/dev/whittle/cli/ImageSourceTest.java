package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.ImageBuilder;
import dev.whittle.testdata.ImageFiles;
import dev.whittle.testdata.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on images: every medium gives the same answers, and the image's environment applies. */
class ImageSourceTest {
    private final Path directory;

    ImageSourceTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        byte[] tar = root();
        Files.write(this.directory.resolve("root.tar"), tar);
        Files.write(this.directory.resolve("root.tar.gz"), ImageBuilder.gzipped(tar));
        image(tar, "").tar(this.directory.resolve("image.tar"));
        Files.write(
                this.directory.resolve("image.tar.gz"),
                ImageBuilder.gzipped(Files.readAllBytes(this.directory.resolve("image.tar"))));
        ImageFiles layout = new ImageFiles();
        ImageBuilder.layout(
                layout, ImageBuilder.tagged(ImageBuilder.of(tar).gzip().manifest(layout), "v1"));
        layout.directory(this.directory.resolve("layout"));
        layout.tar(this.directory.resolve("oci.tar"));
    }

    private static byte[] root() {
        TarBuilder tar = new TarBuilder();
        elf(tar, "lib/ld-musl-x86_64.so.1", ElfBuilder.x86_64().soname("libc.musl-x86_64.so.1"));
        elf(tar, "usr/lib/libone.so.1", ElfBuilder.x86_64().soname("libone.so.1"));
        elf(tar, "opt/lib/libone.so.1", ElfBuilder.x86_64().soname("libone.so.1"));
        elf(tar, "opt/hook.so", ElfBuilder.x86_64().soname("hook.so"));
        elf(tar, "bin/app", Roots.program().needed("libone.so.1"));
        return tar.build();
    }

    private static void elf(TarBuilder tar, String name, ElfBuilder elf) {
        String content = new String(elf.build(), StandardCharsets.ISO_8859_1);
        tar.add(new TarBuilder.Header(name).mode(0755).content(content));
    }

    private static ImageFiles image(byte[] layer, String config) {
        ImageFiles files = new ImageFiles();
        String entry = ImageBuilder.of(layer).tag("app:1").config(config).legacy(files);
        return files.put("manifest.json", "[" + entry + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tar:root.tar",
                "tar:root.tar.gz",
                "root.tar.gz",
                "docker-archive:image.tar",
                "docker-archive:image.tar:app:1",
                "image.tar",
                "image.tar.gz",
                "oci:layout",
                "oci:layout:v1",
                "layout",
                "oci-archive:oci.tar:v1",
                "oci.tar"
            })
    void every_medium_gives_the_same_answers(String source) throws IOException {
        Whittle.Result ldd = Whittle.in(directory).run(Line.of("ldd", source, "--format", "list", "bin/app"));
        assertThat(ldd.err()).isEmpty();
        assertThat(ldd.outLines()).containsExactly("/lib/ld-musl-x86_64.so.1", "/usr/lib/libone.so.1");
        assertThat(Whittle.in(directory)
                        .run(Line.of("layer", "tar:root.tar", "-q", "-o", "one.tar", "/bin/app"))
                        .exit())
                .isZero();
        Whittle.Result layer = Whittle.in(directory).run(Line.of("layer", source, "-q", "-o", "two.tar", "bin/app"));
        assertThat(layer.err()).isEmpty();
        assertThat(directory.resolve("two.tar")).hasSameBinaryContentAs(directory.resolve("one.tar"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"root.tar", "root.tar.gz", "image.tar", "image.tar.gz", "oci.tar"})
    void standard_input_is_any_of_them(String file) throws IOException {
        byte[] content = Files.readAllBytes(directory.resolve(file));
        for (Whittle whittle : List.of(
                Whittle.in(directory).input(new ByteArrayInputStream(content)),
                Whittle.in(directory).inputFile(directory.resolve(file)))) {
            Whittle.Result result = whittle.run(Line.of("ldd", "-", "--format", "list", "/bin/app"));
            assertThat(result.err()).isEmpty();
            assertThat(result.out()).contains("/usr/lib/libone.so.1\n");
        }
        assertThat(directory.toFile().list()).noneMatch(name -> name.endsWith(".spool"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"Env\":[\"TZ=Asia/Tokyo\"]                                         | ''             | /usr/share/zoneinfo/Asia/Tokyo",
                "\"Env\":[\"TZ=Asia/Tokyo\"]                                         | --no-image-env | ''",
                "\"Cmd\":[\"/bin/clock\",\"/srv/x\"],\"WorkingDir\":\"/srv\"   | ''             | ''",
            })
    void a_layer_has_what_the_image_s_variables_mean_for_its_files_and_nothing_of_its_command(
            String config, String option, String expected) throws IOException {
        TarBuilder tar = new TarBuilder();
        elf(tar, "lib/ld-musl-x86_64.so.1", ElfBuilder.x86_64().soname("libc.musl-x86_64.so.1"));
        elf(tar, "bin/clock", Roots.program().imports("localtime"));
        for (String name : List.of("usr/share/zoneinfo/Asia/Tokyo", "srv/x")) {
            tar.add(new TarBuilder.Header(name).content("x"));
        }
        image(tar.build(), config).tar(directory.resolve("clock.tar"));
        Whittle.Result result = Whittle.in(directory)
                .run(Line.of(
                        "layer",
                        "clock.tar",
                        ("--dry-run -q /bin/clock " + option).strip().split(" ")));
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out().contains("/srv")).isFalse();
        assertThat(result.out().contains("/usr/share/zoneinfo/Asia/Tokyo")).isEqualTo(!expected.isEmpty());
    }

    @Test
    void a_terminal_is_no_image() {
        Whittle.Result result = Whittle.in(directory).onTerminal().run(Line.of("ldd", "-", "/bin/app"));
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).startsWith("whittle: standard input is a terminal");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                 |              | /usr/lib/libone.so.1",
                "\"Env\":[\"LD_LIBRARY_PATH=/opt/lib\"]            |              | /opt/lib/libone.so.1",
                "\"Env\":[\"LD_LIBRARY_PATH=/opt/lib\"]            | --no-image-env | /usr/lib/libone.so.1",
                "\"Env\":[\"LD_LIBRARY_PATH=/opt/lib\"]            | --library-path=/none | /usr/lib/libone.so.1",
                "\"Env\":[\"LD_LIBRARY_PATH=lib\"],\"WorkingDir\":\"/opt\" |       | /opt/lib/libone.so.1",
                "\"Env\":[\"LD_LIBRARY_PATH=/none:\"],\"WorkingDir\":\"/opt/lib\" | | /opt/lib/libone.so.1",
                "\"Env\":[\"LD_PRELOAD=/opt/hook.so\"]             |              | /opt/hook.so",
                "\"Env\":[\"LD_PRELOAD=./hook.so\"],\"WorkingDir\":\"/opt/\" |    | /opt/./hook.so",
                "\"Env\":[\"LD_PRELOAD=/opt/hook.so\"]             | --preload=/opt/lib/libone.so.1 | /opt/lib/libone.so.1",
            })
    void the_image_says_what_the_environment_is(String config, String option, String loaded) throws IOException {
        image(root(), config).tar(directory.resolve("env.tar"));
        String[] line = option == null
                ? Line.of("ldd", "env.tar", "--format", "list", "/bin/app")
                : Line.of("ldd", "env.tar", "--format", "list", option, "/bin/app");
        Whittle.Result result = Whittle.in(directory).run(line);
        assertThat(result.err()).isEmpty();
        assertThat(result.outLines()).contains(loaded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"image.tar", "oci.tar", "layout"})
    void nothing_is_written_over_the_source(String source) throws IOException {
        Path file = directory.resolve(source);
        if (source.equals("layout")) {
            try (Stream<Path> blobs = Files.list(directory.resolve("layout/blobs/sha256"))) {
                file = blobs.findFirst().orElseThrow();
            }
        }
        byte[] before = Files.readAllBytes(file);
        for (String option : new String[] {"-o", "--report"}) {
            String other = option.equals("-o") ? "--report" : "-o";
            Whittle.Result result = Whittle.in(directory)
                    .run(Line.of("layer", source, "/bin/app", option, file.toString(), other, "other"));
            assertThat(result.exit()).isEqualTo(2);
            assertThat(result.err()).isEqualTo("whittle: " + file + ": is the source itself; write elsewhere\n");
            assertThat(file).hasBinaryContent(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 3",
        "100, 3",
        "1KiB, 3",
        "0, 2",
        "x, 2",
        "-1, 2",
        "1PiB, 2",
        "99999999999TiB, 2",
        "1e3, 2",
        "1MiB, 0",
        "0.5g, 0",
        "16 GiB, 0",
        "1000000, 0"
    })
    void so_much_may_come_out_of_packed_content(String size, int exit) {
        Whittle.Result result =
                Whittle.in(directory).run(Line.of("ldd", "root.tar.gz", "--max-size", size, "/bin/app"));
        assertThat(result.exit()).as(result.err()).isEqualTo(exit);
        if (exit == 3) {
            assertThat(result.err())
                    .startsWith("whittle: root.tar.gz: more than ")
                    .contains("--max-size");
        } else if (exit == 2) {
            assertThat(result.err()).contains("not a size such as 512MiB");
        }
    }

    @ParameterizedTest
    @CsvSource({"1000, 0", "1, 3", "0, 2", "-1, 2", "many, 2", "99999999999, 2"})
    void so_many_entries_may_an_archive_have(String count, int exit) {
        Whittle.Result result =
                Whittle.in(directory).run(Line.of("ldd", "root.tar.gz", "--max-entries", count, "/bin/app"));
        assertThat(result.exit()).as(result.err()).isEqualTo(exit);
        if (exit == 3) {
            assertThat(result.err())
                    .isEqualTo("whittle: root.tar.gz: more than 1 entries (--max-entries) (at offset 1024)\n");
        } else if (exit == 2) {
            assertThat(result.err()).contains("--max-entries " + count + ": not a count such as");
        }
    }

    @Test
    void the_engine_saves_what_it_has() throws IOException {
        engine("bin/docker", "[ \"$1 $2\" = 'save app:1' ] && cat image.tar");
        Whittle.Result result =
                withPath("bin").run(Line.of("ldd", "docker-daemon:app:1", "--format", "list", "bin/app"));
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("/usr/lib/libone.so.1\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo 'No such image: app:1' >&2; exit 1 | docker save app:1 failed with exit code 1: No such image: app:1; docker pull app:1 fetches it",
                "head -c 9000 image.tar; exit 7          | docker save app:1 failed with exit code 7",
                "cat image.tar; echo too late >&2; exit 1 | docker save app:1 failed with exit code 1: too late",
            })
    void an_engine_that_fails_is_told(String script, String said) throws IOException {
        engine("bin/docker", script);
        Whittle.Result result = withPath("bin").run(Line.of("ldd", "docker-daemon:app:1", "/bin/app"));
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).isEqualTo("whittle: docker-daemon:app:1: " + said + "\n");
    }

    @Test
    void an_engine_is_looked_for_where_a_shell_would() throws IOException {
        engine("one/podman", "cat image.tar");
        engine("two/mine", "cat image.tar");
        String[] line = Line.of("ldd", "docker-daemon:app:1", "/bin/app");
        assertThat(withPath("one").run(line).exit()).isZero();
        assertThat(withPath("two").run(line).err())
                .isEqualTo(
                        "whittle: docker-daemon:app:1: neither docker nor podman is in PATH; --engine names one, or save"
                                + " the image to a file elsewhere\n");
        for (String engine : new String[] {"mine", "two/mine", "./two/mine"}) {
            String[] named = Line.of("ldd", "docker-daemon:app:1", "--engine", engine, "/bin/app");
            assertThat(withPath("two").run(named).exit()).isZero();
        }
        String[] absent = Line.of("ldd", "docker-daemon:app:1", "--engine", "docker", "/bin/app");
        assertThat(withPath("two").run(absent).err()).contains("--engine docker: not in PATH");
    }

    private Whittle withPath(String first) {
        return Whittle.in(directory).with("PATH", directory.resolve(first) + ":/nonexistent");
    }

    private void engine(String name, String script) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\nPATH=/bin:/usr/bin\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
