package dev.whittle.resolve.glibc;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;

/**
 * glibc's /etc/ld.so.preload: names separated by white space or colons, {@code #} starts a comment
 * (elf/rtld.c:dl_main).
 *
 * @param path the file, if the root has one that names anything
 * @param remark what was not read
 */
record PreloadFile(Optional<RootPath> path, List<String> names, Optional<String> remark) {
    private static final PreloadFile NONE = new PreloadFile(Optional.empty(), List.of(), Optional.empty());

    /** A longer file is not a list of names; the loader would read it, and use as much memory. */
    private static final int MAX_BYTES = 1 << 20;

    static PreloadFile read(RootFs root) throws IOException {
        Optional<Walk.Result.Found> found =
                Walk.follow(root, RootPath.of("/etc/ld.so.preload")).found();
        if (found.isEmpty() || !(found.get().node() instanceof Node.RegularFile)) {
            return NONE;
        }
        RootPath path = found.get().path();
        try (ByteSource source = root.open(path)) {
            List<String> names = names(RawText.of(source.head(MAX_BYTES)));
            Optional<String> remark = source.size() > MAX_BYTES
                    ? Optional.of(path.raw() + ": only its first " + (MAX_BYTES >> 20) + " MiB was read")
                    : Optional.empty();
            return names.isEmpty() && remark.isEmpty() ? NONE : new PreloadFile(Optional.of(path), names, remark);
        } catch (AccessDeniedException e) {
            return NONE; // the loader also continues without it
        }
    }

    private static List<String> names(String text) {
        List<String> names = new ArrayList<>();
        // The loader reads the file as a C string: what follows a NUL is ignored.
        for (String line : RootPath.cString(text).split("\n", -1)) {
            int comment = line.indexOf('#');
            StringTokenizer words = new StringTokenizer(comment < 0 ? line : line.substring(0, comment), " \t:");
            while (words.hasMoreTokens()) {
                names.add(words.nextToken());
            }
        }
        return List.copyOf(names);
    }
}
