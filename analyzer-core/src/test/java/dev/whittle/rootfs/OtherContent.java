package dev.whittle.rootfs;

import dev.whittle.bytes.ByteSource;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Another root with different file contents. */
public record OtherContent(RootFs root, Opening opening) implements RootFs {
    /** In place of a file's content. */
    public interface Opening {
        ByteSource open(RootPath file) throws IOException;
    }

    /** Replaces {@link ByteSource#read}; receives the original content. */
    public interface Reading {
        int read(ByteSource content, long position, ByteBuffer target) throws IOException;
    }

    /** Every file of the root is read this way. */
    public static RootFs reading(RootFs root, Reading reading) {
        return new OtherContent(root, file -> {
            ByteSource source = root.open(file);
            return new ByteSource() {
                @Override
                public long size() {
                    return source.size();
                }

                @Override
                public int read(long position, ByteBuffer target) throws IOException {
                    return reading.read(source, position, target);
                }

                @Override
                public void close() throws IOException {
                    source.close();
                }
            };
        });
    }

    @Override
    public Optional<Node> node(RootPath path) throws IOException {
        return root.node(path);
    }

    @Override
    public List<String> list(RootPath directory) throws IOException {
        return root.list(directory);
    }

    @Override
    public ByteSource open(RootPath file) throws IOException {
        return opening.open(file);
    }

    @Override
    public Map<String, byte[]> extendedAttributes(RootPath path) throws IOException {
        return root.extendedAttributes(path);
    }
}
