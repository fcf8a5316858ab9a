package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A destination is the old one or the new one, at whatever point a run is killed and at whatever byte the disk is full.
 * {@code -Dwhittle.points=50} is the long form.
 */
@Tag("system")
class KillsIT {
    private static final int POINTS = Integer.getInteger("whittle.points", 8);
    private static final int OUTPUT = 4;

    @BeforeAll
    static void requireRoot() throws IOException {
        Setup.requireRoot();
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker-archive:%s", "oci:%s"})
    void killed_at_any_point_it_leaves_the_old_or_the_new(String form, @TempDir Path temp)
            throws IOException, InterruptedException {
        Path old = image(temp, "old", "/bin/busybox");
        Path next = image(temp, "next", "/sbin/apk");
        Path place = Files.createDirectory(temp.resolve("place"));
        Path out = place.resolve("out");
        String destination = String.format(form, out);
        long start = System.nanoTime();
        run(old, destination).succeeds();
        long whole = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + 1;
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            run(old, destination).succeeds();
            Process process = command(next, destination).builder().start();
            process.waitFor(whole * i / POINTS, TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            Ended read = Whittle.built().run("slim", destination, "--dry-run").succeeds();
            seen.add(read.out().contains("/sbin/apk") ? "new" : "old");
            assertThat(read.out()).containsAnyOf("/bin/busybox", "/sbin/apk");
        }
        assertThat(seen).as("killed at once, it has done nothing").contains("old");
        run(next, destination).succeeds();
        try (Stream<Path> all = Files.walk(place)) {
            assertThat(all.map(path -> path.getFileName().toString()))
                    .as("the next run removes what the killed ones left")
                    .noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    void a_disk_that_is_full_at_any_byte_keeps_the_old_destination(@TempDir Path temp)
            throws IOException, InterruptedException {
        Path source = image(temp, "source", "/bin/busybox");
        for (int i = 1; i <= POINTS; i++) {
            int size = 8 + 900 * i / POINTS; // KiB; the whole image has more
            String script = "mount -t tmpfs -o size=" + size + "k none \"$DISK\"; echo old >\"$DISK/out\";"
                    + " \"$@\"; exit=$?; cat \"$DISK/out\"; ls -A \"$DISK\"; exit $exit";
            Path disk = Files.createDirectories(temp.resolve("disk"));
            Ended ended = Command.bash(
                            script,
                            Whittle.built().words("slim", "-q", source, "-o", "docker-archive:" + disk + "/out"))
                    .with("DISK", disk.toString())
                    .under(Setup.tool("unshare"), "--mount", "--")
                    .run()
                    .exits(OUTPUT);
            assertThat(ended.lines()).containsExactly("old", "out");
            assertThat(ended.errors()).singleElement().asString().contains("cannot write", "no space left on device");
        }
    }

    private static Ended run(Path source, String destination) throws IOException, InterruptedException {
        return command(source, destination).run();
    }

    private static Command command(Path source, String destination) {
        return Whittle.built().command("slim", "-q", source, "-o", destination, "--tag", "a:1");
    }

    /** Alpine's root with one thing to start. */
    private static Path image(Path temp, String name, String starts) throws IOException, InterruptedException {
        Path image = temp.resolve(name + ".tar");
        Path root = Setup.images().resolve("alpine-3.19.4-x86_64.tar.gz");
        Whittle.built()
                .run("slim", root, "-o", "docker-archive:" + image, "--tag", "a:1", "--entrypoint", starts)
                .succeeds();
        return image;
    }
}
