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
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
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
        RPM("rpm", "rpm-packages", "--include /usr/bin/tool --include /usr/lib/many/7.a --include /usr/share/doc"),
        CHISEL("chisel's manifest, nginx", "nginx", "--entrypoint nginx"),
        PIP(
                "Debian 12, Python with packages of pip",
                "tools",
                "--entrypoint|/usr/bin/python3 /srv/app.py",
                "pypi tiny 1.2"),
        NPM(
                "Debian 12, Node with packages of npm, Rust",
                "runtimes",
                "--entrypoint|/usr/bin/node /srv/app.js|--include|/usr/local/bin/hello",
                "npm semver 7.0.0",
                "npm code 1.0.0",
                "cargo hello 0.1.0",
                "cargo adler 1.0.2"),
        GEM("Debian 12, Ruby with a gem", "tools", "--entrypoint|/usr/bin/ruby /srv/app.rb", "gem tiny 1.2"),
        JAVA(
                "Debian 12, Java with an archive in an archive",
                "runtimes",
                "--entrypoint|/usr/bin/java -jar /srv/app.jar",
                "maven app 1.0",
                "maven inner 2.0");

        final String title;
        final String root;

        /** Words separated by bars, or by blanks. */
        final String options;

        /** Packages of languages that are kept. */
        @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
        final Set<String> languages;

        Case(String title, String root, String options, String... languages) {
            this.title = title;
            this.root = root;
            this.options = options;
            this.languages = Set.of(languages);
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
    void prepare(@TempDir(factory = InCache.class) Path temp) throws IOException, InterruptedException {
        Setup.requireRoot();
        scratch = temp;
        scanners = new Scanners(Files.createDirectory(temp.resolve("scanners")));
    }

    @AfterAll
    void tell() throws IOException {
        table.write();
    }

    private static Path root(Case scanned, Path place) throws IOException, InterruptedException {
        return switch (scanned) {
            case DEBIAN_12, DEBIAN_12_PYTHON, DEBIAN_13 ->
                BaseImage.provisioned(scanned.root).resolve("root");
            case ALPINE_3_15, ALPINE_3_19 -> AlpineRoot.named(scanned.root).path();
            case RPM -> Setup.real(Setup.cache().resolve("roots").resolve(scanned.root));
            case STATUS_D, CHISEL, PIP, NPM, GEM, JAVA -> {
                Path copy = place.resolve("root");
                Command.of("cp", "-al", BaseImage.provisioned(scanned.root).resolve("root"), copy)
                        .run()
                        .succeeds();
                change(scanned, copy);
                yield copy;
            }
        };
    }

    private static void change(Case scanned, Path root) throws IOException, InterruptedException {
        switch (scanned) {
            case STATUS_D -> ScannedRoots.statusFiles(root.resolve("var/lib/dpkg"));
            case CHISEL -> ScannedRoots.chisel(root);
            case PIP -> ScannedRoots.pip(root);
            case NPM -> ScannedRoots.npm(root);
            case GEM -> ScannedRoots.gem(root);
            case JAVA -> ScannedRoots.java(root);
            case DEBIAN_12, DEBIAN_12_PYTHON, DEBIAN_13, ALPINE_3_15, ALPINE_3_19, RPM -> {}
        }
    }

    @ParameterizedTest
    @EnumSource
    void scanners_find_what_is_kept_and_nothing_else(Case scanned) throws Exception {
        Path place = Files.createDirectory(scratch.resolve(scanned.name()));
        Path root = root(scanned, place);
        Path tar =
                slim(scanned, "dir:" + root, "tar:" + place.resolve("slim.tar"), place.resolve("report.json"), place);
        Path slim = Archive.unpack(tar, place.resolve("slim"));
        JsonObject packages = report(place.resolve("report.json"));
        NavigableSet<String> kept = new TreeSet<>();
        long partly = 0;
        for (JsonElement each : packages.getAsJsonArray("kept")) {
            kept.add(name(each) + " " + version(each));
            partly += each.getAsJsonObject().get("missing").getAsInt() > 0 ? 1 : 0;
        }
        assertThat(kept).isNotEmpty();
        int all = kept.size() + packages.getAsJsonArray("dropped").size();
        List<String> found = new ArrayList<>();
        NavigableSet<String> billed = bill(slim, place);
        for (int build = 0; build < 2; build++) {
            String subject = scanned.title + ", trivy " + build;
            NavigableSet<String> before = scanners.trivy(build, root);
            NavigableSet<String> after = scanners.trivy(build, slim);
            assertThat(after).as(subject).isSubsetOf(before);
            NavigableSet<String> system = of(after, ScannersIT::isOfSystem);
            assertThat(system)
                    .as(subject)
                    .isEqualTo(of(before, line -> isOfSystem(line) && kept.contains(words(line, 1, 3))));
            if (scanned != Case.CHISEL) { // which trivy does not read
                assertThat(shortened(system, 1)).as(subject).isEqualTo(kept);
                assertThat(shortened(system, 0)).as(subject).isEqualTo(of(billed, ScannersIT::isOfSystem));
            }
            NavigableSet<String> languages = shortened(of(after, line -> !isOfSystem(line)), 0);
            assertThat(languages).as(subject).containsAll(scanned.languages);
            assertThat(languages).as(subject).isEqualTo(of(billed, line -> !isOfSystem(line)));
            found.add(system.size() + (languages.isEmpty() ? "" : " + " + languages.size()));
        }
        Path archive = slim(
                scanned,
                "dir:" + root,
                "docker-archive:" + place.resolve("slim.docker:slim:1"),
                place.resolve("r"),
                place);
        NavigableSet<String> snyk = scanners.snyk(archive);
        NavigableSet<String> bySnyk = of(snyk, line -> !line.endsWith(" undefined"));
        if (scanned == Case.RPM) { // which snyk knows by the names of distributions that it has data for
            assertThat(kept).as("%s, snyk", scanned.title).containsAll(bySnyk);
        } else if (scanned.languages.isEmpty()) {
            assertThat(bySnyk).as("%s, snyk", scanned.title).isEqualTo(kept);
        } else {
            assertThat(bySnyk).as("%s, snyk", scanned.title).containsAll(kept);
        }
        found.add(String.valueOf(of(bySnyk, kept::contains).size()));
        String own = own(scanned, slim, kept);
        table.add("| " + scanned.title + " | " + all + " | " + kept.size() + ", " + partly + " | "
                + packages.get("databaseBytes").getAsLong() + " | " + String.join(" | ", found) + " | " + own + " |");
        assertThat(packages.get("databaseBytes").getAsLong())
                .as("a small part of the image")
                .isLessThan(Math.max(100_000, Files.size(tar) / 80));
        again(scanned, tar, place);
    }

    /** The packages in the bill of a root. */
    private static NavigableSet<String> bill(Path root, Path place) throws IOException, InterruptedException {
        Path bill = place.resolve("bill.cdx.json");
        Whittle.built().run("sbom", "dir:" + root, "-o", bill).succeeds();
        return Scanners.components(bill);
    }

    private static boolean isOfSystem(String line) {
        return line.startsWith("deb ") || line.startsWith("apk ") || line.startsWith("rpm ");
    }

    private static NavigableSet<String> of(NavigableSet<String> lines, Predicate<String> wanted) {
        return lines.stream().filter(wanted).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Name and version, from the type on or without it. */
    private static NavigableSet<String> shortened(NavigableSet<String> lines, int from) {
        return lines.stream().map(line -> words(line, from, 3)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is slimmed again stays as it is. */
    private static void again(Case scanned, Path tar, Path place) throws IOException, InterruptedException {
        Path other =
                slim(scanned, "tar:" + tar, "tar:" + place.resolve("again.tar"), place.resolve("again.json"), place);
        assertThat(Files.mismatch(tar, other)).as("%s again", scanned.title).isEqualTo(-1);
    }

    private static Path slim(Case scanned, String source, String output, Path report, Path place)
            throws IOException, InterruptedException {
        List<Object> words = new ArrayList<>(List.of("slim", source, "-o", output, "--report", report));
        words.addAll(List.of(scanned.options.split(scanned.options.contains("|") ? "[|]" : " ", -1)));
        Whittle.built().command(words.toArray()).in(place).run().succeeds();
        return Path.of(output.split(":", 3)[1]);
    }

    private static JsonObject report(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject().getAsJsonObject("packages");
    }

    private static String name(JsonElement element) {
        return element.getAsJsonObject().get("name").getAsString();
    }

    private static String version(JsonElement element) {
        return element.getAsJsonObject().get("version").getAsString();
    }

    private static String words(String line, int from, int to) {
        return String.join(" ", List.of(line.split(" ", -1)).subList(from, to));
    }

    /** The package manager's own tools. */
    private static String own(Case scanned, Path slim, NavigableSet<String> kept)
            throws IOException, InterruptedException {
        return switch (scanned) {
            case DEBIAN_12, DEBIAN_12_PYTHON, DEBIAN_13, PIP, NPM, GEM, JAVA -> {
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
                Path alpine = AlpineRoot.named(scanned.root).path();
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
            case STATUS_D, CHISEL -> "none";
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

    /** CycloneDX 1.6 is newer than the older build, which reads SPDX. */
    @ParameterizedTest
    @EnumSource(names = {"DEBIAN_12", "NPM", "ALPINE_3_19", "RPM"})
    void trivy_reads_bills_and_finds_what_it_finds_in_the_root(Case scanned) throws Exception {
        Path place = Files.createDirectory(scratch.resolve(scanned.name() + "-bill"));
        Path root = root(scanned, place);
        Path cyclonedx = place.resolve("root.cdx.json");
        Path spdx = place.resolve("root.spdx.json");
        Whittle.built().run("sbom", "dir:" + root, "-o", cyclonedx).succeeds();
        Whittle.built()
                .run("sbom", "dir:" + root, "--format", "spdx", "-o", spdx)
                .succeeds();
        NavigableSet<String> found = shortened(scanners.trivy(1, root), 0);
        assertThat(shortened(scanners.trivyOfBill(1, cyclonedx), 0)).isEqualTo(found);
        assertThat(shortened(scanners.trivyOfBill(1, spdx), 0)).isEqualTo(found);
        // The older build takes packages of languages only from inside its own kind of application package.
        assertThat(shortened(scanners.trivyOfBill(0, spdx), 0)).isEqualTo(of(found, ScannersIT::isOfSystem));
    }
}
