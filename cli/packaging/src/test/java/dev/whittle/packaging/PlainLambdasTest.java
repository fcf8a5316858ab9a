package dev.whittle.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a jar with the class {@link SomeLambdas}, loaded by itself. */
class PlainLambdasTest {
    private static final String PACKAGE = "dev/whittle/packaging/";

    private final Path from;
    private final Path to;

    PlainLambdasTest(@TempDir Path directory) {
        from = directory.resolve("from.jar");
        to = directory.resolve("to.jar");
    }

    @BeforeEach
    void make_a_jar_with_lambdas() throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(from))) {
            for (String name : List.of("SomeLambdas", "SomeLambdas$Inner", "SomeLambdas$Shape")) {
                try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(name + ".class"))) {
                    out.putNextEntry(new ZipEntry(PACKAGE + name + ".class"));
                    out.write(in.readAllBytes());
                }
            }
        }
    }

    @Test
    void they_do_what_they_did() throws Exception {
        PlainLambdas.copy(from, to, PACKAGE);
        assertThat(answers(to)).isEqualTo(SomeLambdas.answers()).hasSize(9);
    }

    @Test
    void each_is_a_class_of_the_jar() throws Exception {
        PlainLambdas.copy(from, to, PACKAGE);
        assertThat(answers(to, "kinds")).allMatch(name -> name.matches(".*SomeLambdas(\\$Inner)?\\$\\$Plain[0-9]+"));
        try (ZipFile jar = new ZipFile(to.toFile())) {
            assertThat(jar.stream().filter(entry -> entry.getName().contains("$$Plain")))
                    .hasSizeGreaterThan(15);
        }
    }

    @Test
    void another_package_stays_as_it_is() throws Exception {
        PlainLambdas.copy(from, to, "another/");
        assertThat(answers(to, "kinds")).noneMatch(name -> name.contains("$$Plain"));
    }

    @Test
    void the_same_jar_gives_the_same_bytes() throws IOException {
        PlainLambdas.copy(from, to, PACKAGE);
        Path again = to.resolveSibling("again.jar");
        PlainLambdas.copy(from, again, PACKAGE);
        assertThat(again).hasSameBinaryContentAs(to);
    }

    private static List<String> answers(Path jar) throws Exception {
        return answers(jar, "answers");
    }

    @SuppressWarnings("unchecked")
    private static List<String> answers(Path jar, String method) throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            return (List<String>) Class.forName("dev.whittle.packaging.SomeLambdas", true, loader)
                    .getMethod(method)
                    .invoke(null);
        }
    }
}
