package dev.whittle.closure;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;

/** Creates selections for the tests of other packages. */
public final class Selections {
    private Selections() {}

    /** Everything below the root. */
    public static Selection all(RootFs root) throws IOException {
        SelectionBuilder builder = new SelectionBuilder();
        addBelow(RootPath.ROOT, root, builder);
        return builder.build();
    }

    private static void addBelow(RootPath directory, RootFs root, SelectionBuilder builder) throws IOException {
        for (String name : root.list(directory)) {
            RootPath path = directory.child(name);
            Node node = root.node(path).orElseThrow();
            builder.add(path, node, new Reason(Reason.Kind.INCLUDED, "everything"));
            if (node instanceof Node.Directory) {
                addBelow(path, root, builder);
            }
        }
    }
}
