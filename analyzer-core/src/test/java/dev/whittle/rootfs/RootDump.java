package dev.whittle.rootfs;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A root as text, one line per entry: {@code /bin/sh: file 755 "content"}, {@code /lib: link usr/lib}. Owners other
 * than 0:0, times other than 0, attributes, and the first name of a file with several are included.
 */
public final class RootDump {
    private final RootFs root;
    private final StringBuilder out = new StringBuilder();
    private final Map<Object, RootPath> firstNames = new HashMap<>();

    private RootDump(RootFs root) {
        this.root = root;
    }

    public static String of(RootFs root) throws IOException {
        RootDump dump = new RootDump(root);
        dump.entry(RootPath.ROOT);
        return dump.out.toString();
    }

    private void entry(RootPath path) throws IOException {
        Node node = root.node(path).orElseThrow();
        out.append(path).append(": ").append(kind(path, node));
        Attributes attributes = node.attributes();
        if (attributes.uid() != 0 || attributes.gid() != 0) {
            out.append(' ').append(attributes.uid()).append(':').append(attributes.gid());
        }
        if (attributes.modified().getEpochSecond() != 0) {
            out.append(" @").append(attributes.modified().getEpochSecond());
        }
        new TreeMap<>(root.extendedAttributes(path)).forEach((name, value) -> out.append(' ')
                .append(RawText.visible(name))
                .append('=')
                .append(RawText.visible(RawText.of(value))));
        out.append('\n');
        if (node instanceof Node.Directory) {
            for (String name : root.list(path)) {
                entry(path.child(name));
            }
        }
    }

    private String kind(RootPath path, Node node) throws IOException {
        String mode = " " + Integer.toOctalString(node.attributes().mode());
        if (node instanceof Node.RegularFile file) {
            RootPath first = firstNames.putIfAbsent(file.identity(), path);
            return "file" + mode + (first == null ? " \"" + content(path, file) + '"' : " same as " + first);
        } else if (node instanceof Node.SymbolicLink link) {
            return "link " + RawText.visible(link.target());
        } else if (node instanceof Node.Device device) {
            return (device.block() ? "block" : "character") + mode + " " + device.major() + "," + device.minor();
        } else if (node instanceof Node.Fifo) {
            return "fifo" + mode;
        } else if (node instanceof Node.Socket) {
            return "socket" + mode;
        }
        return "dir" + mode;
    }

    private String content(RootPath path, Node.RegularFile file) throws IOException {
        try (ByteSource source = root.open(path)) {
            if (source.size() != file.size()) {
                throw new AssertionError(path + ": " + source.size() + " bytes, node says " + file.size());
            }
            return RawText.visible(RawText.of(source.head(Integer.MAX_VALUE)));
        }
    }
}
