package dev.whittle.cli.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A process to run: its words, its directory, and its environment, which is explicit and not inherited. */
record Command(List<String> words, Path directory, Map<String, String> environment) {
    Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    static Command of(Object... words) {
        return new Command(
                Stream.of(words).map(String::valueOf).toList(),
                Path.of("/"),
                Map.of("PATH", Setup.PATH, "LC_ALL", "C.UTF-8", "HOME", "/nonexistent"));
    }

    /** A line of bash, in which {@code "$@"} stands for the words: for pipes. */
    static Command bash(String script, List<String> words) {
        Object[] all = Stream.concat(Stream.of("/bin/bash", "-o", "pipefail", "-c", script, "bash"), words.stream())
                .toArray();
        return of(all);
    }

    Command in(Path place) {
        return new Command(words, place, environment);
    }

    Command with(String name, String value) {
        Map<String, String> more = new TreeMap<>(environment);
        more.put(name, value);
        return new Command(words, directory, more);
    }

    /** With additional words at the end. */
    Command andThen(Object... more) {
        return new Command(
                Stream.concat(words.stream(), Stream.of(more).map(String::valueOf))
                        .toList(),
                directory,
                environment);
    }

    /** Runs through other commands: chroot, setpriv, env. */
    Command under(Object... before) {
        return new Command(
                Stream.concat(Stream.of(before).map(String::valueOf), words.stream())
                        .toList(),
                directory,
                environment);
    }

    ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    /** Runs to the end. Standard output is returned as ISO-8859-1. */
    Ended run() throws IOException, InterruptedException {
        Path errors = Files.createTempFile("whittle-", ".err");
        try {
            Process process = builder().redirectError(errors.toFile()).start();
            byte[] out = process.getInputStream().readAllBytes();
            int exit = process.waitFor();
            return new Ended(this, exit, text(out), text(Files.readAllBytes(errors)));
        } finally {
            Files.delete(errors);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
