package dev.whittle.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JDK as described by its file {@code release}: the launcher reads the same file, and starts no JVM for it.
 *
 * @param build implementor and version, such as {@code Debian 17.0.15+6-Debian-1deb12u1}
 */
record Jvm(Path home, int feature, String build) {
    /** @throws IOException if its file {@code release} cannot be read or is incomplete */
    static Jvm of(Path home) throws IOException {
        Map<String, String> release;
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            release = lines.map(line -> line.split("=", 2))
                    .filter(words -> words.length == 2)
                    .collect(Collectors.toMap(words -> words[0], words -> unquoted(words[1]), (a, b) -> b));
        }
        String version = release.getOrDefault("JAVA_RUNTIME_VERSION", "");
        String number = version.split("[^0-9]", 2)[0];
        String build = release.getOrDefault("IMPLEMENTOR", "") + " " + version;
        if (number.isEmpty() || build.indexOf('/') >= 0) {
            throw new IOException(home + ": the file release names no version");
        }
        return new Jvm(home, Integer.parseInt(number), build);
    }

    /** Like {@code ${value#\"}} and {@code ${value%\"}} in a shell. */
    private static String unquoted(String value) {
        String start = value.startsWith("\"") ? value.substring(1) : value;
        return start.endsWith("\"") ? start.substring(0, start.length() - 1) : start;
    }

    boolean hasAotCache() {
        return feature >= 25;
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /** Runs {@code java}, and returns its output if it failed. */
    void run(Path directory, List<String> arguments) throws IOException, InterruptedException {
        run("java", directory, arguments);
    }

    void run(String program, Path directory, List<String> arguments) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(Stream.concat(Stream.of(program(program).toString()), arguments.stream())
                        .toList());
        builder.directory(directory.toFile()).redirectErrorStream(true);
        // JVM options of the builder's environment are not those of the users.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException(program + " ended with " + exit + ": " + said.strip());
        }
    }
}
