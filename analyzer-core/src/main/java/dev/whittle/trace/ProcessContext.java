package dev.whittle.trace;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The base of a process's relative names: its working directory, its root, and its open directories. */
final class ProcessContext {
    private static final int MAX_DESCRIPTORS = 1 << 16;

    private final Map<Integer, String> descriptors = new HashMap<>();
    private Optional<String> workingDirectory;
    private String root = "";

    ProcessContext(Optional<String> workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    /** A new process starts with a copy of its parent's. */
    ProcessContext copy() {
        ProcessContext copy = new ProcessContext(workingDirectory);
        copy.root = root;
        copy.descriptors.putAll(descriptors);
        return copy;
    }

    /** Keeps only what both have in common: true whichever of several processes is the parent. */
    void retain(ProcessContext other) {
        if (!workingDirectory.equals(other.workingDirectory) || !root.equals(other.root)) {
            workingDirectory = Optional.empty();
        }
        descriptors
                .entrySet()
                .removeIf(entry -> !Objects.equals(other.descriptors.get(entry.getKey()), entry.getValue()));
    }

    String root() {
        return root;
    }

    void enter(String directory) {
        workingDirectory = Optional.of(directory);
    }

    /** The working directory does not change, and may now be outside. */
    void confine(String directory) {
        String full = root + (directory.equals("/") ? "" : directory);
        workingDirectory = workingDirectory.flatMap(at -> within(directory, at));
        root = full;
        descriptors.clear();
    }

    private static Optional<String> within(String directory, String path) {
        boolean inside = path.equals(directory) || path.startsWith(directory + "/");
        String rest = inside ? path.substring(directory.length()) : "";
        return directory.equals("/") ? Optional.of(path) : inside ? Optional.of("/" + strip(rest)) : Optional.empty();
    }

    private static String strip(String path) {
        return path.startsWith("/") ? path.substring(1) : path;
    }

    void open(int descriptor, String path) {
        if (descriptors.size() < MAX_DESCRIPTORS) {
            descriptors.put(descriptor, path);
        }
    }

    void close(int descriptor) {
        descriptors.remove(descriptor);
    }

    Optional<String> opened(int descriptor) {
        return Optional.ofNullable(descriptors.get(descriptor));
    }

    /** A path of {@code strace -y}, which is as seen from outside. */
    Optional<String> annotated(Argument argument) {
        return argument.annotation().flatMap(path -> root.isEmpty() ? Optional.of(path) : within(root, path));
    }

    /** The directory that an argument of a call refers to. */
    Optional<String> directory(Argument argument) {
        Optional<String> annotation = annotated(argument);
        if (annotation.isPresent()) {
            return annotation;
        }
        return argument.isWorkingDirectory()
                ? workingDirectory
                : argument.descriptor().flatMap(this::opened);
    }

    /** The absolute path of a name. */
    Optional<String> absolute(Argument directory, String name) {
        if (name.startsWith("/")) {
            return Optional.of(name);
        }
        return directory(directory).map(at -> at.endsWith("/") ? at + name : at + "/" + name);
    }
}
