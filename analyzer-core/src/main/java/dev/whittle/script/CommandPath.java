package dev.whittle.script;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Where commands are searched for.
 *
 * @param directories raw, in order; an empty or relative one is relative to the working directory
 * @param workingDirectory of the process
 */
public record CommandPath(List<String> directories, RootPath workingDirectory) {
    /** The default of container runtimes if the environment has no PATH (moby, oci/defaults). */
    public static final String DEFAULT = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    public CommandPath {
        directories = List.copyOf(directories);
    }

    /** @param path value of PATH, raw */
    public static CommandPath of(Optional<String> path, RootPath workingDirectory) {
        return new CommandPath(List.of(path.orElse(DEFAULT).split(":", -1)), workingDirectory);
    }

    public static CommandPath usual() {
        return of(Optional.empty(), RootPath.ROOT);
    }

    /**
     * The path under which {@code execvp} would run a command, links unresolved: the first executable regular file. A
     * name with a slash is not searched for.
     */
    public Optional<RootPath> find(RootFs root, String name) throws IOException {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        if (name.indexOf('/') >= 0) {
            return executable(root, Walk.normalise(root, absolute(name)));
        }
        for (String directory : directories) {
            Optional<RootPath> found =
                    executable(root, Walk.normalise(root, absolute(directory)).child(name));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private String absolute(String raw) {
        return raw.startsWith("/") ? raw : workingDirectory.raw() + "/" + raw;
    }

    private static Optional<RootPath> executable(RootFs root, RootPath path) throws IOException {
        Optional<Walk.Result.Found> found = Walk.follow(root, path).found();
        boolean runs = found.isPresent()
                && found.get().node() instanceof Node.RegularFile file
                && file.attributes().isExecutable();
        return runs ? Optional.of(path) : Optional.empty();
    }
}
