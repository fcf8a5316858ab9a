package dev.whittle.cli.system;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A reduced cache, read by its users: the real loader, the real ldconfig, and Whittle. */
@Tag("system")
class LoaderCacheIT {
    private static final String PROGRAM = "/usr/bin/dpkg-deb";
    private static final String LIBRARY = "liblzma.so.5";

    @BeforeAll
    static void requireRoot() throws IOException {
        Setup.requireRoot();
    }

    /** A library that is found only through the cache. */
    @ParameterizedTest
    @CsvSource({
        "debian-bookworm-amd64, new",
        "debian-bookworm-amd64, compat",
        "debian-bookworm-amd64, old",
        "debian-bookworm-s390x, new",
        "debian-bookworm-s390x, compat",
        "debian-bookworm-s390x, old",
    })
    void what_only_the_cache_finds_is_found_in_the_output(
            String name, String format, @TempDir(factory = InCache.class) Path temp)
            throws IOException, InterruptedException {
        Chroot root = DebianRoot.named(name).copiedWithoutCache(Files.createDirectories(temp.resolve("root")));
        move(root);
        root.command("/sbin/ldconfig", "-X", "-c", format).run().succeeds();
        Path layer = Whittle.built().layer(temp.resolve("out.tar"), "--from", "dir:" + root.path(), PROGRAM);
        Chroot output = new Chroot(Archive.unpack(layer, temp.resolve("out")));
        if (root.has("/emulator")) {
            Files.copy(root.inside("/emulator"), output.inside("/emulator"));
        }
        assertThat(output.command(PROGRAM, "--version").run().succeeds().out())
                .isEqualTo(root.command(PROGRAM, "--version").run().succeeds().out());
        assertThat(ldd(output)).isEqualTo(ldd(root)).anyMatch(line -> line.contains("/opt/only/"));
        assertThat(list(root, output)).containsExactlyElementsOf(kept(list(root, root), output));
        Files.delete(output.inside("/etc/ld.so.cache"));
        assertThat(output.command(PROGRAM, "--version").run().err()).contains(LIBRARY);
    }

    private static void move(Chroot root) throws IOException, InterruptedException {
        Path library = root.real(Command.of("find", "usr/lib", "-name", LIBRARY).in(root.path()).run().lines().stream()
                .map(found -> "/" + found)
                .findFirst()
                .orElseThrow());
        Path only = Files.createDirectories(root.inside("/opt/only"));
        Files.createDirectories(root.inside("/etc"));
        Files.writeString(
                root.inside("/etc/ld.so.conf"),
                "/opt/only\n" + root.outside(requireNonNull(library.getParent())) + "\n");
        Path level = Files.createDirectories(only.resolve("glibc-hwcaps/x86-64-v2"));
        Files.copy(library, level.resolve(LIBRARY));
        Files.delete(library.resolveSibling(LIBRARY));
        Files.move(library, only.resolve(LIBRARY));
    }

    private static List<String> ldd(Chroot root) throws IOException, InterruptedException {
        return Whittle.built()
                .run("ldd", "--from", "dir:" + root.path(), "--format", "ldd", PROGRAM)
                .succeeds()
                .lines();
    }

    /** What ldconfig of a root reads in the cache of another, one entry per line. */
    private static List<String> list(Chroot root, Chroot other) throws IOException, InterruptedException {
        Path copy = root.inside("/etc/cache-to-list");
        Files.deleteIfExists(copy);
        Files.copy(other.inside("/etc/ld.so.cache"), copy);
        return root.command("/sbin/ldconfig", "-p", "-C", "/etc/cache-to-list").run().succeeds().lines().stream()
                .filter(line -> line.contains(" => "))
                .toList();
    }

    private static List<String> kept(List<String> all, Chroot output) {
        Stream<String> lines = all.stream()
                .filter(line ->
                        output.has(line.substring(line.indexOf(" => ") + 4).strip()));
        return lines.toList();
    }
}
