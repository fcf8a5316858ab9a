package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The commands of the README and of the guides, typed into a shell in their order, in a directory with the files that they
 * name. Not here, since they have tests of their own: what needs a registry ({@link RegistryIT}) or a release ({@link ReleaseIT},
 * {@link OwnImageIT}), and {@code try} ({@link TryIT}).
 */
@Tag("system")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentedCommandsIT {
    private static final List<String> PAGES =
            List.of("README.md", "docs/ci.md", "docs/families.md", "docs/images.md", "docs/troubleshooting.md");

    private static final Pattern ELSEWHERE =
            Pattern.compile("docker://|whittle try|install\\.sh|\\./whittle|dot -Tsvg|mvn |\\bCOMMAND\\b");

    /** Whose exit code 1 is an answer: something of this machine is missing, or a Dockerfile is not right. */
    private static final Pattern ANSWERS =
            Pattern.compile("whittle (scan |ldd --format ldd /usr/bin|trace-diff|diff|ldd --from deb:|copy .*--check)");

    private final Path base;
    private Engine engine;

    DocumentedCommandsIT(@TempDir Path directory) throws IOException {
        base = directory.toRealPath();
    }

    @BeforeAll
    void prepare() throws IOException, InterruptedException {
        Setup.requireRoot();
        engine = Engine.start();
        engine.docker("load", "-i", Setup.images().resolve(BaseImage.SAVED_NGINX + ".tar.gz"))
                .run()
                .succeeds();
        for (String name : List.of("nginx:alpine", "a:1", "b:1", "web:1", "db:1", "jobs:1")) {
            engine.docker("tag", "nginx:1.22.1-alpine", name).run().succeeds();
        }
        Path bin = Files.createDirectory(base.resolve("bin"));
        Files.copy(Path.of("/usr/bin/true"), bin.resolve("app"));
        Path program = bin.resolve("whittle");
        Files.writeString(program, "#!/bin/sh\nexec '" + Setup.java() + "' -jar '" + Setup.jar() + "' \"$@\"\n");
        Files.writeString(base.resolve("tried.txt"), "/etc/nginx\n");
        Files.writeString(base.resolve("go.mod"), "module app\n");
        Files.writeString(base.resolve("main.go"), "package main\n\nfunc main() {}\n");
        for (String line : List.of(
                "chmod 755 bin/*",
                "cp bin/app app",
                "cp '" + Setup.images().resolve("alpine-3.19.4-x86_64.tar.gz") + "' alpine.tar.gz",
                "cp alpine.tar.gz alpine-minirootfs.tar.gz",
                "cp alpine.tar.gz alpine-minirootfs-3.19.4-x86_64.tar.gz",
                "gzip -dc '" + Setup.images().resolve(BaseImage.SAVED_NGINX + ".tar.gz") + "' >nginx.tar",
                "cp nginx.tar app.tar; cp nginx.tar base.tar; cp nginx.tar nginx-1.22.tar; mkdir read; cp nginx.tar app.tar read/",
                "whittle slim -q nginx.tar -o docker-archive:nginx-slim.tar",
                "cp nginx-slim.tar nginx-1.23.tar",
                "whittle slim -q nginx.tar -o oci:layout:1.22 --report kept.json --include /etc/services",
                "'" + Path.of(System.getProperty("java.home"), "bin", "jar") + "' --create --file app.jar main.go",
                "mkdir -p tool/DEBIAN tool/usr/bin && cp bin/app tool/usr/bin/tool",
                "printf 'Package: tool\\nVersion: 1.2\\nArchitecture: amd64\\nMaintainer: a <a@example.org>\\n"
                        + "Description: a\\n' >tool/DEBIAN/control && dpkg-deb --build tool tool_1.2_amd64.deb")) {
            typed(line).succeeds();
        }
        new PlatformIndex(base.resolve("nginx"), "1").write();
        String families = Files.readString(Setup.checkout().resolve("docs/families.md"));
        int json = families.indexOf("```json") + "```json".length();
        Files.writeString(base.resolve("mine.json"), families.substring(json, families.indexOf("```", json)));
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        engine.stop();
    }

    static Stream<Arguments> lines() throws IOException {
        List<Arguments> lines = new ArrayList<>();
        for (String page : PAGES) {
            Files.readAllLines(Setup.checkout().resolve(page)).stream()
                    .filter(line -> line.matches("(    |\\$ )\\S.*"))
                    .map(line -> line.substring(line.startsWith("$") ? 2 : 4))
                    .filter(line -> line.contains("whittle ") || line.startsWith("strace "))
                    .filter(line -> !ELSEWHERE.matcher(line).find())
                    .forEach(line -> lines.add(Arguments.of(page, line)));
        }
        return lines.stream();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("lines")
    void a_command_does_its_work(String page, String line) throws IOException, InterruptedException {
        String there = line.replace(
                        "dir:/srv/s390x-root /usr/sbin/nginx", "dir:" + root("alpine-3.19.4-s390x") + " /sbin/apk")
                .replace(
                        "oci:layout:tag --platform linux/arm64 /usr/sbin/nginx",
                        "oci:nginx:1 --platform linux/arm64 /sbin/apk")
                .replace("--add /bin/busybox:", "--add " + root("alpine-3.19.4-x86_64") + "/bin/busybox:")
                .replace("dir:/srv/alpine", "dir:" + root("alpine-3.19.4-x86_64"))
                .replace("/usr/bin/app", base + "/bin/app")
                .replace("/usr/bin/gamutd --include /etc/gamut.conf", base + "/bin/app");
        // Other lines have written to files of these names.
        typed("cp read/*.tar .").succeeds();
        Ended ended = typed(there);
        if (!ANSWERS.matcher(line).find()) {
            ended.succeeds();
        }
        assertThat(ended.exit()).as(ended.err()).isBetween(0, 1);
    }

    private static Path root(String name) {
        return Setup.cache().resolve("roots").resolve(name);
    }

    private Ended typed(String line) throws IOException, InterruptedException {
        return engine.here(Command.of("bash", "-o", "pipefail", "-c", line))
                .in(base)
                .with("HOME", base.toString())
                .with("PATH", base.resolve("bin") + ":" + Setup.PATH)
                .run();
    }
}
