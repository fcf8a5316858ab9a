package dev.whittle.cli.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A table of comparisons for the docs, and the list of files that were left out or differ. */
final class OracleReport {
    private final String name;
    private final List<String> rows = new ArrayList<>();
    private final List<String> files = new ArrayList<>();
    private final List<String> different = new ArrayList<>();

    OracleReport(String name) {
        this.name = name;
    }

    void add(String subject, Oracle oracle) {
        rows.add(oracle.row(subject));
        files.add(subject);
        oracle.listOfLeftOut().forEach(line -> files.add("  left out: " + line));
        for (String difference : oracle.different()) {
            files.add("  different: " + difference);
            different.add(subject + ": " + difference);
        }
    }

    List<String> different() {
        return List.copyOf(different);
    }

    void write() throws IOException {
        new Report(name)
                .add(
                        "| root | files | in bin directories | lines | not found | same | different | left out |",
                        "|---|--:|--:|--:|--:|--:|--:|---|")
                .addAll(rows)
                .write();
        Path directory = Setup.checkout().resolve("target/system");
        Files.write(directory.resolve(name + ".files.txt"), files);
    }
}
