package dev.whittle.cli.system;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An image to slim, and its task: run to its end, or answer a question.
 *
 * @param base its base layers
 * @param config the image's {@code config}
 * @param files in addition to its base, raw, by path; scripts and programs are executable
 * @param question a bash script on the host that queries a server in the engine's network; none if the image ends by
 *     itself
 * @param runOptions of {@code docker run}
 * @param slimOptions of {@code whittle slim}
 * @param refusal expected message if it must fail with these options
 */
record SlimCase(
        String name,
        String base,
        JsonObject config,
        Map<String, String> files,
        Optional<String> question,
        List<String> runOptions,
        List<String> slimOptions,
        Optional<String> refusal) {
    SlimCase {
        runOptions = List.copyOf(runOptions);
        slimOptions = List.copyOf(slimOptions);
    }

    /** An image that starts a command, without an entrypoint. */
    static SlimCase of(String name, String base, String... command) {
        return new SlimCase(
                        name,
                        base,
                        new JsonObject(),
                        Map.of(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Optional.empty())
                .env("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
                .list("Cmd", command);
    }

    /** One with the unchanged configuration of an image. */
    static SlimCase configured(String name, String base, JsonObject config) {
        return new SlimCase(name, base, config, Map.of(), Optional.empty(), List.of(), List.of(), Optional.empty());
    }

    /** One that starts a shell line, like {@code CMD line}. */
    static SlimCase line(String name, String base, String line) {
        return of(name, base, "/bin/sh", "-c", line);
    }

    SlimCase command(String... words) {
        return list("Cmd", words);
    }

    SlimCase env(String... variables) {
        JsonArray before = config.has("Env") ? config.getAsJsonArray("Env") : new JsonArray();
        Stream<String> all = before.asList().stream().map(element -> element.getAsString());
        return list("Env", Stream.concat(all, Stream.of(variables)).toArray(String[]::new));
    }

    SlimCase entrypoint(String... words) {
        return list("Entrypoint", words);
    }

    SlimCase user(String user) {
        return set("User", user);
    }

    SlimCase workingDirectory(String directory) {
        return set("WorkingDir", directory);
    }

    SlimCase stopSignal(String signal) {
        return set("StopSignal", signal);
    }

    private SlimCase set(String key, String value) {
        JsonObject more = config.deepCopy();
        more.addProperty(key, value);
        return with(more);
    }

    private SlimCase list(String key, String... values) {
        JsonArray array = new JsonArray();
        Stream.of(values).forEach(array::add);
        JsonObject more = config.deepCopy();
        more.add(key, array);
        return with(more);
    }

    private SlimCase with(JsonObject other) {
        return new SlimCase(name, base, other, files, question, runOptions, slimOptions, refusal);
    }

    SlimCase file(String path, String content) {
        Map<String, String> more = new LinkedHashMap<>(files);
        more.put(path, content);
        return new SlimCase(name, base, config, more, question, runOptions, slimOptions, refusal);
    }

    SlimCase asked(String script) {
        return new SlimCase(name, base, config, files, Optional.of(script), runOptions, slimOptions, refusal);
    }

    SlimCase run(String... options) {
        return new SlimCase(name, base, config, files, question, List.of(options), slimOptions, refusal);
    }

    SlimCase slim(String... options) {
        return new SlimCase(name, base, config, files, question, runOptions, List.of(options), refusal);
    }

    /** Expected to fail with this message. */
    SlimCase refused(String said) {
        return new SlimCase(name, base, config, files, question, runOptions, slimOptions, Optional.of(said));
    }

    /** Whether the slimmed image did its task. */
    boolean isRight(Answer before, Answer after) {
        return refusal.isEmpty()
                ? after.equals(before)
                : after.exit() != 0
                        && !before.everything().contains(refusal.get())
                        && after.everything().contains(refusal.get());
    }

    String reference() {
        return "case:" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    String slimmed() {
        return reference() + "-slim";
    }

    /** Its entrypoint and command. */
    List<String> words() {
        return Stream.of("Entrypoint", "Cmd")
                .filter(config::has)
                .flatMap(key -> config.getAsJsonArray(key).asList().stream())
                .map(element -> element.getAsString())
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
