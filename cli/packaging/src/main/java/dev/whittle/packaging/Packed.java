package dev.whittle.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One entry of an archive of the release. A name has no leading slash, that of a directory ends in one. */
sealed interface Packed {
    /** Of every entry: the same sources give the same bytes. The jar has it too, since Java checks its jar's time. */
    Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    String name();

    record Directory(String name) implements Packed {}

    @SuppressWarnings("ArrayRecordComponent") // never changed or compared
    record Content(String name, byte[] bytes) implements Packed {}

    record Plain(String name, Path file, boolean executable) implements Packed {}

    record Link(String name, String target) implements Packed {}

    /** What is in a directory, sorted by name, each parent before its children. Links stay links. */
    static List<Packed> below(Path directory, String prefix) throws IOException {
        List<Path> children;
        try (Stream<Path> all = Files.list(directory)) {
            children = all.sorted().toList();
        }
        List<Packed> entries = new ArrayList<>();
        for (Path child : children) {
            String name = prefix + child.getFileName();
            if (Files.isSymbolicLink(child)) {
                entries.add(new Link(name, Files.readSymbolicLink(child).toString()));
            } else if (Files.isDirectory(child)) {
                entries.add(new Directory(name + "/"));
                entries.addAll(below(child, name + "/"));
            } else {
                entries.add(new Plain(name, child, Files.isExecutable(child)));
            }
        }
        return entries;
    }
}
