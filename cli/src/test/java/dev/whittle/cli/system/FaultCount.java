package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Counts failures over many runs: a row of the table "reliability", see docs/update-tables. */
final class FaultCount {
    /** For a run of a second; a busy machine takes longer. */
    private static final long HANG_MINUTES = 5;

    private final String subject;
    private final List<String> wrong = new ArrayList<>();
    private int tried;
    private int crashes;
    private int hangs;
    private int outOfMemory;
    private int lost;

    FaultCount(String subject) {
        this.subject = subject;
    }

    void tried() {
        tried++;
    }

    /** Waits for a run that ends by itself or has been killed, and checks its output. */
    void ends(Process process, Path errors) throws IOException, InterruptedException {
        if (!process.waitFor(HANG_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
            hangs++;
            wrong.add("hangs");
        }
        said(Files.readString(errors));
    }

    void said(String errors) {
        if (errors.contains("internal error") || errors.contains("Exception") || errors.contains("SIGSEGV")) {
            crashes++;
            wrong.add(errors);
        }
        if (errors.contains("out of memory")) {
            outOfMemory++;
            wrong.add(errors);
        }
    }

    void lost(Object seen) {
        lost++;
        wrong.add("lost: " + seen);
    }

    /** @param written whether this was the long form, which the docs describe */
    void end(boolean written) throws IOException {
        if (written) {
            Path directory = Files.createDirectories(Setup.checkout().resolve("target/system"));
            String row = "| " + subject + " | " + tried + " | " + crashes + " | " + hangs + " | " + outOfMemory + " | "
                    + lost + " |\n";
            Files.writeString(
                    directory.resolve("reliability.rows"), row, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        assertThat(wrong).as(subject).isEmpty();
    }
}
