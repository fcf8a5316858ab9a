package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A class costs at least 50 µs at start, so a command loads only those that it uses. Tests the built jar, without an
 * archive.
 */
class ClassLoadingIT {
    private static final Pattern LOADED = Pattern.compile("^\\[class,load] (\\S+) source: ", Pattern.MULTILINE);

    /** 217 of them, including one for each lambda. */
    private static final int MOST_OF_OURS = 250;

    /** 952 on JDK 17, 1,158 on JDK 25; an empty main takes about 450. */
    private static final int MOST_OF_ALL = 1350;

    @Test
    void a_short_command_loads_no_more_than_it_did() throws Exception {
        List<String> loaded = loaded("ldd", "/bin/true");
        assertThat(loaded).as("all").hasSizeBetween(400, MOST_OF_ALL);
        assertThat(loaded)
                .as("ours")
                .filteredOn(name -> name.startsWith("dev.whittle.") || name.startsWith("net.fornwall."))
                .hasSizeBetween(100, MOST_OF_OURS);
    }

    @Test
    void a_short_command_loads_no_library_that_it_does_not_use() throws Exception {
        assertThat(loaded("ldd", "/bin/true"))
                .noneMatch(name -> isOf(name, "picocli", "com.google", "com.sun.jna", "com.github", "org.apache"));
    }

    @Test
    void a_short_command_makes_no_class_at_run_time() throws Exception {
        // Annotations, string concatenation, the hash of a record, lambdas: each loads about a dozen classes of the
        // JDK.
        assertThat(loaded("ldd", "/bin/true"))
                .noneMatch(name -> name.contains("$Proxy")
                        || name.contains("$$Lambda")
                        || isOf(name, "java.lang.runtime.ObjectMethods"));
    }

    @Test
    void a_short_command_needs_no_streams_and_no_patterns() throws Exception {
        // A hundred classes of the JDK, and lambdas in them, which the build cannot replace as it does ours.
        assertThat(loaded("ldd", "/usr/bin/curl"))
                .noneMatch(name -> isOf(name, "java.util.stream.ReferencePipeline", "java.util.regex.Pattern"));
    }

    @Test
    void a_format_brings_its_own_library_alone() throws Exception {
        assertThat(loaded("ldd", "--format", "json", "/bin/true"))
                .anyMatch(name -> isOf(name, "com.google.gson"))
                .noneMatch(name -> isOf(name, "picocli", "com.sun.jna", "com.github", "org.apache"));
    }

    @Test
    void a_directory_without_settings_needs_no_reader_of_them() throws Exception {
        assertThat(loaded("layer", "/bin/true", "--dry-run", "-q"))
                .anyMatch(name -> name.startsWith("dev.whittle.cli.settings."))
                .noneMatch(name -> isOf(name, "org.snakeyaml", "picocli"));
    }

    @Test
    void help_brings_picocli_alone() throws Exception {
        assertThat(loaded("ldd", "--help"))
                .anyMatch(name -> isOf(name, "picocli"))
                .noneMatch(name -> isOf(name, "com.google", "com.sun.jna", "com.github", "org.apache"));
    }

    private static boolean isOf(String name, String... places) {
        return Stream.of(places).anyMatch(name::startsWith);
    }

    private static List<String> loaded(String... arguments) throws IOException, InterruptedException {
        Stream<String> java = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-Xlog:class+load:stdout:tags",
                "-jar",
                System.getProperty("whittle.jar"));
        Process process = new ProcessBuilder(
                        Stream.concat(java, Stream.of(arguments)).toList())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(out.lines().limit(5).toList().toString())
                .isZero();
        return LOADED.matcher(out).results().map(ClassLoadingIT::name).toList();
    }

    private static String name(MatchResult match) {
        return match.group(1);
    }
}
