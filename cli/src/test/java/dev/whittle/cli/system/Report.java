package dev.whittle.cli.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A table in target/system, which docs/update-tables copies into the docs. */
final class Report {
    private final String name;
    private final List<String> lines = new ArrayList<>();

    Report(String name) {
        this.name = name;
    }

    Report add(String... more) {
        lines.addAll(List.of(more));
        return this;
    }

    Report addAll(List<String> more) {
        lines.addAll(more);
        return this;
    }

    /** Written whole, also when its test is about to fail. */
    void write() throws IOException {
        Path directory = Files.createDirectories(Setup.checkout().resolve("target/system"));
        Files.write(directory.resolve(name + ".md"), lines);
    }
}
