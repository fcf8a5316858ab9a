package dev.whittle.cli.engine;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.console.Environment;
import dev.whittle.path.HostPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code docker} or {@code podman} command. */
public final class Engine {
    /** In this order, if none is named. */
    private static final List<String> KNOWN = List.of("docker", "podman");

    private final Path program;
    private final Environment environment;

    private Engine(Path program, Environment environment) {
        this.program = program;
        this.environment = environment;
    }

    /**
     * Looks up an engine in PATH, as a shell does.
     *
     * @param named a command or a path, raw; null for the first that exists
     * @throws IOException with a message for the user, if there is none
     */
    public static Engine find(@Nullable String named, Environment environment) throws IOException {
        if (named != null && named.contains("/")) {
            Path program = HostPath.of(environment.workingDirectory(), named);
            if (!isProgram(program)) {
                throw new IOException("--engine " + RawText.visible(named) + ": not an executable file");
            }
            return new Engine(program, environment);
        }
        for (String name : named == null ? KNOWN : List.of(named)) {
            Optional<Path> program = lookUp(name, environment);
            if (program.isPresent()) {
                return new Engine(program.get(), environment);
            }
        }
        throw new IOException(
                named == null
                        ? "neither docker nor podman is in PATH; --engine names one, or save the image to a file elsewhere"
                        : "--engine " + RawText.visible(named) + ": not in PATH");
    }

    private static Optional<Path> lookUp(String name, Environment environment) {
        for (String directory : environment.variable("PATH").orElse("").split(":", -1)) {
            Path place = HostPath.of(environment.workingDirectory(), RawText.ofText(directory));
            Path program = HostPath.of(place, name);
            if (isProgram(program)) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    /** The name to display: {@code docker}. Raw. */
    public String name() {
        return HostPath.rawName(program);
    }

    /** Starts it with these arguments, in this process's environment, which selects the engine. */
    public Process start(List<String> arguments) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(program.toString());
        words.addAll(arguments);
        return started(words, List.of());
    }

    /**
     * Starts another program of the host.
     *
     * @param variables additional ones, {@code NAME=VALUE}
     */
    Process startOther(List<String> words, List<String> variables) throws IOException {
        return started(words, variables);
    }

    private Process started(List<String> words, List<String> more) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(environment.workingDirectory().toFile());
        // Only what differs is changed: Java keeps the bytes of the rest.
        Map<String, String> variables = builder.environment();
        variables.keySet().retainAll(environment.variables().keySet());
        environment.variables().forEach((name, value) -> {
            if (!value.equals(variables.get(name))) {
                variables.put(name, value);
            }
        });
        for (String variable : more) {
            int equals = variable.indexOf('=');
            variables.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return builder.start();
    }
}
