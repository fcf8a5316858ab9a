package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The output of copy is built by real builders, and runs. */
@Tag("system")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CopyIT {
    private static final String NGINX = "nginx:1.22.1-alpine";
    private static final String SAVED = "docker-archive:" + Setup.images().resolve(BaseImage.SAVED_NGINX + ".tar.gz");
    private static final Optional<String> PAGE =
            Optional.of("curl -fsS -w '%{http_code} %{content_type}' http://127.0.0.1/");
    private static final List<String> READ_ONLY = List.of(
            "--read-only",
            "--tmpfs",
            "/run",
            "--tmpfs",
            "/var/run",
            "--tmpfs",
            "/var/cache/nginx",
            "--tmpfs",
            "/var/lib/nginx",
            "--tmpfs",
            "/var/log/nginx");
    /** The list of what the server loads that a user would make with ldd in a container. */
    private static final List<String> BY_HAND = List.of(
            "/lib/ld-musl-x86_64.so.1",
            "/lib/libcrypto.so.3",
            "/lib/libssl.so.3",
            "/lib/libz.so.1",
            "/usr/lib/libpcre2-8.so.0",
            "/usr/sbin/nginx");

    private final Path scratch;
    private Engine engine;
    private Dockerfiles dockerfiles;

    CopyIT(@TempDir Path scratch) {
        this.scratch = scratch;
    }

    @BeforeAll
    void start() throws IOException, InterruptedException {
        Setup.requireRoot();
        engine = Engine.start();
        dockerfiles = new Dockerfiles(engine, scratch);
        engine.docker("load", "-i", Setup.images().resolve(BaseImage.SAVED_NGINX + ".tar.gz"))
                .run()
                .succeeds();
        dockerfiles.share(NGINX);
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        engine.stop();
        dockerfiles.forget();
    }

    @Test
    void the_server_answers() throws IOException, InterruptedException {
        Answer before = Answer.of(engine, NGINX, PAGE, List.of());
        Answer readOnly = Answer.of(engine, NGINX, PAGE, READ_ONLY);
        assertThat(before.out()).contains("Welcome to nginx!").endsWith("200 text/html");
        for (String image : dockerfiles.built(NGINX, "nginx-copied")) {
            assertThat(Answer.of(engine, image, PAGE, List.of())).isEqualTo(before);
            assertThat(Answer.of(engine, image, PAGE, READ_ONLY)).isEqualTo(readOnly);
            String user = "ps -o uid= --ppid $(docker inspect -f '{{.State.Pid}}' $1) | sort -u";
            Answer asked = Answer.of(engine, image, Optional.of(user), List.of());
            assertThat(asked.out().strip()).as("who serves").isEqualTo("101");
        }
    }

    @Test
    void by_the_loader_alone_it_is_a_persons_list() throws IOException, InterruptedException {
        String[] words = {"copy", "--from", SAVED, "/usr/sbin/nginx", "--format", "list"};
        List<String> bare = Whittle.built()
                .command((Object[]) words)
                .andThen("--without", "all")
                .run()
                .succeeds()
                .lines();
        assertThat(bare).containsExactlyInAnyOrderElementsOf(BY_HAND);
        assertThat(Whittle.built().run((Object[]) words).succeeds().lines())
                .containsAll(BY_HAND)
                .contains("/etc/nginx/nginx.conf", "/etc/nginx/mime.types", "/var/log/nginx/error.log", "/etc/passwd")
                .contains("/etc/group", "/usr/share/nginx/html/index.html", "/etc/ssl/certs/ca-certificates.crt");
        String[] direct = {"/usr/sbin/nginx", "--include", "/etc/nginx"};
        for (String image : dockerfiles.built(NGINX, "nginx-direct", direct)) {
            assertThat(Answer.of(engine, image, PAGE, List.of()).out()).endsWith("200 text/html");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tools, /usr/bin/curl, '[\"curl\",\"--version\"]', ''",
        "tools, /usr/bin/python3, '[\"python3\",\"-c\",\"import ssl, json, sqlite3; print(ssl.OPENSSL_VERSION)\"]', ''",
        "nginx, /usr/sbin/nginx, '[\"nginx\",\"-g\",\"daemon off;\"]', page"
    })
    void debians_programs_run(String base, String program, String command, String page)
            throws IOException, InterruptedException {
        String image = "debian-" + program.substring(program.lastIndexOf('/') + 1);
        imported(BaseImage.debian(base).layers().get(0), image + ":base", "CMD " + command);
        dockerfiles.share(image + ":base");
        Optional<String> question = page.isEmpty() ? Optional.empty() : PAGE;
        Answer before = Answer.of(engine, image + ":base", question, List.of());
        assertThat(before.out()).isNotEmpty();
        for (String copied : dockerfiles.built(image + ":base", image)) {
            assertThat(Answer.of(engine, copied, question, List.of())).isEqualTo(before);
            List<String> readOnly = page.isEmpty() ? List.of("--read-only") : READ_ONLY;
            assertThat(Answer.of(engine, copied, question, readOnly)).isEqualTo(before);
        }
    }

    @Test
    void names_that_builders_read_otherwise_are_what_they_are() throws IOException, InterruptedException {
        AlpineRoot alpine = AlpineRoot.ofThisMachine().get(0);
        Path root = scratch.resolve("odd");
        Command.of("cp", "-a", alpine.path(), root).run().succeeds();
        String name = "/opt/my \"own\" [1]/it's $HOME";
        Files.createDirectories(root.resolve("opt/my \"own\" [1]"));
        Command.of("cp", root.resolve("sbin/apk"), root + name).run().succeeds();
        Path archive = scratch.resolve("odd.tar");
        Command.of("tar", "-C", root, "-cf", archive, ".").run().succeeds();
        String json = "[\"/opt/my \\\"own\\\" [1]/it's $HOME\",\"--version\"]";
        imported(archive, "odd:base", "ENTRYPOINT " + json);
        dockerfiles.share("odd:base");
        Answer before = Answer.of(engine, "odd:base", Optional.empty(), List.of());
        assertThat(before.out()).startsWith("apk-tools ");
        for (String image : dockerfiles.built("odd:base", "odd")) {
            assertThat(Answer.of(engine, image, Optional.empty(), List.of())).isEqualTo(before);
        }
    }

    @Test
    void a_program_behind_two_links_finds_its_libraries() throws IOException, InterruptedException {
        AlpineRoot alpine = AlpineRoot.ofThisMachine().get(0);
        Path root = scratch.resolve("linked");
        Command.of("cp", "-a", alpine.path(), root).run().succeeds();
        Files.createDirectories(root.resolve("opt/apk/v1"));
        Files.move(root.resolve("sbin/apk"), root.resolve("opt/apk/v1/apk"));
        Files.createSymbolicLink(root.resolve("opt/apk/current"), Path.of("v1"));
        Files.createSymbolicLink(root.resolve("usr/local/bin/apk"), Path.of("/opt/apk/current/apk"));
        Files.createSymbolicLink(root.resolve("start"), Path.of("usr/local/bin/apk"));
        Path archive = scratch.resolve("linked.tar");
        Command.of("tar", "-C", root, "-cf", archive, ".").run().succeeds();
        imported(archive, "linked:base", "CMD [\"/start\",\"--version\"]");
        dockerfiles.share("linked:base");
        Answer before = Answer.of(engine, "linked:base", Optional.empty(), List.of());
        assertThat(before.out()).startsWith("apk-tools ");
        for (String image : dockerfiles.built("linked:base", "linked")) {
            assertThat(Answer.of(engine, image, Optional.empty(), List.of())).isEqualTo(before);
            assertThat(dockerfiles.listing(image)).noneMatch(line -> line.contains("opt/apk"));
        }
    }

    @Test
    void a_list_for_tar_is_enough_for_chroot() throws IOException, InterruptedException {
        String curl = Setup.file("/usr/bin/curl").toString();
        Path root = Files.createDirectory(scratch.resolve("unpacked"));
        List<String> words = Whittle.built().words("copy", curl, "--format", "null");
        Command.bash("\"$@\" | tar --null -T - -c | tar -C \"$TARGET\" -x", words)
                .with("TARGET", root.toString())
                .run()
                .succeeds();
        Ended inside = new Chroot(root).command(curl, "--version").run().succeeds();
        assertThat(inside.out())
                .isEqualTo(Command.of(curl, "--version").run().succeeds().out());
        for (AlpineRoot alpine : AlpineRoot.ofThisMachine()) {
            Path other = Files.createDirectory(scratch.resolve("unpacked-" + alpine.name()));
            List<String> list =
                    Whittle.built().words("copy", "/sbin/apk", "--from", alpine.source(), "--format", "null");
            Command.bash("\"$@\" | tar -C \"$ROOT\" --null -T - -c | tar -C \"$TARGET\" -x", list)
                    .with("ROOT", alpine.path().toString())
                    .with("TARGET", other.toString())
                    .run()
                    .succeeds();
            assertThat(alpine.run(other, "/sbin/apk", "--version").succeeds().out())
                    .startsWith("apk-tools ");
        }
    }

    @Test
    void lines_kept_by_hand_are_checked() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>(List.of("FROM nginx:1.22.1-alpine AS base", "FROM scratch"));
        BY_HAND.forEach(path -> lines.add("COPY --from=base " + path + " " + path));
        Path file = scratch.resolve("Dockerfile.by-hand");
        Files.write(file, lines, StandardCharsets.UTF_8);
        Command check = Whittle.built()
                .command("copy", "--from", SAVED, "/usr/sbin/nginx", "--without", "all", "--check", file);
        check.run().succeeds();
        lines.remove(5);
        lines.add("COPY --from=base /usr/bin/find /usr/bin/find");
        Files.write(file, lines, StandardCharsets.UTF_8);
        assertThat(check.run().exits(1).lines())
                .contains("COPY --from=base [\"/lib/libz.so.1\", \"/lib/\"]")
                .anyMatch(line -> line.endsWith(":8: /usr/bin/find: no longer needed"));
    }

    private void imported(Path archive, String image, String change) throws IOException, InterruptedException {
        engine.docker("import", "-c", change, "-c", "ENV PATH=" + Setup.PATH, archive, image)
                .run()
                .succeeds();
    }
}
