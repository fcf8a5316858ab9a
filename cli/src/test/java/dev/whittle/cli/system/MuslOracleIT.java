package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every dynamic file of Alpine's roots: musl's loader under chroot, and the tool from outside. */
@Tag("system")
class MuslOracleIT {
    private static final int LEAST_FILES = 10;
    /** What ldso/dynlink.c (load_deps) says of a library it does not find. */
    private static final Pattern THEIRS = Pattern.compile("^Error loading shared library (.+): .* \\(needed by .*\\)$");

    private static final Pattern OURS = Pattern.compile("^whittle: .*: (.+) not found, needed by .*$");

    @Test
    void musls_loader_says_the_same_of_every_file_of_a_root() throws IOException, InterruptedException {
        Report report = new Report("ldd-oracle-musl")
                .add("| root | compared | same | different | left out |", "|---|--:|--:|--:|---|");
        List<String> different = new ArrayList<>();
        for (AlpineRoot root : AlpineRoot.all()) {
            if (root.runsHere()) {
                Oracle oracle = compare(root, root.path());
                report.add(oracle.row(root.name()));
                oracle.different().forEach(difference -> different.add(root + difference));
                assertThat(oracle.compared()).as(root.name()).isGreaterThanOrEqualTo(LEAST_FILES);
            }
        }
        report.write();
        assertThat(different).isEmpty();
    }

    @Test
    void both_miss_the_same_libraries(@TempDir Path temp) throws IOException, InterruptedException {
        AlpineRoot whole = AlpineRoot.ofThisMachine().get(0);
        Path broken = temp.resolve("broken");
        Files.createDirectory(broken);
        for (String part : List.of("bin", "lib", "sbin", "usr")) {
            Command.of("cp", "-a", whole.path().resolve(part), broken).run().succeeds();
        }
        List<String> taken = new ArrayList<>();
        try (Stream<Path> libraries = Files.list(broken.resolve("lib"))) {
            for (Path library : libraries.toList()) {
                String name = library.getFileName().toString();
                if (name.startsWith("libcrypto.so") || name.startsWith("libz.so")) {
                    Files.delete(library);
                    taken.add(name);
                }
            }
        }
        Oracle oracle = compare(whole, broken);
        assertThat(taken).isNotEmpty();
        assertThat(oracle.different()).isEmpty();
        assertThat(whittle(broken, List.of("/sbin/apk")).exit()).isEqualTo(1);
    }

    private static Oracle compare(AlpineRoot kind, Path root) throws IOException, InterruptedException {
        Oracle oracle = new Oracle();
        List<String> files = new ArrayList<>();
        for (Program file : Program.under(root, true)) {
            String inside = "/" + root.relativize(file.path());
            if (file.kind() == Program.Kind.DYNAMIC) {
                files.add(inside);
            } else if (file.kind() == Program.Kind.STATIC) {
                oracle.leaveOut("static", inside);
            }
        }
        String loader = loader(root);
        // Twice the first: a single file has no header.
        files.add(files.get(0));
        Map<String, List<String>> listed = Oracle.byFile(whittle(root, files).lines());
        for (String file : files.subList(1, files.size())) {
            Ended theirs = kind.run(root, loader, "--list", file);
            if (theirs.crashed()) {
                oracle.leaveOut("crash the loader", file);
                continue;
            }
            List<String> ours = listed.getOrDefault(file, List.of("nothing"));
            oracle.compare(file, Oracle.comparable(theirs.lines()), ours);
            if (!theirs.errors().isEmpty()) {
                Ended alone = whittle(root, List.of(file));
                oracle.compare(file, missing(theirs, THEIRS), missing(alone, OURS));
            }
        }
        return oracle;
    }

    private static Ended whittle(Path root, List<String> files) throws IOException, InterruptedException {
        List<Object> arguments = new ArrayList<>(List.of("ldd", "--format", "ldd", "--from", "dir:" + root));
        arguments.addAll(files);
        return Whittle.built().run(arguments.toArray());
    }

    /** Compared as a set: who is told to need it differs with the order of the search. */
    private static Set<String> missing(Ended ended, Pattern line) {
        Set<String> names = new TreeSet<>();
        for (String error : ended.errors()) {
            Matcher matcher = line.matcher(error);
            if (matcher.matches()) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    private static String loader(Path root) throws IOException {
        try (Stream<Path> all = Files.list(root.resolve("lib"))) {
            return all.map(file -> "/lib/" + file.getFileName())
                    .filter(name -> name.startsWith("/lib/ld-musl-"))
                    .findFirst()
                    .orElseThrow(() -> Setup.missing("musl's loader in " + root));
        }
    }
}
