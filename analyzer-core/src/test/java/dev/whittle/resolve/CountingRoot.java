package dev.whittle.resolve;

import dev.whittle.bytes.ByteSource;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts the calls of another root. */
public final class CountingRoot implements RootFs {
    private final RootFs root;
    private int asked;

    public CountingRoot(RootFs root) {
        this.root = root;
    }

    public int asked() {
        return asked;
    }

    @Override
    public Optional<Node> node(RootPath path) throws IOException {
        asked++;
        return root.node(path);
    }

    @Override
    public List<String> list(RootPath directory) throws IOException {
        asked++;
        return root.list(directory);
    }

    @Override
    public ByteSource open(RootPath file) throws IOException {
        asked++;
        return root.open(file);
    }

    @Override
    public Map<String, byte[]> extendedAttributes(RootPath path) throws IOException {
        return root.extendedAttributes(path);
    }
}
