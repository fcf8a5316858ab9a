package dev.whittle.cli.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Slimmed images, one per line, for the docs; and a list of what each opened and lacks. */
final class SlimTable {
    private final String name;
    private final List<String> lines = new ArrayList<>(SlimRow.HEAD);
    private final List<String> files = new ArrayList<>();

    SlimTable(String name) {
        this.name = name;
    }

    void add(SlimRow row) {
        lines.add(row.line());
        files.add(row.image().name());
        row.lacks().forEach(file -> files.add("  opened, not kept: " + file));
        row.failure().ifPresent(how -> files.add("  " + how));
    }

    void write() throws IOException {
        new Report(name).addAll(lines).write();
        Path directory = Setup.checkout().resolve("target/system");
        Files.write(directory.resolve(name + ".files.txt"), files);
    }
}
