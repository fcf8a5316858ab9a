package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which archive the launcher passes to Java, recorded by a fake Java. The launcher itself prints nothing. */
class LauncherChoiceTest {
    private static final String START = "cli/src/launcher/start.sh";

    private final Path base;
    private final Path home;
    private final Path jdk;
    private final Path jar;
    private final Map<String, String> variables = new TreeMap<>();

    LauncherChoiceTest(@TempDir Path directory) throws IOException {
        base = directory.toRealPath();
        home = base.resolve("a home");
        jdk = base.resolve("a jdk");
        jar = home.resolve("cli/target/whittle.jar");
    }

    @BeforeEach
    void lay_out() throws IOException {
        Files.createDirectories(jar.resolveSibling("start"));
        Files.createDirectories(jdk.resolve("bin"));
        Path checkout = Path.of(System.getProperty("whittle.checkout"));
        Files.copy(checkout.resolve("whittle"), home.resolve("whittle"));
        Path start = home.resolve(START);
        Files.createDirectories(start.getParent());
        Files.copy(checkout.resolve(START), start);
        assertThat(home.resolve("whittle").toFile().setExecutable(true)).isTrue();
        Files.writeString(jar, "");
        Path java = Files.writeString(jdk.resolve("bin/java"), "#!/bin/sh\nfor a; do echo \"$a\"; done\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        release("17.0.1+2");
        note("0123", jar);
        for (String name : List.of(
                "17.0.1+2.jsa", "24+36.jsa", "25+1 quick.aot", "25+1 full.aot", "26+1 quick.aot", "100+1 quick.aot")) {
            Files.writeString(start("0123 Some One " + name), "");
        }
        variables.put("JAVA_HOME", jdk.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "17.0.1+2, ldd,    -XX:SharedArchiveFile=, 17.0.1+2.jsa",
        "17.0.1+2, layer,  -XX:SharedArchiveFile=, 17.0.1+2.jsa",
        "24+36,    ldd,    -XX:SharedArchiveFile=, 24+36.jsa",
        "25+1,     ldd,    -XX:AOTCache=,          25+1 quick.aot",
        "25+1,     layer,  -XX:AOTCache=,          25+1 full.aot",
        "25+1,     --help, -XX:AOTCache=,          25+1 quick.aot",
        "26+1,     layer,  -XX:AOTCache=,          26+1 quick.aot"
    })
    void the_one_of_this_jvm_is_named(String version, String command, String option, String name) throws Exception {
        release(version);
        assertThat(archives(command)).containsExactly(option + start("0123 Some One " + name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"17.0.1+3", "11.0.2+9", "16+36", "25+2", "100+1", "", "x", "../17"})
    void another_version_of_java_gets_none(String version) throws Exception {
        release(version);
        assertThat(archives("ldd")).isEmpty();
    }

    @Test
    void another_builder_of_java_gets_none() throws Exception {
        Files.writeString(jdk.resolve("release"), "JAVA_RUNTIME_VERSION=\"17.0.1+2\"\nIMPLEMENTOR=\"Another\"\n");
        assertThat(archives("ldd")).isEmpty();
    }

    @Test
    void a_java_that_does_not_say_what_it_is_gets_none() throws Exception {
        Files.delete(jdk.resolve("release"));
        assertThat(archives("ldd")).isEmpty();
    }

    @Test
    void one_that_is_older_than_the_jar_is_stale() throws Exception {
        age(start("0123 Some One 17.0.1+2.jsa"));
        assertThat(archives("ldd")).isEmpty();
    }

    @Test
    void a_note_that_is_older_than_the_jar_is_stale() throws Exception {
        age(start("jar"));
        assertThat(archives("ldd")).isEmpty();
    }

    @Test
    void one_of_another_jar_is_not_used() throws Exception {
        note("4567", jar);
        assertThat(archives("ldd")).isEmpty();
    }

    @Test
    void a_jar_that_was_moved_takes_only_what_does_not_hold_its_path() throws Exception {
        note("0123", base.resolve("before/whittle.jar"));
        assertThat(archives("ldd")).isEmpty();
        release("25+1");
        assertThat(archives("ldd")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123", "\n\n"})
    void a_note_that_is_cut_off_is_none(String note) throws Exception {
        Files.writeString(start("jar"), note);
        assertThat(archives("ldd")).isEmpty();
    }

    @Test
    void without_a_note_there_is_none() throws Exception {
        Files.delete(start("jar"));
        assertThat(archives("ldd")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
    void the_callers_own_choice_goes_before(String variable) throws Exception {
        variables.put(variable, "-Xmx1g -Xshare:off");
        assertThat(archives("ldd")).isEmpty();
        variables.put(variable, "-Xmx1g");
        assertThat(archives("ldd")).hasSize(1);
        assertThat(run(home.resolve("whittle"), "ldd")).contains("-XX:+UseSerialGC");
        variables.put(variable, "-XX:+UseParallelGC");
        assertThat(run(home.resolve("whittle"), "ldd")).doesNotContain("-XX:+UseSerialGC");
    }

    @Test
    void a_java_of_the_path_is_found_through_its_links() throws Exception {
        variables.remove("JAVA_HOME");
        Path bin = Files.createDirectory(base.resolve("bin"));
        Files.createSymbolicLink(base.resolve("java"), jdk.resolve("bin/java"));
        Files.createSymbolicLink(bin.resolve("java"), Path.of("../java"));
        variables.put("PATH", bin + ":" + System.getenv("PATH"));
        assertThat(archives("ldd")).hasSize(1);
    }

    @Test
    void a_launcher_behind_links_finds_its_own() throws Exception {
        Path link = Files.createSymbolicLink(base.resolve("link"), home.resolve("whittle"));
        Files.createDirectory(base.resolve("elsewhere"));
        Path second = Files.createSymbolicLink(base.resolve("elsewhere/w"), Path.of("../link"));
        assertThat(run(second, "ldd")).anyMatch(word -> word.startsWith("-XX:SharedArchiveFile=" + home));
        assertThat(run(link, "ldd")).containsSequence("-cp", jar.toString(), "dev.whittle.cli.Main", "ldd");
    }

    @Test
    void a_path_with_a_colon_would_be_two() throws Exception {
        Path odd = Files.move(home, base.resolve("a:b"));
        Files.writeString(odd.resolve("cli/target/start/jar"), "0123\n" + odd.resolve("cli/target/whittle.jar") + "\n");
        assertThat(run(odd.resolve("whittle"), "ldd"))
                .noneMatch(word -> word.contains("Archive"))
                .containsSequence("-jar", odd + "/cli/target/whittle.jar");
    }

    @ParameterizedTest
    @CsvSource({
        "ldd, true",
        "layer, false",
        "slim, false",
        "--help, true",
        "--version, true",
        "generate-completion, false"
    })
    void what_hashes_gets_every_compiler(String command, boolean quick) throws Exception {
        List<String> words = run(home.resolve("whittle"), command);
        assertThat(words.contains("-XX:TieredStopAtLevel=1")).isEqualTo(quick);
        // Later than by itself.
        assertThat(words.contains("-XX:Tier4InvocationThreshold=500000")).isNotEqualTo(quick);
    }

    /** What is hashed is an image: a directory is not, nor is a value that looks like an option. */
    @ParameterizedTest
    @CsvSource({
        "ldd /bin/true, true",
        "ldd --from dir:/srv /bin/true, true",
        "ldd /bin/true --from=dir:/srv, true",
        "ldd --from oci:layout /bin/true, false",
        "ldd /bin/true --from=nginx.tar, false",
        "ldd -v oci:layout /bin/true, false",
        "ldd --format list docker://nginx /usr/sbin/nginx, false",
        "ldd --library-path oci:lib /bin/true, true",
        "ldd --library-path --from /bin/true, true",
        "ldd /srv/a:b, true",
        "ldd /bin/true docker-archive:x, true",
        "ldd --from, false",
        "ldd --format, true",
        "ldd, true"
    })
    void an_image_that_ldd_reads_gets_every_compiler(String line, boolean quick) throws Exception {
        List<String> words = run(home.resolve("whittle"), line.split(" "));
        assertThat(words.contains("-XX:TieredStopAtLevel=1")).isEqualTo(quick);
    }

    @ParameterizedTest
    @CsvSource({"ldd, true", "layer, false", "slim, false"})
    void only_what_calls_no_native_code_has_its_classes_at_a_known_address(String command, boolean known)
            throws Exception {
        assertThat(run(home.resolve("whittle"), command).contains("-XX:ArchiveRelocationMode=0"))
                .isEqualTo(known);
        Files.delete(start("jar"));
        assertThat(run(home.resolve("whittle"), command)).noneMatch(word -> word.contains("Archive"));
    }

    @Test
    void an_unpacked_release_runs_its_own_java_alone() throws Exception {
        Path launcher = release();
        assertThat(run(launcher, "ldd", "a b"))
                .contains("-Djna.boot.library.path=" + home + "/lib/native", "-Djna.nounpack=true")
                .containsSequence("-jar", home + "/lib/whittle.jar", "ldd", "a b");
    }

    /** Docker's cli-plugins/manager asks each plugin for this, and then passes its name on. */
    @Test
    void a_release_is_a_plugin_of_docker_under_its_name() throws Exception {
        Path plugin = Files.createSymbolicLink(
                home.resolve("docker-whittle"), release().getFileName());
        variables.put("PATH", System.getenv("PATH")); // links are read by ls
        assertThat(run(plugin, "whittle", "ldd", "a")).endsWith("ldd", "a");
        ProcessBuilder asked = new ProcessBuilder(plugin.toString(), "docker-cli-plugin-metadata");
        Process process = asked.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(said)
                .startsWith("{\"SchemaVersion\":\"0.1.0\",")
                .contains("\"Vendor\":", "\"Version\":")
                .endsWith("}\n");
    }

    /** What is built in a checkout is no matter of a release. */
    @Test
    void a_release_has_no_code_that_builds() throws Exception {
        release();
        for (String file : List.of("whittle", "lib/start.sh")) {
            assertThat(Files.readString(home.resolve(file)))
                    .doesNotContainIgnoringCase("mvn")
                    .doesNotContain("take_lock");
        }
    }

    private Path release() throws IOException {
        Path checkout = Path.of(System.getProperty("whittle.checkout"));
        Files.createDirectories(home.resolve("lib/start"));
        Files.move(jdk, home.resolve("runtime"));
        Files.copy(checkout.resolve(START), home.resolve("lib/start.sh"));
        Path launcher = home.resolve("whittle");
        Files.copy(checkout.resolve("cli/src/launcher/whittle"), launcher, StandardCopyOption.REPLACE_EXISTING);
        variables.put("JAVA_HOME", "/nonexistent");
        variables.put("PATH", "/nonexistent");
        return launcher;
    }

    private void release(String version) throws IOException {
        String text = "IMPLEMENTOR=\"Some One\"\nJAVA_RUNTIME_VERSION=\"" + version + "\"\nOS_NAME=\"Linux\"\n";
        Files.writeString(jdk.resolve("release"), text);
    }

    private void note(String hash, Path place) throws IOException {
        Files.writeString(start("jar"), hash + "\n" + place + "\n");
    }

    private Path start(String name) {
        return jar.resolveSibling("start").resolve(name);
    }

    private static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    }

    private List<String> archives(String command) throws Exception {
        return run(home.resolve("whittle"), command, "x").stream()
                .filter(word -> word.contains("ArchiveFile") || word.contains("AOTCache"))
                .toList();
    }

    /** The arguments that Java was given. */
    private List<String> run(Path launcher, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(launcher.toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        builder.environment().remove("JAVA_HOME");
        builder.environment().putAll(variables);
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).startsWith("-X").doesNotContain("whittle: ");
        return said.lines().toList();
    }
}
