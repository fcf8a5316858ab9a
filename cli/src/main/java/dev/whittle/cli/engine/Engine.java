package dev.whittle.cli.engine;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.console.Environment;
import dev.whittle.image.ImageStore;
import dev.whittle.image.PlatformList;
import dev.whittle.path.HostPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code docker}, {@code podman} or another program that keeps images, as a command. */
public final class Engine {

    private final Path program;
    private final Environment environment;

    private Engine(Path program, Environment environment) {
        this.program = program;
        this.environment = environment;
    }

    /** For what only Docker's own commands do. */
    public static Engine find(@Nullable String named, Environment environment) throws IOException {
        return find(named, ImageStore.DOCKER, environment);
    }

    /**
     * Looks up an engine in PATH, as a shell does.
     *
     * @param named a command or a path, raw; null for the first that exists
     * @throws IOException with a message for the user, if there is none
     */
    public static Engine find(@Nullable String named, ImageStore store, Environment environment) throws IOException {
        if (named != null && named.contains("/")) {
            Path program = HostPath.of(environment.workingDirectory(), named);
            if (!isProgram(program)) {
                throw new IOException("--engine " + RawText.visible(named) + ": not an executable file");
            }
            return new Engine(program, environment);
        }
        for (String name : named == null ? StoreWords.programs(store) : List.of(named)) {
            Optional<Path> program = lookUp(name, environment);
            if (program.isPresent()) {
                return new Engine(program.get(), environment);
            }
        }
        throw new IOException(
                named == null
                        ? StoreWords.none(store)
                                + " is in PATH; --engine names one, or save the image to a file elsewhere"
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

    /** Arguments that make it write an archive of an image to standard output. */
    public List<String> save(ImageStore store, String reference, Optional<PlatformList> platforms) {
        return StoreWords.save(store, name(), reference, platforms);
    }

    /** Starts it with these arguments, in the run's own environment: that says which engine is spoken to. */
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

    /** Starts it with a file as its standard input. */
    Process startOn(Path input, List<String> arguments) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(program.toString());
        words.addAll(arguments);
        return builder(words, List.of()).redirectInput(input.toFile()).start();
    }

    private Process started(List<String> words, List<String> more) throws IOException {
        return builder(words, more).start();
    }

    private ProcessBuilder builder(List<String> words, List<String> more) {
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
        return builder;
    }
}
