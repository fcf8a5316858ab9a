package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A medium that does not store what it is given: a preloaded library changes one bit of what is written. The tool reads
 * it back: exit code 70, one line, nothing left of it, and existing output unchanged.
 */
@Tag("system")
class SpoiledOutputIT {
    private static final int INTERNAL = 70;

    /** Not in any other file that the tool writes or reads. */
    private static final String MARK = "MARK-to-be-spoiled";

    /** One write alone is spoiled, and only of files that the tool has not yet put in their place. */
    private static final String LIBRARY = """
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            #include <unistd.h>

            static int done;

            ssize_t write(int file, const void *bytes, size_t size) {
                static ssize_t (*real)(int, const void *, size_t);
                if (!real) real = (ssize_t (*)(int, const void *, size_t)) dlsym(RTLD_NEXT, "write");
                char link[64], path[4096] = "";
                snprintf(link, sizeof link, "/proc/self/fd/%d", file);
                ssize_t length = done ? -1 : readlink(link, path, sizeof path - 1);
                if (length <= 0 || !strstr(path, "whittle-")) return real(file, bytes, size);
                const char *mark = getenv("SPOIL");
                const char *at = memmem(bytes, size, mark, strlen(mark));
                if (!*mark) {
                    // The beginning of what gzip or zstd has packed, behind its header.
                    at = memmem(bytes, size, "\\x1f\\x8b\\x08", 3);
                    if (!at) at = memmem(bytes, size, "\\x28\\xb5\\x2f\\xfd", 4);
                    if (at) at += 12;
                }
                if (!at || at >= (const char *) bytes + size) return real(file, bytes, size);
                char *copy = malloc(size);
                memcpy(copy, bytes, size);
                copy[at - (const char *) bytes] ^= 1;
                done = 1;
                ssize_t written = real(file, copy, size);
                free(copy);
                return written;
            }
            """;

    private final Path temp;
    private final Path place;
    private final Path library;

    SpoiledOutputIT(@TempDir Path temp) {
        this.temp = temp;
        this.place = temp.resolve("place");
        this.library = temp.resolve("spoil.so");
    }

    @BeforeEach
    void a_root_and_the_library() throws IOException, InterruptedException {
        Path source = Files.writeString(temp.resolve("spoil.c"), LIBRARY);
        Command.of(Setup.tool("gcc"), "-shared", "-fPIC", "-o", library, source, "-ldl")
                .run()
                .succeeds();
        Files.createDirectories(temp.resolve("root/data"));
        Files.writeString(temp.resolve("root/data/" + MARK), MARK + "x".repeat(2000));
        Files.createDirectory(place);
    }

    @ParameterizedTest
    @CsvSource({
        "layer -q --from ROOT --include /data -o old",
        "layer -q --from ROOT --include /data -o new.tar",
        "layer -q --from ROOT --include /data -o old --compress gzip",
        "layer -q --from ROOT --include /data -o old --compress zstd",
        "layer -q --from ROOT --include /data -o -",
        "layer -q --from ROOT --include /data -o - --compress gzip",
        "slim -q ROOT --include /data -o docker-archive:old --tag a:1",
        "slim -q ROOT --include /data -o docker-archive:new --tag a:1 --compress gzip",
        "slim -q ROOT --include /data -o oci:layout --tag a:2",
        "slim -q ROOT --include /data -o oci:layout --tag a:2 --compress none",
        "slim -q ROOT --include /data -o oci:new --tag a:2",
        "slim -q ROOT --include /data -o oci-archive:old --tag a:1",
        "slim -q ROOT --include /data -o tar:old",
        "slim -q ROOT --include /data -o dir:new",
        "slim -q ROOT --include /data -o dir:empty",
        "slim -q ROOT --include /data -o -",
        "copy -q --from ROOT --include /data/MARK --format add -o old",
        "copy -q --from ROOT --include /data/MARK --format list -o new"
    })
    void what_was_spoiled_is_seen_and_does_not_appear(String line) throws IOException, InterruptedException {
        Files.createDirectory(place.resolve("empty"));
        Files.writeString(place.resolve("old"), "old");
        command("slim -q ROOT --include /data -o oci:layout --tag a:1").run().succeeds();
        Map<String, String> before = Writing.state(place);
        boolean packed = !line.contains("none")
                && (line.contains("--compress") || line.contains("oci:") || line.contains("oci-archive:"));
        Command spoiled = command(line).with("LD_PRELOAD", library.toString()).with("SPOIL", packed ? "" : MARK);
        Ended ended = spoiled.run().exits(INTERNAL);
        assertThat(ended.out()).as("in the pipe").isEmpty();
        assertThat(ended.errors())
                .singleElement()
                .asString()
                .startsWith("whittle: internal error: the output for ")
                .contains(" is not what should have been written, and was removed: ");
        assertThat(Writing.state(place)).isEqualTo(before);
        assertThat(Writing.unplaced(place)).isEmpty();
        assertThat(place.resolve("new")).doesNotExist();
        assertThat(place.resolve("empty")).isEmptyDirectory();
        assertThat(Writing.unplaced(place.resolve("layout/blobs/sha256"))).isEmpty();
    }

    /** So it is the check that sees it, and the library that does it. */
    @ParameterizedTest
    @CsvSource({
        "layer -q --from ROOT --include /data -o old --no-self-check",
        "slim -q ROOT --include /data -o tar:old --no-self-check"
    })
    void unchecked_it_would_appear(String line) throws IOException, InterruptedException {
        command(line)
                .with("LD_PRELOAD", library.toString())
                .with("SPOIL", MARK)
                .run()
                .succeeds();
        String spoiled = Files.readString(place.resolve("old"));
        command(line).run().succeeds();
        assertThat(spoiled)
                .hasSameSizeAs(Files.readString(place.resolve("old")))
                .isNotEqualTo(Files.readString(place.resolve("old")));
    }

    private Command command(String line) {
        List<Object> words = new ArrayList<>();
        for (String word : line.split(" ", -1)) {
            words.add(word.equals("ROOT") ? temp.resolve("root") : word.replace("/MARK", "/" + MARK));
        }
        return Whittle.built().command(words.toArray()).in(place).with("TMPDIR", temp.toString());
    }
}
