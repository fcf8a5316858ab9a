package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Real scanners find in a slim image exactly the packages of which something is kept, as they found them before; and
 * the package managers' own tools accept the reduced databases.
 */
@Tag("system")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScannersIT {
    /** A root, and what is kept of it. */
    enum Case {
        DEBIAN_12("Debian 12, nginx", "nginx", "--entrypoint nginx"),
        DEBIAN_12_PYTHON("Debian 12, Python", "tools", "--entrypoint python3"),
        DEBIAN_13("Debian 13, bash", "trixie", "--entrypoint bash"),
        ALPINE_3_15("Alpine 3.15, apk", "alpine-3.15.11-x86_64", "--entrypoint /sbin/apk"),
        ALPINE_3_19("Alpine 3.19, busybox", "alpine-3.19.4-x86_64", "--entrypoint /bin/busybox"),
        STATUS_D("Debian 12 with status.d, nginx", "nginx", "--entrypoint nginx"),
        RPM("rpm", "rpm-packages", "--include /usr/bin/tool --include /usr/lib/many/7.a --include /usr/share/doc");

        final String title;
        final String root;

        /** Words separated by blanks. */
        final String options;

        Case(String title, String root, String options) {
            this.title = title;
            this.root = root;
            this.options = options;
        }
    }

    private final Report table = new Report("scanners")
            .add(
                    "| image | packages before | after, partial | size of the databases, bytes | trivy, older | trivy, newer |"
                            + " snyk | native tools |",
                    "|---|---|---|---|---|---|---|---|");
    private Path scratch;
    private Scanners scanners;

    @BeforeAll
    void prepare(@TempDir(factory = InCache.class) Path temp) throws IOException {
        Setup.requireRoot();
        scratch = temp;
        scanners = new Scanners(Files.createDirectory(temp.resolve("scanners")));
    }

    @AfterAll
    void tell() throws IOException {
        table.write();
    }

    private static Path root(Case its, Path place) throws IOException, InterruptedException {
        return switch (its) {
            case DEBIAN_12, DEBIAN_12_PYTHON, DEBIAN_13 ->
                BaseImage.provisioned(its.root).resolve("root");
            case ALPINE_3_15, ALPINE_3_19 -> AlpineRoot.named(its.root).path();
            case RPM -> Setup.real(Setup.cache().resolve("roots").resolve(its.root));
            case STATUS_D -> {
                Path copy = place.resolve("status-d");
                Command.of("cp", "-al", BaseImage.provisioned(its.root).resolve("root"), copy)
                        .run()
                        .succeeds();
                splitStatus(copy.resolve("var/lib/dpkg"));
                yield copy;
            }
        };
    }

    /** From dpkg's form to that of images built without dpkg. */
    private static void splitStatus(Path dpkg) throws IOException {
        Path directory = Files.createDirectory(dpkg.resolve("status.d"));
        for (String stanza : Files.readString(dpkg.resolve("status")).split("\n\n", -1)) {
            if (stanza.isBlank()) {
                continue;
            }
            String name = field(stanza, "Package");
            Files.writeString(directory.resolve(name), stanza + "\n");
            Path sums = dpkg.resolve("info/" + name + ".md5sums");
            if (!Files.exists(sums)) {
                sums = dpkg.resolve("info/" + name + ":" + field(stanza, "Architecture") + ".md5sums");
            }
            if (Files.exists(sums)) {
                Files.copy(sums, directory.resolve(name + ".md5sums"));
            }
        }
        Files.delete(dpkg.resolve("status"));
        try (Stream<Path> info = Files.list(dpkg.resolve("info"))) {
            for (Path file : info.toList()) {
                Files.delete(file);
            }
        }
    }

    private static String field(String stanza, String name) {
        return stanza.lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    @ParameterizedTest
    @EnumSource
    void scanners_find_what_is_kept_and_nothing_else(Case its) throws Exception {
        Path place = Files.createDirectory(scratch.resolve(its.name()));
        Path root = root(its, place);
        Path tar = slim(its, "dir:" + root, "tar:" + place.resolve("slim.tar"), place.resolve("report.json"), place);
        Path slim = Archive.unpack(tar, place.resolve("slim"));
        JsonObject packages = report(place.resolve("report.json"));
        SortedSet<String> kept = new TreeSet<>();
        long partly = 0;
        for (JsonElement each : packages.getAsJsonArray("kept")) {
            kept.add(name(each) + " " + version(each));
            partly += each.getAsJsonObject().get("missing").getAsInt() > 0 ? 1 : 0;
        }
        assertThat(kept).isNotEmpty();
        int all = kept.size() + packages.getAsJsonArray("dropped").size();
        List<String> found = new ArrayList<>();
        for (int build = 0; build < 2; build++) {
            SortedSet<String> before = scanners.trivy(build, root);
            SortedSet<String> after = scanners.trivy(build, slim);
            SortedSet<String> wanted = before.stream()
                    .filter(line -> kept.contains(words(line, 1, 3)))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(after).as("%s, trivy %s", its.title, build).isEqualTo(wanted);
            assertThat(after.stream().map(line -> words(line, 1, 3)).collect(Collectors.toSet()))
                    .as("%s, trivy %s", its.title, build)
                    .isEqualTo(kept);
            found.add(String.valueOf(after.size()));
        }
        Path archive = slim(
                its, "dir:" + root, "docker-archive:" + place.resolve("slim.docker:slim:1"), place.resolve("r"), place);
        SortedSet<String> snyk = scanners.snyk(archive);
        SortedSet<String> bySnyk = snyk.stream()
                .filter(line -> !line.endsWith(" undefined"))
                .collect(Collectors.toCollection(TreeSet::new));
        if (its != Case.RPM) { // which snyk knows under the names of distributions that it has data for
            assertThat(bySnyk).as("%s, snyk", its.title).isEqualTo(kept);
        }
        found.add(String.valueOf(bySnyk.size()));
        String own = own(its, slim, kept);
        table.add("| " + its.title + " | " + all + " | " + kept.size() + ", " + partly + " | "
                + packages.get("databaseBytes").getAsLong() + " | " + String.join(" | ", found) + " | " + own + " |");
        assertThat(packages.get("databaseBytes").getAsLong())
                .as("a small part of the image")
                .isLessThan(Math.max(300_000, Files.size(tar) / 100));
        again(its, tar, place);
    }

    /** A slim image does not change if it is slimmed again. */
    private static void again(Case its, Path tar, Path place) throws IOException, InterruptedException {
        Path other = slim(its, "tar:" + tar, "tar:" + place.resolve("again.tar"), place.resolve("again.json"), place);
        assertThat(Files.mismatch(tar, other)).as("%s again", its.title).isEqualTo(-1);
    }

    private static Path slim(Case its, String source, String output, Path report, Path place)
            throws IOException, InterruptedException {
        List<Object> words = new ArrayList<>(List.of("slim", source, "-o", output, "--report", report));
        words.addAll(List.of(its.options.split(" ", -1)));
        Whittle.built().command(words.toArray()).in(place).run().succeeds();
        return Path.of(output.split(":", 3)[1]);
    }

    private static JsonObject report(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject().getAsJsonObject("packages");
    }

    private static String name(JsonElement its) {
        return its.getAsJsonObject().get("name").getAsString();
    }

    private static String version(JsonElement its) {
        return its.getAsJsonObject().get("version").getAsString();
    }

    private static String words(String line, int from, int to) {
        return String.join(" ", List.of(line.split(" ", -1)).subList(from, to));
    }

    /** The package manager's own tools. */
    private static String own(Case its, Path slim, SortedSet<String> kept) throws IOException, InterruptedException {
        return switch (its) {
            case DEBIAN_12, DEBIAN_12_PYTHON, DEBIAN_13 -> {
                Path database = slim.resolve("var/lib/dpkg");
                Ended audit = Command.of("dpkg", "--root", slim, "--admindir", database, "--audit")
                        .run()
                        .succeeds();
                assertThat(audit.out() + audit.err()).isEmpty();
                Ended listed = Command.of("dpkg-query", "--admindir", database, "-W", "-f", "${Package} ${Version}\\n")
                        .run()
                        .succeeds();
                assertThat(new TreeSet<>(listed.lines())).isEqualTo(kept);
                yield "dpkg --audit, dpkg-query";
            }
            case ALPINE_3_15, ALPINE_3_19 -> {
                Path alpine = AlpineRoot.named(its.root).path();
                Ended listed = Command.of(
                                alpine.resolve("lib/ld-musl-x86_64.so.1"),
                                "--library-path",
                                alpine.resolve("lib"),
                                alpine.resolve("sbin/apk"),
                                "--root",
                                slim,
                                "info",
                                "-v")
                        .run()
                        .succeeds();
                assertThat(new TreeSet<>(listed.lines()))
                        .isEqualTo(kept.stream()
                                .map(each -> each.replace(' ', '-'))
                                .collect(Collectors.toCollection(TreeSet::new)));
                yield "apk info";
            }
            case STATUS_D -> "none";
            case RPM -> {
                Path file = slim.resolve("var/lib/rpm/rpmdb.sqlite");
                Ended check = Command.of("sqlite3", file, "PRAGMA integrity_check; PRAGMA foreign_key_check;")
                        .run()
                        .succeeds();
                assertThat(check.out()).isEqualTo("ok\n");
                Path copy = Files.createDirectory(slim.resolveSibling("rpmdb"));
                Files.copy(file, copy.resolve("rpmdb.sqlite"));
                Ended listed = Command.of("rpm", "--dbpath", copy, "-qa", "--qf", "%{NAME} %{VERSION}-%{RELEASE}\\n")
                        .run()
                        .succeeds();
                assertThat(new TreeSet<>(listed.lines())).isEqualTo(kept);
                Ended byFile = Command.of("rpm", "--dbpath", copy, "-qf", "/usr/lib/many/7.a")
                        .run();
                assertThat(byFile.out()).startsWith("many7-7.0-1");
                yield "rpm -qa, rpm -qf, sqlite3";
            }
        };
    }

    @Test
    void trivy_reads_a_bill_and_counts_what_it_finds_itself() throws Exception {
        Path root = BaseImage.provisioned("nginx").resolve("root");
        Path bill = scratch.resolve("nginx.spdx.json");
        Whittle.built()
                .run("sbom", "dir:" + root, "--format", "spdx", "-o", bill)
                .succeeds();
        long found = scanners.trivy(0, root).size();
        assertThat(scanners.trivySbom(bill)).isEqualTo(found);
    }
}
