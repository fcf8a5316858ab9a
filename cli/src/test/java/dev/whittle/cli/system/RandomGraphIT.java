package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs of random graphs, listed by real loaders and by Whittle: combinations of rules that no real root has. A few
 * in each run; by hand as many as {@code -Dwhittle.graphs=100} says, with other seeds by {@code -Dwhittle.seed=N}, and
 * with the loader of one more root by {@code -Dwhittle.loader.root=DIR}.
 */
@Tag("system")
class RandomGraphIT {
    private static final int GRAPHS = Integer.getInteger("whittle.graphs", 2);
    private static final long SEED = Long.getLong("whittle.seed", 1);
    private static final int PROGRAMS = 40;

    @Test
    void loaders_and_whittle_list_the_same(@TempDir Path temp) throws IOException, InterruptedException {
        OracleReport report = new OracleReport("oracle-random");
        for (Chroot whole : glibcRoots()) {
            GlibcOracle glibcOracle = new GlibcOracle(whole);
            Oracle oracle = new Oracle();
            for (int graph = 0; graph < GRAPHS; graph++) {
                Chroot root = rootWith(glibcOracle, temp);
                GlibcOracle loader = new GlibcOracle(root);
                ask(loader, graph, oracle);
            }
            report.add("glibc " + glibcOracle.version(), oracle);
        }
        for (AlpineRoot whole : AlpineRoot.ofThisMachine()) {
            MuslOracle muslOracle = new MuslOracle(new Chroot(whole.path()));
            Oracle oracle = new Oracle();
            for (int graph = 0; graph < GRAPHS; graph++) {
                ask(new MuslOracle(rootWith(muslOracle, temp)), graph, oracle);
            }
            report.add("musl of " + whole.name(), oracle);
        }
        report.write();
        assertThat(report.different()).isEmpty();
    }

    private static List<Chroot> glibcRoots() throws IOException {
        List<Chroot> roots = new ArrayList<>();
        for (DebianRoot root : DebianRoot.all()) {
            if (root.machine().equals("amd64")) {
                roots.add(root.root());
            }
        }
        String another = System.getProperty("whittle.loader.root", "");
        if (!another.isEmpty()) {
            roots.add(new Chroot(Path.of(another)));
        }
        return roots;
    }

    private static Chroot rootWith(RootOracle oracle, Path temp) throws IOException {
        Chroot root = new Chroot(Files.createTempDirectory(temp, "root"));
        Path loader = root.inside(oracle.loader());
        Files.createDirectories(loader.getParent());
        Files.copy(oracle.root().real(oracle.loader()), loader, StandardCopyOption.COPY_ATTRIBUTES);
        return root;
    }

    private static void ask(RootOracle loader, int graph, Oracle oracle) throws IOException, InterruptedException {
        RandomGraph random = new RandomGraph(SEED * 1_000_003 + graph, loader.root(), loader.loader());
        loader.compare(random.write(PROGRAMS), oracle);
    }
}
