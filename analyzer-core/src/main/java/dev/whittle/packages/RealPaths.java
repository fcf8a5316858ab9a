package dev.whittle.packages;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Resolves paths of databases: a package may list {@code /bin/ls} where {@code /bin} is a link. A link in the last
 * component is not followed, since it is itself a file of the package. Each directory is looked up once.
 */
public final class RealPaths {
    private final RootFs root;
    private final Map<String, String> directories = new HashMap<>();

    public RealPaths(RootFs root) {
        this.root = root;
    }

    /** The raw real path of a listed raw path; a path that leads nowhere is unchanged. */
    public String of(String listed) {
        if (listed.length() > Walk.MAX_PATH) {
            return listed; // no file can have such a path
        }
        String path = isPlain(listed) ? listed : RootPath.of(listed).raw();
        int slash = path.lastIndexOf('/');
        if (slash <= 0) {
            return path;
        }
        String above = directory(path.substring(0, slash));
        return above.equals("/")
                ? path.substring(slash)
                : above.length() == slash && path.startsWith(above) ? path : above + path.substring(slash);
    }

    private static boolean isPlain(String path) {
        return path.startsWith("/")
                && !path.contains("/.")
                && !path.contains("//")
                && (path.length() == 1 || !path.endsWith("/"))
                && path.indexOf('\0') < 0;
    }

    private String directory(String path) {
        String known = directories.get(path);
        if (known == null) {
            known = find(path);
            directories.put(path, known);
        }
        return known;
    }

    private String find(String path) {
        try {
            int slash = path.lastIndexOf('/');
            String named = slash > 0 ? directory(path.substring(0, slash)) + path.substring(slash) : path;
            RootPath at = RootPath.of(named);
            if (root.node(at).orElse(null) instanceof Node.Directory) {
                return at.raw();
            }
            return Walk.follow(root, at)
                    .found()
                    .map(found -> found.path().raw())
                    .orElse(at.raw());
        } catch (IOException e) {
            return path;
        }
    }
}
