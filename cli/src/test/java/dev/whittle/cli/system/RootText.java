package dev.whittle.cli.system;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A root as lines for comparison, with everything that a tar can represent. The directory itself is left out. */
final class RootText {
    private final RootFs root;
    private final List<String> lines = new ArrayList<>();
    private final Map<Object, RootPath> firstNames = new HashMap<>();

    private RootText(RootFs root) {
        this.root = root;
    }

    static List<String> of(RootFs root) throws IOException {
        RootText text = new RootText(root);
        text.children(RootPath.ROOT);
        return text.lines;
    }

    private void children(RootPath directory) throws IOException {
        for (String name : root.list(directory)) {
            RootPath path = directory.child(name);
            Node node = root.node(path).orElseThrow();
            Attributes attributes = node.attributes();
            String mode = node instanceof Node.SymbolicLink ? "" : " " + Integer.toOctalString(attributes.mode());
            StringBuilder line = new StringBuilder(path.toString())
                    .append(mode)
                    .append(' ')
                    .append(attributes.uid())
                    .append(':')
                    .append(attributes.gid())
                    .append(" @")
                    .append(attributes.modified().getEpochSecond())
                    .append(' ')
                    .append(what(path, node));
            new TreeMap<>(root.extendedAttributes(path))
                    .forEach((key, value) ->
                            line.append(' ').append(key).append('=').append(Arrays.toString(value)));
            lines.add(line.toString());
            if (node instanceof Node.Directory) {
                children(path);
            }
        }
    }

    private String what(RootPath path, Node node) throws IOException {
        if (node instanceof Node.RegularFile file) {
            RootPath first = firstNames.putIfAbsent(file.identity(), path);
            return first == null ? "file of " + file.size() + ": " + content(path) : "same as " + first;
        }
        return node instanceof Node.SymbolicLink link
                ? "link to " + RawText.visible(link.target())
                : node instanceof Node.Device device
                        ? (device.block() ? "block " : "character ") + device.major() + "," + device.minor()
                        : node.getClass().getSimpleName();
    }

    private String content(RootPath path) throws IOException {
        try (ByteSource source = root.open(path)) {
            return Integer.toHexString(Arrays.hashCode(source.head(Integer.MAX_VALUE)));
        }
    }
}
