package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every dynamic file of Alpine's roots: musl's loader under chroot, foreign ones emulated, compared with the tool. */
@Tag("system")
class MuslOracleIT {
    private static final int LEAST_FILES = 10;

    @Test
    void musls_loader_says_the_same_of_every_file_of_a_root(@TempDir(factory = InCache.class) Path temp)
            throws IOException, InterruptedException {
        OracleReport report = new OracleReport("oracle-alpine");
        for (AlpineRoot root : AlpineRoot.all()) {
            Oracle oracle = new MuslOracle(copy(root, temp.resolve(root.name()))).compareAll();
            report.add(root.name(), oracle);
            assertThat(oracle.compared()).as(root.name()).isGreaterThanOrEqualTo(LEAST_FILES);
        }
        report.write();
        assertThat(report.different()).isEmpty();
    }

    @Test
    void both_miss_the_same_libraries(@TempDir(factory = InCache.class) Path temp)
            throws IOException, InterruptedException {
        Chroot broken = copy(AlpineRoot.ofThisMachine().get(0), temp.resolve("broken"));
        List<String> taken = new ArrayList<>();
        try (Stream<Path> libraries = Files.list(broken.inside("/lib"))) {
            for (Path library : libraries.toList()) {
                String name = library.getFileName().toString();
                if (name.startsWith("libcrypto.so") || name.startsWith("libz.so")) {
                    Files.delete(library);
                    taken.add(name);
                }
            }
        }
        MuslOracle oracle = new MuslOracle(broken);
        assertThat(oracle.compareAll().different()).isEmpty();
        assertThat(taken).isNotEmpty();
        assertThat(oracle.whittle(List.of("/sbin/apk")).exit()).isEqualTo(1);
    }

    private static Chroot copy(AlpineRoot root, Path directory) throws IOException, InterruptedException {
        Chroot whole = new Chroot(root.path());
        whole.copiedTo(Files.createDirectory(directory), "/bin", "/lib", "/sbin", "/usr");
        return root.enter(directory);
    }
}
