package dev.whittle.sbom;

import dev.whittle.bytes.ByteSource;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kept part of a root as a root: the output before it is written. */
public final class KeptRoot implements RootFs {
    private static final Node TOP = new Node.Directory(new Attributes(0755, 0, 0, Instant.EPOCH));

    private final RootFs root;
    private final Selection kept;
    private final Map<RootPath, List<String>> names = new HashMap<>();

    public KeptRoot(RootFs root, Selection kept) {
        this.root = root;
        this.kept = kept;
        for (Selection.Kept each : kept.all()) {
            names.computeIfAbsent(each.path().parent(), path -> new ArrayList<>())
                    .add(each.path().name());
        }
        names.values().forEach(list -> list.sort(null));
    }

    @Override
    public Optional<Node> node(RootPath path) {
        return path.isRoot() ? Optional.of(TOP) : kept.get(path).map(Selection.Kept::node);
    }

    @Override
    public List<String> list(RootPath directory) {
        return names.getOrDefault(directory, List.of());
    }

    @Override
    public ByteSource open(RootPath file) throws IOException {
        Optional<Selection.Kept> entry = kept.get(file);
        if (entry.isEmpty()) {
            throw new FileNotFoundException(file.toString());
        }
        Optional<ByteSource> content = entry.get().content();
        return content.isPresent() ? content.get() : root.open(file);
    }

    @Override
    public Map<String, byte[]> extendedAttributes(RootPath path) throws IOException {
        return root.extendedAttributes(path);
    }
}
