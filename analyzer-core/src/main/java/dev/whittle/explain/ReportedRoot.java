package dev.whittle.explain;

import dev.whittle.bytes.ByteSource;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a report says about a root: enough to follow its links. */
record ReportedRoot(Map<RootPath, Node> nodes) implements RootFs {
    private static final Node TOP = new Node.Directory(new Attributes(0755, 0, 0, Instant.EPOCH));

    @Override
    public Optional<Node> node(RootPath path) {
        return path.isRoot() ? Optional.of(TOP) : Optional.ofNullable(nodes.get(path));
    }

    @Override
    public List<String> list(RootPath directory) {
        return nodes.keySet().stream()
                .filter(path -> path.parent().equals(directory))
                .map(RootPath::name)
                .sorted()
                .toList();
    }

    @Override
    public ByteSource open(RootPath file) throws IOException {
        throw new FileNotFoundException(file.raw());
    }

    @Override
    public Map<String, byte[]> extendedAttributes(RootPath path) {
        return Map.of();
    }
}
