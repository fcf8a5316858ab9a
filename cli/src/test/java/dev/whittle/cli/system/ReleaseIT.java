package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of a release, as a user gets them: made once, then unpacked, installed and run where there is no Java. */
@Tag("system")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReleaseIT {
    private static final long MOST = 30_000_000;
    private static final String VERSION = ReleaseFiles.VERSION;
    private static final String NOBODY = "65534";

    private final Path base;
    private Path made = Path.of("");
    private Path release = Path.of("");

    ReleaseIT(@TempDir Path directory) throws IOException {
        base = directory.toRealPath();
    }

    @BeforeAll
    void make() throws IOException, InterruptedException {
        Setup.requireRoot();
        // Other users run what is unpacked here.
        Command.of("chmod", "755", base).run().succeeds();
        made = ReleaseFiles.shared();
        release = made.resolve("release");
    }

    @Test
    void it_has_its_files_and_their_checksums() throws Exception {
        assertThat(names(release))
                .containsExactly(
                        "SHA256SUMS",
                        "install.sh",
                        "whittle-" + VERSION + "-linux-x86_64.tar.gz",
                        "whittle-" + VERSION + ".cdx.json",
                        "whittle-" + VERSION + ".jar",
                        "whittle_" + VERSION + "_amd64.deb");
        Command.of("sha256sum", "--check", "--strict", "SHA256SUMS")
                .in(release)
                .run()
                .succeeds();
        assertThat(Files.readAllLines(release.resolve("SHA256SUMS"))).hasSize(5);
        assertThat(Files.size(archive())).isLessThan(MOST);
        assertThat(Files.readString(release.resolve("whittle-" + VERSION + ".cdx.json")))
                .contains("pkg:maven/info.picocli/picocli@", "\"OpenJDK\"", "\"bomFormat\": \"CycloneDX\"");
    }

    /** The same sources give the same archive: nothing in it tells who made it, or when. */
    @Test
    void its_entries_tell_nothing_of_who_made_it() throws Exception {
        List<String> lines = Command.of("tar", "--numeric-owner", "--full-time", "-tvzf", archive())
                .with("TZ", "UTC")
                .run()
                .succeeds()
                .lines();
        assertThat(lines).hasSizeGreaterThan(50).allSatisfy(line -> assertThat(line)
                .containsPattern("^[-dl](rwxr-xr-x|rw-r--r--|rwxrwxrwx) 0/0 +[0-9]+ 2026-01-01 00:00:00 "));
    }

    /** Made again elsewhere: only Java's archive of loaded classes differs, in its content. */
    @Test
    void another_place_time_and_umask_give_the_same_bytes() throws Exception {
        Path other = ReleaseFiles.make(
                Files.createDirectory(base.resolve("another place")), VERSION, command -> command.with(
                                "TZ", "Asia/Kathmandu")
                        .with("HOME", base.toString())
                        .under("/bin/sh", "-c", "umask 077; exec \"$@\"", "sh"));
        assertThat(names(other)).isEqualTo(names(release));
        for (String name : names(release)) {
            if (name.endsWith(".jar") || name.endsWith(".json") || name.equals("install.sh")) {
                assertThat(other.resolve(name)).hasSameBinaryContentAs(release.resolve(name));
            }
        }
        for (String unpack : List.of(
                "mkdir \"$2\" && tar -C \"$2\" -xzf \"$1\"/*.tar.gz", "dpkg-deb --raw-extract \"$1\"/*.deb \"$2\"")) {
            Path one = base.resolve("unpacked " + unpack.length());
            Path two = base.resolve("unpacked again " + unpack.length());
            Command.bash(unpack, List.of(release.toString(), one.toString()))
                    .run()
                    .succeeds();
            Command.bash(unpack, List.of(other.toString(), two.toString()))
                    .run()
                    .succeeds();
            // The package tells sums and the size of its files, and so of that archive.
            Ended ended = Command.of(
                            "diff",
                            "-r",
                            "--no-dereference",
                            "-x",
                            "*.aot",
                            "-x",
                            "md5sums",
                            "-I",
                            "^Installed-Size: ",
                            one,
                            two)
                    .run()
                    .succeeds();
            assertThat(ended.out()).isEmpty();
            String listing = "cd \"$1\" && find . -printf '%p %m %l\\n' | sort";
            assertThat(Command.bash(listing, List.of(two.toString())).run().out())
                    .isEqualTo(
                            Command.bash(listing, List.of(one.toString())).run().out())
                    .contains(".aot");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", NOBODY})
    void an_unpacked_one_runs_without_java(String user, @TempDir Path other) throws Exception {
        Path place = Files.createDirectories(base.resolve("some where " + user));
        Command.of("tar", "-C", place, "-xf", archive(), "--no-same-owner")
                .run()
                .succeeds();
        Command.of("chown", "-R", user + ":" + user, place).run().succeeds();
        Path home = place.resolve("whittle-" + VERSION + "-linux-x86_64");
        Path launcher = home.resolve("whittle");
        Path temporary = Files.createDirectory(place.resolve("tmp"));
        Command.of("chown", user + ":" + user, temporary).run().succeeds();
        Ended ended = as(user, bare(launcher, "ldd", "/usr/bin/curl")).run().succeeds();
        assertThat(ended.out())
                .isEqualTo(
                        Whittle.built().run("ldd", "/usr/bin/curl").succeeds().out());
        assertThat(ended.err()).isEmpty();
        // Gzip is Java's, zstd and attributes are native.
        for (String name : List.of("layer.tar", "layer.tar.gz", "layer.tar.zst")) {
            as(user, bare(launcher, "layer", "-q", "/usr/bin/curl", "-o", place.resolve(name)))
                    .with("TMPDIR", temporary.toString())
                    .run()
                    .succeeds();
            Path expected = Whittle.built().layer(other.resolve(name), "-q", "/usr/bin/curl");
            assertThat(place.resolve(name)).hasSameBinaryContentAs(expected);
        }
        // The folder of images may lie where only root comes.
        Path nginx =
                Files.copy(Setup.images().resolve(BaseImage.SAVED_NGINX + ".tar.gz"), place.resolve("nginx.tar.gz"));
        as(user, bare(launcher, "slim", "-q", nginx, "-o", "docker-archive:" + place.resolve("slim.tar")))
                .with("TMPDIR", temporary.toString())
                .run()
                .succeeds();
        as(user, bare(launcher, "verify", place.resolve("slim.tar"))).run().succeeds();
        assertThat(as(user, bare(launcher, "--help")).run().succeeds().out()).startsWith("Find what a binary needs");
        assertArchiveIsUsed(home);
    }

    @Test
    void a_directory_for_temporary_files_that_is_missing_is_named() throws Exception {
        Path place = Files.createDirectories(base.resolve("no temporary files"));
        Command.of("tar", "-C", place, "-xf", archive(), "--no-same-owner")
                .run()
                .succeeds();
        Path launcher = place.resolve("whittle-" + VERSION + "-linux-x86_64/whittle");
        Path layer = place.resolve("layer.tar.gz");
        Ended ended = bare(launcher, "layer", "-q", "/usr/bin/curl", "-o", layer)
                .with("TMPDIR", place.resolve("none").toString())
                .run();
        ended.exits(4);
        assertThat(ended.err())
                .isEqualTo("whittle: cannot write the spool file in " + place.resolve("none")
                        + ": no such file or directory; TMPDIR chooses another directory\n");
        assertThat(layer).doesNotExist();
    }

    /** Java says so of each class, if it is asked past the launcher. */
    private static void assertArchiveIsUsed(Path home) throws IOException, InterruptedException {
        Path archive;
        try (Stream<Path> files = Files.list(home.resolve("lib/start"))) {
            archive = files.filter(file -> file.toString().endsWith("quick.aot"))
                    .findFirst()
                    .orElseThrow();
        }
        Ended ended = Command.of(
                        home.resolve("runtime/bin/java"),
                        "-XX:+UseSerialGC",
                        "-XX:AOTCache=" + archive,
                        "-Xlog:class+load",
                        "-cp",
                        home.resolve("lib/whittle.jar"),
                        "dev.whittle.cli.Main",
                        "ldd",
                        "/bin/true")
                .run()
                .succeeds();
        assertThat(ended.out()).contains(" dev.whittle.cli.Main source: shared objects file");
    }

    @Test
    void the_package_is_as_debian_wants_it() throws Exception {
        Ended ended = Command.of(Setup.tool("lintian"), "--allow-root", "--fail-on", "error,warning", deb())
                .with("HOME", base.toString())
                .run();
        assertThat(ended.out() + ended.err()).isEmpty();
        ended.succeeds();
    }

    @Test
    void the_package_runs_in_a_root_without_java() throws Exception {
        Path root = base.resolve("root");
        Command.of("cp", "-a", BaseImage.provisioned("base").resolve("root"), root)
                .run()
                .succeeds();
        Files.copy(deb(), root.resolve("whittle.deb"));
        inRoot("dpkg -i /whittle.deb").succeeds();
        for (String user : List.of("0:0", NOBODY + ":" + NOBODY)) {
            String as = "chroot --userspec " + user + " / ";
            assertThat(inRoot(as + "whittle --version").succeeds().out()).startsWith("whittle ");
            assertThat(inRoot(as + "whittle ldd --format list /usr/bin/apt")
                            .succeeds()
                            .out())
                    .contains("/libapt-pkg.so");
            assertThat(inRoot(as + "whittle copy /usr/bin/apt --without all")
                            .succeeds()
                            .out())
                    .contains("COPY --from=base [");
        }
        inRoot("whittle layer -q /usr/bin/apt -o /apt.tar.zst").succeeds();
        Files.copy(Setup.images().resolve(BaseImage.SAVED_NGINX + ".tar.gz"), root.resolve("nginx.tar.gz"));
        inRoot("whittle slim -q /nginx.tar.gz -o oci:/slim && whittle verify /slim")
                .succeeds();
        assertThat(inRoot("whittle why /nginx.tar.gz libssl.so.3").succeeds().out())
                .contains("needed by /usr/sbin/nginx as libssl.so.3");
        // A container's base image has its documents left out, which dpkg takes for missing.
        assertThat(inRoot("dpkg --verify whittle").out().lines())
                .allSatisfy(line -> assertThat(line).containsPattern("/usr/share/(doc|man)/"));
        inRoot("dpkg --purge whittle").succeeds();
        assertThat(root.resolve("usr/lib/whittle")).doesNotExist();
    }

    /** A line of a shell in the root, where /proc is mounted: without it no loader knows where Java lies. */
    private Ended inRoot(String line) throws IOException, InterruptedException {
        Path root = base.resolve("root");
        return Command.of(Setup.tool("unshare"), "--mount", "--pid", "--fork", "--kill-child")
                .andThen("--mount-proc=" + root.resolve("proc"), "--", "chroot", root, "/bin/sh", "-c", line)
                .run();
    }

    @Test
    void every_page_of_the_manual_is_sound() throws Exception {
        Path pages = Files.createDirectories(base.resolve("pages"));
        Command.of("dpkg-deb", "-x", deb(), pages).run().succeeds();
        List<String> names = names(pages.resolve("usr/share/man/man1"));
        assertThat(names).contains("whittle.1.gz", "whittle-ldd.1.gz").hasSizeGreaterThan(10);
        for (String name : names) {
            Ended ended = Command.of(Setup.tool("man"), "--warnings", "-l", pages.resolve("usr/share/man/man1/" + name))
                    .with("MANWIDTH", "80")
                    .with("MANROFFOPT", "-c")
                    .run()
                    .succeeds();
            assertThat(ended.err()).as(name).isEmpty();
            assertThat(ended.out()).contains("NAME", "SYNOPSIS", "EXIT STATUS", "SEE ALSO");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "whittle sli,                      slim",
        "whittle ldd --form,               --format",
        "whittle ldd --format t,           tree",
        "whittle copy --format dock,       dockerfile",
        "whittle slim docker-a,            docker-archive:",
        "whittle why docker-a,             docker-archive:",
        "whittle ldd --from oci-a,         oci-archive:",
        "whittle slim docker-archive:/etc/hostn, /etc/hostname",
        "whittle layer --with opens,       openssl",
        "whittle layer --keep=gen,         generous",
        "whittle help tra,                 trace-diff",
        "whittle generate-completion fi,   fish"
    })
    void bash_completes(String line, String word) throws Exception {
        Path script = made.resolve("manuals/bash-completion/completions/whittle");
        String words = Command.of(
                        "/bin/bash",
                        "-c",
                        ". \"$1\"; COMP_LINE=$2 COMP_POINT=${#2}; compopt() { :; }; _whittle;"
                                + " printf '%s\\n' \"${COMPREPLY[@]}\"",
                        "bash",
                        script,
                        line)
                .run()
                .succeeds()
                .out();
        assertThat(words.lines()).contains(word);
    }

    @ParameterizedTest
    @CsvSource({
        "whittle sli,                slim",
        "whittle ldd --form,         --format",
        "whittle ldd --format t,     tree",
        "whittle slim docker-a,      docker-archive:",
        "whittle layer --with opens, openssl"
    })
    void fish_completes_with_descriptions(String line, String word) throws Exception {
        Path script = made.resolve("manuals/fish/vendor_completions.d/whittle.fish");
        List<String> words = Command.of(
                        Setup.tool("fish"), "--no-config", "-c", "source $argv[1]; complete -C $argv[2]", script, line)
                .with("HOME", base.toString())
                .run()
                .succeeds()
                .lines();
        assertThat(words).anyMatch(each -> each.equals(word) || each.startsWith(word + "\t"));
    }

    @Test
    void zsh_reads_its_script() throws Exception {
        Path script = made.resolve("manuals/zsh/site-functions/_whittle");
        Command.of(Setup.tool("zsh"), "-n", script).run().succeeds();
    }

    @Test
    void the_installer_installs_replaces_and_removes() throws Exception {
        Path prefix = base.resolve("a prefix");
        for (int i = 0; i < 2; i++) {
            Command.of("sh", release.resolve("install.sh"), "--prefix", prefix)
                    .run()
                    .succeeds();
        }
        assertThat(bare(prefix.resolve("bin/whittle"), "ldd", "/bin/true")
                        .run()
                        .succeeds()
                        .out())
                .contains("libc.so.6");
        assertThat(prefix.resolve("share/man/man1/whittle-slim.1")).isRegularFile();
        assertThat(prefix.resolve("share/bash-completion/completions/whittle")).isRegularFile();
        assertThat(bare(prefix.resolve("lib/docker/cli-plugins/docker-whittle"), "docker-cli-plugin-metadata")
                        .run()
                        .succeeds()
                        .out())
                .contains("\"Version\":\"" + VERSION + "\"");
        Command.of("sh", release.resolve("install.sh"), "--uninstall", "--prefix", prefix)
                .run()
                .succeeds();
        try (Stream<Path> left = Files.walk(prefix)) {
            assertThat(left.filter(path -> !Files.isDirectory(path))).isEmpty();
        }
    }

    @Test
    void the_installer_refuses_what_has_another_checksum() throws Exception {
        Path spoiled = base.resolve("spoiled");
        Command.of("cp", "-r", release, spoiled).run().succeeds();
        byte[] content = Files.readAllBytes(archive());
        content[content.length / 2] ^= 1;
        Files.write(spoiled.resolve(archive().getFileName()), content);
        Path prefix = base.resolve("empty prefix");
        Ended ended = Command.of("sh", release.resolve("install.sh"), "--from", spoiled, "--prefix", prefix)
                .run()
                .exits(1);
        assertThat(ended.err()).contains("does not have the checksum").contains("nothing was installed");
        try (Stream<Path> left = Files.walk(prefix)) {
            assertThat(left.filter(path -> !Files.isDirectory(path))).isEmpty();
        }
    }

    private Path archive() {
        return release.resolve("whittle-" + VERSION + "-linux-x86_64.tar.gz");
    }

    private Path deb() {
        return release.resolve("whittle_" + VERSION + "_amd64.deb");
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Command as(String user, Command command) {
        return command.under(Setup.tool("setpriv"), "--reuid", user, "--regid", user, "--clear-groups", "--");
    }

    private static Command bare(Path launcher, Object... arguments) {
        return Command.of(launcher)
                .andThen(arguments)
                .with("PATH", "/nonexistent")
                .with("JAVA_HOME", "/nonexistent");
    }
}
