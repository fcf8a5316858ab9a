package dev.whittle.closure;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import dev.whittle.script.CommandPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A root's own shell, with all names of its file (the applets of busybox), and the root's debugging tools. The names
 * are data: {@code debug-tools.txt}.
 */
public final class DebugShell {
    private static final String FAMILY = "shell";

    private DebugShell() {}

    /**
     * What to keep for debugging, each with a reason of the family {@code shell}; empty if the root has no shell.
     *
     * @param commands where the root's processes look for commands; the usual directories are searched too
     */
    public static List<PathPattern> in(RootFs root, CommandPath commands) throws IOException {
        List<RootPath> directories = directories(root, commands);
        CommandPath places =
                new CommandPath(directories.stream().map(RootPath::raw).toList(), RootPath.ROOT);
        Optional<RootPath> shell = shell(root, places);
        if (shell.isEmpty()) {
            return List.of();
        }
        Map<RootPath, String> kept = new LinkedHashMap<>();
        kept.put(shell.get(), "the shell");
        for (RootPath name : namesOf(root, shell.get(), directories)) {
            kept.putIfAbsent(name, "the same file as " + shell.get());
        }
        for (String tool : names("tool")) {
            places.find(root, tool).ifPresent(path -> kept.putIfAbsent(path, "a tool for debugging"));
        }
        List<PathPattern> patterns = new ArrayList<>();
        kept.forEach((path, why) -> patterns.add(new PathPattern(path.raw()).of(FAMILY, why)));
        return patterns;
    }

    /** {@code /bin/sh}, which engines and scripts use; otherwise the first of the known shells. */
    private static Optional<RootPath> shell(RootFs root, CommandPath places) throws IOException {
        Optional<RootPath> found = places.find(root, "/bin/sh");
        for (String name : names("shell")) {
            if (found.isEmpty()) {
                found = places.find(root, name);
            }
        }
        return found;
    }

    /** Existing ones as real paths, each once. */
    private static List<RootPath> directories(RootFs root, CommandPath commands) throws IOException {
        List<String> raw = Stream.concat(commands.directories().stream(), CommandPath.usual().directories().stream())
                .distinct()
                .toList();
        Set<RootPath> found = new LinkedHashSet<>();
        for (String directory : raw) {
            Walk.follow(root, commands.workingDirectory(), directory)
                    .found()
                    .filter(end -> end.node() instanceof Node.Directory)
                    .ifPresent(end -> found.add(end.path()));
        }
        return List.copyOf(found);
    }

    /** Entries of these directories that are, or lead to, this file: links and hard links. */
    private static List<RootPath> namesOf(RootFs root, RootPath program, List<RootPath> directories)
            throws IOException {
        Optional<Object> file = identity(root, program);
        List<RootPath> names = new ArrayList<>();
        for (RootPath directory : directories) {
            for (String name : list(root, directory)) {
                RootPath path = directory.child(name);
                if (identity(root, path).equals(file)) {
                    names.add(path);
                }
            }
        }
        return names;
    }

    private static Optional<Object> identity(RootFs root, RootPath path) throws IOException {
        return Walk.follow(root, path)
                .found()
                .map(Walk.Result.Found::node)
                .filter(Node.RegularFile.class::isInstance)
                .map(node -> ((Node.RegularFile) node).identity());
    }

    private static List<String> list(RootFs root, RootPath directory) throws IOException {
        try {
            return root.list(directory);
        } catch (AccessDeniedException e) {
            return List.of(); // a directory of this host that only its owner may list
        }
    }

    /** The names of a kind, in search order. */
    private static List<String> names(String kind) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(DebugShell.class.getResourceAsStream("debug-tools.txt")),
                StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .filter(line -> line.startsWith(kind + " "))
                    .flatMap(line -> Arrays.stream(line.split(" +")).skip(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
