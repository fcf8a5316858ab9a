package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every program and library of the machine's own /usr, on the machine's own loader. */
@Tag("system")
class LddOracleIT {
    private static final int LEAST_PROGRAMS = 300;
    private static final int LEAST_FILES = 1000;

    @Test
    void the_machines_loader_says_the_same_of_every_file() throws IOException, InterruptedException {
        Oracle oracle = new Oracle();
        GlibcOracle machine = new GlibcOracle(new Chroot(Path.of("/")));
        machine.compare(machine.files("/usr", oracle), oracle);
        OracleReport report = new OracleReport("oracle-machine");
        report.add("/usr of " + release() + ", glibc " + machine.version() + ", x86-64", oracle);
        report.write();
        assertThat(report.different()).isEmpty();
        assertThat(oracle.compared()).isGreaterThanOrEqualTo(LEAST_FILES);
        assertThat(oracle.programs())
                .as("dynamic programs of /usr/bin (testdata/provision installs more)")
                .isGreaterThanOrEqualTo(LEAST_PROGRAMS);
    }

    private static String release() throws IOException {
        return Files.readAllLines(Path.of("/etc/os-release")).stream()
                .filter(line -> line.startsWith("PRETTY_NAME="))
                .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
                .findFirst()
                .orElse("this machine");
    }
}
