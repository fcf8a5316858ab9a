package dev.whittle.write;

import dev.whittle.closure.Selection;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A root unpacked into its own directory. */
final class UnpackedRootOutput implements ImageOutput {
    private final TemporaryTree tree;
    private final boolean owners;

    private UnpackedRootOutput(TemporaryTree tree, boolean owners) {
        this.tree = tree;
        this.owners = owners;
    }

    /** @throws FileSystemException if something already exists */
    static UnpackedRootOutput open(Path wanted, boolean owners) throws IOException {
        if (!HostFiles.available()) {
            throw new FileSystemException(
                    wanted.toString(),
                    null,
                    "this host's files cannot be given owners and attributes; write tar:FILE and unpack that");
        }
        Path directory = wanted;
        if (Files.exists(wanted, LinkOption.NOFOLLOW_LINKS)) {
            directory = wanted.toRealPath(); // a link is followed
            if (!Files.isDirectory(directory)) {
                throw new FileSystemException(wanted.toString(), null, "is not a directory");
            }
            if (!TemporaryTree.isEmpty(directory)) {
                throw new FileSystemException(wanted.toString(), null, "is not empty");
            }
        }
        TemporaryTree tree =
                Files.isDirectory(directory) ? TemporaryTree.within(directory) : TemporaryTree.create(directory);
        return new UnpackedRootOutput(tree, owners);
    }

    @Override
    public ImageSummary write(NewImage image, WriteContext context) throws IOException {
        Unpacker unpacker = new Unpacker(image, tree.path(), owners, context.progress());
        try {
            for (Selection.Kept kept : image.selection().all()) {
                unpacker.add(kept.path(), kept.node());
            }
            unpacker.finish();
        } catch (HostFiles.NotPermittedException e) {
            throw new FileSystemException(tree.path().toString(), null, e.getMessage() + wayOut());
        }
        return new ImageSummary(
                unpacker.contents(), List.of(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    private String wayOut() {
        return owners ? "; run as root, or use --no-owner" : "";
    }

    @Override
    public Written written() {
        return new Written.Unpacked(tree.path(), owners);
    }

    @Override
    public void commit() throws IOException {
        tree.commit();
    }

    @Override
    public void close() {
        tree.close();
    }
}
