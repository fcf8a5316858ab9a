package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prebuilt binaries of npm packages, which find each other by RPATH, in roots of their own C library and of the other.
 */
@Tag("system")
class NpmOracleIT {
    private static final String PLACE = "/opt/app";
    private static final int LEAST_FILES = 20;

    @Test
    void the_loaders_say_the_same_of_ready_made_binaries(@TempDir(factory = InCache.class) Path temp)
            throws IOException, InterruptedException {
        OracleReport report = new OracleReport("oracle-npm");
        int files = 0;
        for (DebianRoot root : DebianRoot.all()) {
            Chroot copy = root.copiedWithoutCache(Files.createDirectory(temp.resolve(root.name())));
            files += compare(new GlibcOracle(withPackages(copy)), root.name(), report);
        }
        for (AlpineRoot root : AlpineRoot.all()) {
            Path copy = Files.createDirectory(temp.resolve(root.name()));
            withPackages(new Chroot(root.path()).copiedTo(copy, "/bin", "/lib", "/usr/lib"));
            files += compare(new MuslOracle(root.enter(copy)), root.name(), report);
        }
        report.write();
        assertThat(report.different()).isEmpty();
        assertThat(files).isGreaterThanOrEqualTo(LEAST_FILES);
    }

    private static int compare(RootOracle loader, String name, OracleReport report)
            throws IOException, InterruptedException {
        Oracle oracle = new Oracle();
        loader.compare(loader.files(PLACE, oracle), oracle);
        report.add(name, oracle);
        return oracle.compared();
    }

    private static Chroot withPackages(Chroot root) throws IOException, InterruptedException {
        Path packages = Setup.cache().resolve("npm/packages/node_modules");
        if (!Files.isDirectory(packages)) {
            throw Setup.missing("the folder " + packages);
        }
        Path app = Files.createDirectories(root.inside(PLACE));
        Command.of("cp", "-al", packages, app).run().succeeds();
        return root;
    }
}
