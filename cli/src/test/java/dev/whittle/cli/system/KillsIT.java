package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A destination is the old one or the new one, at whatever point a run is killed and at whatever byte the disk is full.
 * {@code -Dwhittle.points=50} is the long form, by hand: docs/reliability.md has its results.
 */
@Tag("system")
class KillsIT {
    private static final int POINTS = Integer.getInteger("whittle.points", 4);
    private static final boolean LONG = POINTS >= 50;
    private static final int ATTEMPTS = POINTS + 100;
    private static final int PAGE = 4096;
    private static final int OUTPUT = 4;
    private static final String OLD = "/bin/busybox";
    private static final String NEXT = "/sbin/apk";

    @BeforeAll
    static void requireRoot() throws IOException {
        Setup.requireRoot();
    }

    @ParameterizedTest
    @EnumSource
    void killed_at_any_point_it_leaves_the_old_or_the_new(Writing writing, @TempDir Path temp)
            throws IOException, InterruptedException {
        Path old = old(writing, temp);
        Map<String, String> oldState = Writing.state(old);
        Path place = Files.createDirectory(temp.resolve("place"));
        List<String> next = writing.words(root(), NEXT, place);
        copy(old, place);
        long window = writingTime(next, place, temp);
        Map<String, String> newState = Writing.state(place);
        assertThat(newState).as("another one than the old").isNotEqualTo(oldState);

        FaultCount count = new FaultCount("kill -9 while " + writing.shown());
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < POINTS || (!seen.contains("old") && i < ATTEMPTS); i++) {
            if (!writing.replaces()) {
                Command.of("rm", "-rf", place.resolve("out")).run().succeeds();
            }
            copy(old, place);
            Path said = temp.resolve("said");
            Process process = start(next, said);
            while (process.isAlive() && !Writing.isWriting(place)) {
                Thread.onSpinWait();
            }
            // The last points are after the end, during the move into place. Those after them are at the first byte
            // again: a text is written within a millisecond, and on a busy machine each kill may come too late.
            process.waitFor(i < POINTS ? window * i * 5 / 4 / POINTS : 0, TimeUnit.NANOSECONDS);
            process.destroyForcibly();
            count.tried();
            count.ends(process, said);
            Map<String, String> state = Writing.state(place);
            if (writing.is(newState, state)) {
                seen.add("new");
            } else if (writing.is(oldState, state)) {
                seen.add("old");
            } else {
                count.lost(state);
            }
        }
        Command.of("rm", "-rf", place.resolve(writing.replaces() ? "none" : "out"))
                .run()
                .succeeds();
        Process last = start(next, temp.resolve("said"));
        count.ends(last, temp.resolve("said"));
        assertThat(last.exitValue()).isZero();
        assertThat(writing.is(newState, Writing.state(place)))
                .as("what a run writes then")
                .isTrue();
        count.end(LONG);
        assertThat(seen).as("killed at its first byte, it has done nothing").contains("old");
        try (Stream<Path> all = Files.walk(place)) {
            assertThat(all.map(path -> path.getFileName().toString()))
                    .as("the next run removes what the killed ones left")
                    .noneMatch(name -> name.startsWith(".whittle-"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_disk_that_is_full_at_any_byte_keeps_the_old_destination(Writing writing, @TempDir Path temp)
            throws IOException, InterruptedException {
        Path old = old(writing, temp);
        Path whole = Files.createDirectory(temp.resolve("whole"));
        copy(old, whole);
        Command.bash("\"$@\"", writing.words(root(), NEXT, whole)).run().succeeds();
        long least = Math.max(pages(old), 1);
        long most = pages(whole) + pages(old);
        Path disk = Files.createDirectory(temp.resolve("disk"));
        FaultCount count = new FaultCount("disk full while " + writing.shown());
        List<Integer> exits = new ArrayList<>();
        for (long size : sizes(least, most)) {
            // In a mount namespace, which removes the disk with it.
            String script = "mount -t tmpfs -o size=$SIZE none \"$DISK\" && cp -a \"$OLD/.\" \"$DISK\" || exit 99;"
                    + " \"$@\"; exit=$?; cp -a \"$DISK/.\" \"$SEEN\"; exit $exit";
            Path copied = Files.createDirectory(temp.resolve("seen-" + size));
            Ended ended = Command.bash(script, writing.words(root(), NEXT, disk))
                    .with("DISK", disk.toString())
                    .with("SIZE", String.valueOf(size * PAGE))
                    .with("OLD", old.toString())
                    .with("SEEN", copied.toString())
                    .under(Setup.tool("unshare"), "--mount", "--")
                    .run();
            count.tried();
            count.said(ended.err());
            exits.add(ended.exit());
            assertThat(ended.exit()).as("%s pages: %s", size, ended.err()).isIn(0, OUTPUT);
            Map<String, String> wanted = Writing.state(ended.exit() == 0 ? whole : old);
            if (!Writing.state(copied).equals(wanted)) {
                count.lost(size + " pages, exit " + ended.exit() + ": " + Writing.state(copied));
            }
            try (Stream<Path> all = Files.walk(copied)) {
                assertThat(all).noneMatch(path -> path.getFileName().toString().startsWith(".whittle-"));
            }
            if (ended.exit() == OUTPUT) {
                assertThat(ended.errors())
                        .singleElement()
                        .asString()
                        .contains("cannot write", "no space left on device");
            }
            Command.of("rm", "-rf", copied).run().succeeds();
        }
        count.end(LONG);
        assertThat(exits).as("the smallest disk is too small").startsWith(OUTPUT);
    }

    /** Sizes of disks, in pages; a short text has few. */
    private static List<Long> sizes(long least, long most) {
        TreeSet<Long> sizes = new TreeSet<>();
        for (int i = 0; i < POINTS; i++) {
            sizes.add(least + (most - least) * i / POINTS);
        }
        return List.copyOf(sizes);
    }

    private static Path root() {
        return Setup.images().resolve("alpine-3.19.4-x86_64.tar.gz");
    }

    /** What exists before. */
    private static Path old(Writing writing, Path temp) throws IOException, InterruptedException {
        Path old = Files.createDirectory(temp.resolve("old"));
        if (writing.replaces()) {
            Command.bash("\"$@\"", writing.words(root(), OLD, old)).run().succeeds();
        }
        return old;
    }

    private static void copy(Path from, Path to) throws IOException, InterruptedException {
        Command.of("cp", "-a", from + "/.", to).run().succeeds();
    }

    /** The space that the files take on a tmpfs. */
    private static long pages(Path place) throws IOException {
        long pages = 0;
        try (Stream<Path> all = Files.walk(place)) {
            for (Path file : all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                pages += (Files.size(file) + PAGE - 1) / PAGE;
            }
        }
        return pages;
    }

    private static Process start(List<String> words, Path said) throws IOException {
        return Command.bash("exec \"$@\"", words)
                .builder()
                .redirectError(said.toFile())
                .start();
    }

    /** Nanoseconds from the first visible file to the end. */
    private static long writingTime(List<String> words, Path place, Path temp)
            throws IOException, InterruptedException {
        Process process = start(words, temp.resolve("said"));
        while (process.isAlive() && !Writing.isWriting(place)) {
            Thread.onSpinWait();
        }
        long start = System.nanoTime();
        assertThat(process.waitFor()).isZero();
        return System.nanoTime() - start;
    }
}
