package dev.whittle.source;

import dev.whittle.bytes.ByteSource;
import dev.whittle.image.BadImageException;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A layout's directory. It is treated as a root, so a link out of it leads nowhere. */
final class DirectoryMedium implements BlobMedium {
    private final DirectoryRoot root;
    private final SourceFingerprint stamps;
    private final List<Path> files = new ArrayList<>();
    private final List<ByteSource> opened = new ArrayList<>();

    /** @param stamps of the files that are opened */
    DirectoryMedium(DirectoryRoot root, SourceFingerprint stamps) {
        this.root = root;
        this.stamps = stamps;
    }

    @Override
    public Optional<ByteSource> open(String name) throws IOException, BadImageException {
        Walk.Result result = Walk.follow(root, RootPath.ROOT, name);
        if (!(result instanceof Walk.Result.Found found)) {
            Walk.Result.Lost lost = (Walk.Result.Lost) result;
            if (lost.cause() == Walk.Cause.MISSING && lost.via().stream().allMatch(this::isDirectory)) {
                return Optional.empty();
            }
            String way = lost.via().isEmpty() ? "" : ", by way of a link";
            throw new BadImageException(name, lost.cause() + " in the layout" + way);
        }
        if (!(found.node() instanceof Node.RegularFile)) {
            throw new BadImageException(name, "not a regular file");
        }
        stamps.add(root.host(found.path()));
        ByteSource content = root.open(found.path());
        opened.add(content);
        files.add(root.host(found.path()));
        return Optional.of(content);
    }

    private boolean isDirectory(RootPath path) {
        try {
            return root.node(path).filter(Node.Directory.class::isInstance).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public List<Path> files() {
        return List.copyOf(files);
    }

    @Override
    public void close() throws IOException {
        for (ByteSource content : opened) {
            content.close();
        }
    }
}
