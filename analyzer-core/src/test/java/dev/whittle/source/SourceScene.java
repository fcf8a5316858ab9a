package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.image.BadImageException;
import dev.whittle.image.ImageStore;
import dev.whittle.image.Platform;
import dev.whittle.image.PlatformList;
import dev.whittle.path.RootPath;
import dev.whittle.registry.RegistryAccess;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.stream.Workspace;
import dev.whittle.testdata.ImageBuilder;
import dev.whittle.testdata.ImageFiles;
import dev.whittle.testdata.TarBuilder;
import dev.whittle.transport.Transports;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A directory with images of one file each, {@code /name}, which identifies the image; on an amd64 machine. */
final class SourceScene implements Streams {
    private final Path directory;
    private Optional<Platform> asked = Optional.empty();
    private byte[] input = new byte[0];
    private boolean inputIsFile;
    private @Nullable String saved;
    private @Nullable RegistryAccess access;

    SourceScene(Path directory) {
        this.directory = directory;
    }

    static byte[] layer(String file, String content) {
        return new TarBuilder().file(file, content).build();
    }

    /** An image with one layer, whose file {@code /name} holds this. */
    static ImageBuilder image(String name) {
        return ImageBuilder.of(layer("name", name));
    }

    static ImageFiles manifestJson(ImageFiles files, String... entries) {
        return files.put("manifest.json", "[" + String.join(",", entries) + "]");
    }

    Path directory() {
        return directory;
    }

    SourceScene platform(String platform) {
        asked = Optional.of(Platform.parse(platform));
        return this;
    }

    SourceScene input(byte[] bytes, boolean isFile) {
        input = bytes;
        inputIsFile = isFile;
        return this;
    }

    Source open(String name) throws IOException, BadArchiveException, BadImageException {
        return Sources.open(parse(name), context());
    }

    SourceIndex openIndex(String name, String platforms) throws IOException, BadArchiveException, BadImageException {
        return Sources.openIndex(parse(name), context(), PlatformList.parse(platforms));
    }

    private SourceName parse(String name) {
        return Transports.source(name, file -> directory.resolve(file).toFile().exists());
    }

    private SourceContext context() {
        return new SourceContext(
                directory,
                asked,
                Platform.parse("linux/amd64"),
                new Workspace(directory, 1 << 20),
                LayerProgress.NONE,
                2,
                this);
    }

    /** The content of {@code /name}: which image was chosen. */
    String name(String source) throws IOException, BadArchiveException, BadImageException {
        try (Source opened = open(source)) {
            return text(opened.root(), "/name");
        }
    }

    /** How a source is rejected, as document and reason. */
    String refusal(String source) throws IOException {
        try (Source opened = open(source)) {
            return "no refusal of " + opened.shown();
        } catch (BadImageException e) {
            return e.document() + ": " + e.reason();
        } catch (BadArchiveException e) {
            return e.subject() + ": " + e.reason();
        }
    }

    static String text(RootFs root, String path) throws IOException {
        try (ByteSource content = root.open(RootPath.of(path))) {
            return new String(content.head(Integer.MAX_VALUE), StandardCharsets.UTF_8);
        }
    }

    /** Every file with its content, in order. */
    static List<String> files(RootFs root) throws IOException {
        List<String> all = new ArrayList<>();
        collect(root, RootPath.ROOT, all);
        return all;
    }

    private static void collect(RootFs root, RootPath at, List<String> all) throws IOException {
        for (String name : root.list(at)) {
            RootPath path = at.child(name);
            if (root.node(path).orElseThrow() instanceof Node.Directory) {
                collect(root, path, all);
            } else {
                all.add(path + "=" + text(root, path.raw()));
            }
        }
    }

    @Override
    public Optional<ByteSource> standardInputFile() {
        return inputIsFile ? Optional.of(ByteSource.of(input)) : Optional.empty();
    }

    @Override
    public InputStream standardInput() {
        return new ByteArrayInputStream(input);
    }

    /** The server that {@code docker://} names lead to, and what is found there. */
    SourceScene registry(RegistryAccess registryAccess) {
        access = registryAccess;
        return this;
    }

    @Override
    public RegistryAccess registries() throws IOException {
        if (access == null) {
            throw new IOException("no registry");
        }
        return access;
    }

    @Override
    public InputStream save(ImageStore store, String reference) {
        saved = reference;
        return new ByteArrayInputStream(input);
    }

    /** What the engine was called with. */
    @Nullable
    String saved() {
        return saved;
    }
}
