package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every program and library of Debian's roots: their own loaders under chroot, foreign ones emulated. */
@Tag("system")
class DebianOracleIT {
    private static final int LEAST_PROGRAMS = 50;
    private static final int LEAST_MACHINES = 5;
    /** Without the cache only a part, to save time. */
    private static final int ONE_IN = 5;

    /** For this machine, in all roots. */
    private static final int LEAST_FILES = 2000;

    @Test
    void glibcs_loader_says_the_same_of_every_file_of_a_root() throws IOException, InterruptedException {
        OracleReport report = new OracleReport("oracle-debian");
        Set<String> machines = new TreeSet<>();
        List<Integer> programs = new ArrayList<>();
        int files = 0;
        for (DebianRoot root : DebianRoot.all()) {
            GlibcOracle loader = new GlibcOracle(root.root());
            Oracle oracle = loader.compareAll();
            report.add(root.name() + ", glibc " + loader.version(), oracle);
            machines.add(root.machine());
            programs.add(oracle.programs());
            files += root.machine().equals("amd64") ? oracle.compared() : 0;
        }
        report.write();
        assertThat(report.different()).isEmpty();
        assertThat(programs).allMatch(count -> count >= LEAST_PROGRAMS);
        assertThat(files).isGreaterThanOrEqualTo(LEAST_FILES);
        // One of them big-endian, some 32-bit.
        assertThat(machines).contains("amd64", "armhf", "i386", "s390x").hasSizeGreaterThanOrEqualTo(LEAST_MACHINES);
    }

    @Test
    void and_of_some_without_its_cache(@TempDir(factory = InCache.class) Path temp)
            throws IOException, InterruptedException {
        OracleReport report = new OracleReport("oracle-debian-no-cache");
        for (DebianRoot whole : DebianRoot.all()) {
            Path copy = Files.createDirectory(temp.resolve(whole.name()));
            GlibcOracle loader = new GlibcOracle(whole.copiedWithoutCache(copy));
            Oracle oracle = new Oracle();
            List<String> files = loader.files("/usr", oracle);
            List<String> some = new ArrayList<>();
            for (int i = 0; i < files.size(); i += ONE_IN) {
                some.add(files.get(i));
            }
            loader.compare(some, oracle);
            report.add(whole.name(), oracle);
        }
        report.write();
        assertThat(report.different()).isEmpty();
    }
}
