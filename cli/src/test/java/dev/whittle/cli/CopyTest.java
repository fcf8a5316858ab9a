package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import dev.whittle.testdata.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What copy writes, of a root and of an image. */
class CopyTest {
    private final Path directory;

    CopyTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
    }

    @BeforeEach
    void sources() throws IOException {
        Roots.musl(directory.resolve("root"));
        Files.write(directory.resolve("server.tar"), Images.server());
    }

    @Test
    void each_file_goes_to_the_name_that_the_loader_asks_for() {
        assertThat(copy("/bin/app", "--from", "root", "--format", "list").outLines())
                .containsExactly(
                        "/bin/app", "/lib/ld-musl-x86_64.so.1", "/usr/lib/libone.so.1", "/usr/lib/libtwo.so.2");
    }

    @Test
    void files_of_one_directory_share_a_line() {
        assertThat(copy("/bin/app", "--from", "root").out()).isEqualTo("""
                # /bin/app: asked for
                # the loader, and what it opens
                COPY --from=base ["/bin/app", "/bin/"]
                COPY --from=base ["/lib/ld-musl-x86_64.so.1", "/lib/"]
                COPY --from=base ["/usr/lib/libone.so.1", "/usr/lib/libtwo.so.2", "/usr/lib/"]
                """);
    }

    @Test
    void the_stage_is_named() {
        assertThat(copy("/bin/app", "--from", "root", "--stage", "alpine:3.19").out())
                .contains("COPY --from=alpine:3.19 [\"/bin/app\", \"/bin/\"]\n");
    }

    @Test
    void a_dockerfile_has_the_configuration_of_the_image() {
        Whittle.Result result = copy("--from", "server.tar", "--format", "dockerfile");
        assertThat(result.exit()).isZero();
        assertThat(result.outLines())
                .startsWith("# Written by whittle 0.1.0", "FROM web/server:1.0 AS base", "", "FROM scratch")
                .contains("ENV COLOUR=blue", "EXPOSE 80/tcp", "STOPSIGNAL SIGQUIT", "USER web", "WORKDIR /var/web")
                .contains("VOLUME [\"/data\"]", "LABEL a=b", "LABEL dev.whittle.version=0.1.0")
                .endsWith("ENTRYPOINT [\"/entrypoint.sh\"]", "CMD [\"server\", \"-c\", \"/etc/server.conf\"]");
    }

    @Test
    void what_others_own_is_theirs_and_its_parents_are_roots() {
        assertThat(copy("--from", "server.tar").outLines())
                .containsSubsequence(
                        "COPY --from=base [\"/tmp/\", \"/var/\"]",
                        "COPY --from=base --chown=101:102 [\"/var/web/\", \"/var/web/\"]")
                .containsSubsequence(
                        "COPY --from=base --chown=101:102 [\"/tmp/\", \"/data/\"]",
                        "COPY --from=base [\"/data/\", \"/data/\"]");
    }

    @Test
    void what_all_may_write_to_belongs_to_the_user() {
        Whittle.Result result = copy("--from", "server.tar");
        assertThat(result.out()).contains("COPY --from=base --chown=101:102 [\"/tmp/\", \"/tmp/\"]\n");
        assertThat(result.err()).contains("/tmp (1777)", "belong to 101:102");
    }

    @Test
    void with_a_file_it_is_started_with_the_arguments_that_it_has_in_the_image() {
        assertThat(copy("--from", "server.tar", "--format", "dockerfile", "/usr/sbin/server", "--without", "all")
                        .outLines())
                .contains("USER 101:102")
                .endsWith("ENTRYPOINT [\"/usr/sbin/server\"]", "CMD [\"-c\", \"/etc/server.conf\"]");
    }

    @Test
    void with_files_that_are_all_the_image_starts_its_command_stays() {
        String[] all = {
            "--from",
            "server.tar",
            "--format",
            "dockerfile",
            "/usr/sbin/server",
            "--include",
            "/entrypoint.sh",
            "--include",
            "/bin/sh"
        };
        assertThat(copy(all).out()).contains("ENTRYPOINT [\"/entrypoint.sh\"]\nCMD [\"server\", ");
    }

    @Test
    void a_list_for_tar_has_links_and_no_directory_that_holds_more() {
        List<String> names = Arrays.asList(
                copy("/bin/app", "--from", "root", "--format", "null").out().split("\0", -1));
        assertThat(names)
                .containsExactly(
                        "bin/app",
                        "lib/ld-musl-x86_64.so.1",
                        "usr/lib/libone.so.1",
                        "usr/lib/libone.so.1.2",
                        "usr/lib/libtwo.so.2",
                        "");
    }

    @Test
    void a_list_of_the_hosts_own_files_is_absolute() throws IOException {
        Tree.at(directory).elf("/alone", Roots.program());
        assertThat(copy("alone", "--format", "null").out()).contains(RawText.ofText(directory + "/alone\0"));
    }

    @Test
    void a_layer_comes_by_the_same_words() {
        String[] words = {"/bin/app", "--from=root", "--include", "/etc/app.conf", "--format", "add", "-q"};
        assertThat(copy(words).out()).isEqualTo("""
                # whittle layer /bin/app --from=root --include /etc/app.conf -o layer.tar
                ADD ["layer.tar", "/"]
                """);
        assertThat(copy("--from", "server.tar", "--exclude", "/usr/lib/libone*", "--format=add", "--stage", "x")
                        .out())
                .isEqualTo("""
                # whittle slim server.tar --exclude '/usr/lib/libone*' -o tar:layer.tar
                ADD ["layer.tar", "/"]
                """);
    }

    @Test
    void parents_keeps_links_as_links() {
        assertThat(copy("/bin/app", "--from", "root", "--format", "parents").out())
                .isEqualTo("""
                # syntax=docker/dockerfile:1.7-labs
                # /bin/app: asked for
                # the loader, and what it opens
                COPY --parents --from=base ["/bin/app", "/lib/ld-musl-x86_64.so.1", "/usr/lib/libone.so.1", \
                "/usr/lib/libone.so.1.2", "/usr/lib/libtwo.so.2", "/"]
                """);
    }

    @Test
    void a_user_of_ones_own_takes_a_layer() {
        Whittle.Result result = copy("--from", "server.tar", "--add-user", "mine");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("/etc/passwd: ", "which COPY cannot do; use --format add");
        Whittle.Result layer = copy("--from", "server.tar", "--add-user", "mine", "--format", "add");
        assertThat(layer.exit()).isZero();
        assertThat(layer.out()).startsWith("# whittle slim server.tar --add-user mine -o tar:layer.tar\n");
    }

    @Test
    void a_file_appears_whole() throws IOException {
        assertThat(copy("/bin/app", "--from", "root", "-o", "out").out()).isEmpty();
        assertThat(directory.resolve("out")).content().startsWith("# /bin/app: asked for\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--from root | 2 | root: a root without a configuration: name a FILE",
                "/bin/app --from root --format dockerfile | 2 | root: what is the image's name? say --image REF",
                "/bin/app --from root --format tar | 2 | --format tar: not one of copy, dockerfile, parents",
                "/bin/app --from root --image A | 2 | --image: only a dockerfile names the image",
                "/bin/app --from root --format dockerfile --image A | 2 | --image A: not an image name",
                "/bin/app --from root --format dockerfile --stage 1x | 2 | --stage 1x: not a name of a stage",
                "/bin/gone --from root | 3 | /bin/gone: no such file",
                "/bin/broken --from root | 1 | libgone.so.9",
                "/bin/app --from root --check gone | 3 | --check gone: no such file",
                "/bin/app --from root --check gone --format list | 2 | --check and --format",
                "/bin/app --from root -o no/where | 4 | cannot write no/where",
                "/bin/app --from root --with nobody | 2 | nobody: no such family"
            })
    void what_is_wrong_is_told(String line, int exit, String message) {
        Whittle.Result result = copy(line.split(" "));
        assertThat(result.exit()).as(result.err()).isEqualTo(exit);
        assertThat(result.err()).contains(message);
    }

    private Whittle.Result copy(String... arguments) {
        String[] words = new String[arguments.length + 1];
        words[0] = "copy";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        return Whittle.in(directory).run(words);
    }

    @Test
    void links_to_directories_that_are_written_to_are_told() throws IOException {
        Tree.at(directory.resolve("root"))
                .directory("/run")
                .link("/var/run", "/run")
                .directory("/mnt");
        Whittle.Result result = copy("/bin/app", "--from", "root", "--include", "/var/run", "--include", "/run");
        assertThat(result.err())
                .contains("COPY makes separate directories of these links, so that what is written to one is not in the"
                        + " other: /var/run (/run); --format add keeps it");
    }

    @Test
    void an_empty_directory_that_stands_for_others_is_told() {
        assertThat(copy("--from", "server.tar").out())
                .contains("# COPY cannot create an empty directory, so /tmp, which is empty, is copied\n");
    }
}
