package dev.whittle.trial;

import dev.whittle.bytes.ByteSource;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** A root with only what is kept of another. */
public final class SelectionRoot implements RootFs {
    private final Selection selection;
    private final RootFs source;
    private final Map<RootPath, TreeSet<String>> names = new TreeMap<>();

    public SelectionRoot(Selection selection, RootFs source) {
        this.selection = selection;
        this.source = source;
        for (Selection.Kept kept : selection.all()) {
            names.computeIfAbsent(kept.path().parent(), parent -> new TreeSet<>())
                    .add(kept.path().name());
        }
    }

    @Override
    public Optional<Node> node(RootPath path) throws IOException {
        return path.isRoot() ? source.node(path) : selection.get(path).map(Selection.Kept::node);
    }

    @Override
    public List<String> list(RootPath directory) {
        return List.copyOf(names.getOrDefault(directory, new TreeSet<>()));
    }

    @Override
    public ByteSource open(RootPath file) throws IOException {
        Optional<ByteSource> anew = selection.get(file).flatMap(Selection.Kept::content);
        return anew.isPresent() ? anew.get() : source.open(file);
    }

    @Override
    public Map<String, byte[]> extendedAttributes(RootPath path) throws IOException {
        return source.extendedAttributes(path);
    }
}
