package dev.whittle.cli.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The ways to write something, each to {@code out} in a directory, and what there is to see of it. */
enum Writing {
    SLIM_ARCHIVE("slim", "docker-archive:"),
    SLIM_LAYOUT("slim", "oci:"),
    SLIM_DIRECTORY("slim", "dir:"),
    SLIM_TAR("slim", "tar:"),
    LAYER("layer", ""),
    COPY_ADD("copy --format add", "");

    private static final String OUT = "out";

    private final String command;
    private final String form;

    Writing(String command, String form) {
        this.command = command;
        this.form = form;
    }

    /** As a row of a table has it. */
    String shown() {
        return "`" + command + "` to " + (form.isEmpty() ? "a file" : "`" + form + "`");
    }

    /** Keeps a program of a root, with some directories that make it last. */
    List<String> words(Path root, String program, Path place) {
        String destination = form + place.resolve(OUT);
        return switch (this) {
            case SLIM_ARCHIVE, SLIM_LAYOUT ->
                Whittle.built()
                        .words(
                                "slim",
                                "-q",
                                root,
                                "-o",
                                destination,
                                "--tag",
                                "a:1",
                                "--entrypoint",
                                program,
                                "--include",
                                "/lib");
            case SLIM_DIRECTORY, SLIM_TAR ->
                Whittle.built()
                        .words(
                                "slim",
                                "-q",
                                root,
                                "-o",
                                destination,
                                "--entrypoint",
                                program,
                                "--include",
                                "/usr",
                                "--include",
                                "/etc");
            case LAYER ->
                Whittle.built().words("layer", "-q", "--from", root, program, "--include", "/lib", "-o", destination);
            case COPY_ADD ->
                Whittle.built().words("copy", "-q", "--format", "add", "--from", root, program, "-o", destination);
        };
    }

    /** Whether there can be an old one that a run replaces: a root must not be there. */
    boolean replaces() {
        return this != SLIM_DIRECTORY;
    }

    /** Whether what a place has is one of its states, whole. A layout may have blobs besides, which nothing names. */
    boolean is(Map<String, String> state, Map<String, String> seen) {
        return this == SLIM_LAYOUT ? seen.entrySet().containsAll(state.entrySet()) : seen.equals(state);
    }

    /** Digests of a place's files by name, but for what is being written. */
    static Map<String, String> state(Path place) throws IOException {
        Map<String, String> state = new TreeMap<>();
        try (Stream<Path> all = Files.walk(place)) {
            for (Path file : all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                String name = place.relativize(file).toString();
                if (!name.contains(".whittle-")) {
                    state.put(name, Archive.digest(file));
                }
            }
        }
        return state;
    }

    /** Whether a file that is not yet in its place can be seen. */
    static boolean isWriting(Path place) throws IOException {
        for (Path directory : List.of(place, place.resolve(OUT + "/blobs/sha256"))) {
            if (Files.isDirectory(directory) && !unplaced(directory).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    static List<String> unplaced(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(".whittle-"))
                    .toList();
        }
    }
}
