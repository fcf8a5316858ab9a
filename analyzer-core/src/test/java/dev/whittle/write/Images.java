package dev.whittle.write;

import dev.whittle.closure.Selections;
import dev.whittle.image.BadImageException;
import dev.whittle.image.Digest;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.ImageReference;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.RootFs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Small images to write, and what is found at the destination. */
final class Images {
    static final String CONFIG = "{\"architecture\":\"arm64\",\"os\":\"linux\",\"variant\":\"v8\",\"own\":{\"key\":1},"
            + "\"created\":\"2024-05-06T07:08:09.123Z\",\"config\":{\"Cmd\":[\"/bin/x\"]}}";

    private Images() {}

    static MemoryRoot root() {
        return new MemoryRoot()
                .file("/bin/x", "x".repeat(3000))
                .file("/etc/y", "y")
                .link("/z", "etc/y");
    }

    static NewImage of(RootFs root, Compression compression) throws IOException {
        return of(root, root, compression, Optional.of(ImageReference.parse("org/app:1-slim")));
    }

    static NewImage of(RootFs selected, RootFs read, Compression compression, Optional<ImageReference> reference)
            throws IOException {
        return new NewImage(
                Selections.all(selected),
                read,
                config(CONFIG),
                reference.stream().toList(),
                compression,
                OptionalLong.empty(),
                "a test");
    }

    static ImageConfig config(String json) {
        try {
            return ImageConfig.parse(json.getBytes(StandardCharsets.UTF_8), "config");
        } catch (BadImageException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static WriteContext context(Path spoolDirectory, OutputStream pipe) {
        return new WriteContext(spoolDirectory, () -> pipe, 2, Progress.NONE);
    }

    static ImageSummary write(NewImage image, Destination destination, Path spoolDirectory) throws IOException {
        return Destinations.<RuntimeException>write(
                image, destination, context(spoolDirectory, new ByteArrayOutputStream()), (summary, written) -> {});
    }

    /** Names and contents of an archive, in order. */
    static Map<String, byte[]> entries(byte[] archive) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Everything below a directory, with the content of files. */
    static Map<String, String> tree(Path directory) throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.toList()) {
                String content = Files.isRegularFile(path) ? digest(Files.readAllBytes(path)) : "";
                tree.put(directory.relativize(path).toString(), content);
            }
        }
        return tree;
    }

    /** As in documents. */
    static String digest(byte[] content) {
        return Digest.sha256(content).toString();
    }
}
