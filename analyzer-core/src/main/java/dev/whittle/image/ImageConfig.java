package dev.whittle.image;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.whittle.bytes.RawText;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An image's configuration (OCI image-spec, config.md, and Docker's additions): an immutable view of the JSON tree, so
 * that every key survives an edit, known or not. What a process would see (arguments, environment, paths) is raw.
 */
public final class ImageConfig {
    private static final long LAST_SECOND = 253_402_300_799L;

    private final JsonObject tree;
    private final List<String> entrypoint;
    private final List<String> cmd;
    private final Map<String, String> env;
    private final String user;
    private final String workingDir;
    private final List<String> volumes;
    private final List<String> shell;
    private final List<String> healthcheck;
    private final HealthTimes healthTimes;
    private final List<String> exposedPorts;
    private final String stopSignal;
    private final List<String> onBuild;
    private final Map<String, String> labels;
    private final List<Digest> diffIds;
    private final Platform platform;
    private final Optional<String> created;
    private final Optional<Digest> id;

    private ImageConfig(JsonObject tree, JsonDocument document, Optional<Digest> id) throws BadImageException {
        this.tree = tree;
        JsonObject config = document.object(tree, "config").orElseGet(JsonObject::new);
        List<String> words = raw(document.strings(config, "Entrypoint"));
        // moby, daemon/daemon.go: mergeAndVerifyConfig drops an Entrypoint of one empty word; then Cmd is started.
        this.entrypoint = words.equals(List.of("")) ? List.of() : words;
        this.cmd = raw(document.strings(config, "Cmd"));
        this.env = env(document.strings(config, "Env"));
        this.user = RawText.ofText(document.string(config, "User").orElse(""));
        this.workingDir = RawText.ofText(document.string(config, "WorkingDir").orElse(""));
        this.volumes = document.object(config, "Volumes")
                .map(object -> raw(object.keySet()))
                .orElse(List.of());
        this.shell = raw(document.strings(config, "Shell"));
        Optional<JsonObject> health = document.object(config, "Healthcheck");
        this.healthcheck = health.isPresent() ? raw(document.strings(health.get(), "Test")) : List.of();
        this.healthTimes = times(document, health.orElseGet(JsonObject::new));
        this.exposedPorts = document.object(config, "ExposedPorts")
                .map(object -> raw(object.keySet()))
                .orElse(List.of());
        this.stopSignal = RawText.ofText(document.string(config, "StopSignal").orElse(""));
        this.onBuild = raw(document.strings(config, "OnBuild"));
        Map<String, String> named = new LinkedHashMap<>();
        JsonObject all = document.object(config, "Labels").orElseGet(JsonObject::new);
        for (String key : all.keySet()) {
            named.put(key, document.string(all, key).orElse(""));
        }
        this.labels = Collections.unmodifiableMap(named);
        JsonObject rootfs = document.object(tree, "rootfs").orElseGet(JsonObject::new);
        List<Digest> digests = new ArrayList<>();
        for (String diffId : document.strings(rootfs, "diff_ids")) {
            digests.add(document.digest(diffId));
        }
        this.diffIds = List.copyOf(digests);
        this.platform = new Platform(
                document.string(tree, "os").orElse("linux"),
                document.string(tree, "architecture").orElse(""),
                document.string(tree, "variant").filter(variant -> !variant.isEmpty()));
        this.created = document.string(tree, "created");
        this.id = id;
    }

    /** @param document its name, for messages, raw */
    public static ImageConfig parse(byte[] json, String document) throws BadImageException {
        JsonDocument names = new JsonDocument(document);
        JsonObject tree = names.object(names.parse(json), "the configuration");
        return new ImageConfig(tree, names, Optional.of(Digest.sha256(json)));
    }

    /** The arguments before {@link #cmd()}; empty if there is none. */
    public List<String> entrypoint() {
        return entrypoint;
    }

    public List<String> cmd() {
        return cmd;
    }

    /** Variables in order; of duplicates the last value counts, as in the engine. */
    public Map<String, String> env() {
        return env;
    }

    /** {@code USER[:GROUP]}, names or numbers; empty for root. */
    public String user() {
        return user;
    }

    /** Empty for {@code /}. */
    public String workingDir() {
        return workingDir;
    }

    public List<String> volumes() {
        return volumes;
    }

    /** The shell for shell forms; empty for {@code /bin/sh -c}. Docker's own key. */
    public List<String> shell() {
        return shell;
    }

    /** {@code CMD} and arguments, {@code CMD-SHELL} and one string, {@code NONE}, or empty. Docker's own key. */
    public List<String> healthcheck() {
        return healthcheck;
    }

    /** Timing of {@link #healthcheck()}. */
    public HealthTimes healthTimes() {
        return healthTimes;
    }

    /** {@code 80/tcp}. */
    public List<String> exposedPorts() {
        return exposedPorts;
    }

    /** A name or a number; empty for the engine's default. */
    public String stopSignal() {
        return stopSignal;
    }

    /** Instructions for builds from this image. Docker's own key. */
    public List<String> onBuild() {
        return onBuild;
    }

    /** Text, not raw. */
    public Map<String, String> labels() {
        return labels;
    }

    /** Of the uncompressed layers, lowest first. */
    public List<Digest> diffIds() {
        return diffIds;
    }

    public Platform platform() {
        return platform;
    }

    /** RFC 3339, unchanged. */
    public Optional<String> created() {
        return created;
    }

    /** Seconds since 1970 at which it was created, at most the last second of the year 9999; 0 if it does not say. */
    public long createdSeconds() {
        try {
            return created.map(time -> Math.max(
                            0, Math.min(LAST_SECOND, Instant.parse(time).getEpochSecond())))
                    .orElse(0L);
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    /** The image's ID: of the bytes that were read. Empty for a configuration that was edited or created. */
    public Optional<Digest> id() {
        return id;
    }

    /** As written: compact UTF-8. For a configuration that was not edited this may differ from what was read. */
    public byte[] bytes() {
        return JsonDocument.bytes(tree);
    }

    /** A new configuration; this one is unchanged. */
    public ImageConfig edit(Consumer<ConfigEdit> changes) {
        JsonObject copy = tree.deepCopy();
        changes.accept(new ConfigEdit(copy));
        try {
            return new ImageConfig(copy, new JsonDocument("the edited configuration"), Optional.empty());
        } catch (BadImageException e) {
            throw new IllegalStateException("an edit keeps every type", e);
        }
    }

    /** A configuration for a root without one. */
    public static ImageConfig empty(Platform platform) {
        JsonObject tree = new JsonObject();
        tree.addProperty("architecture", platform.architecture());
        tree.addProperty("os", platform.os());
        platform.variant().ifPresent(variant -> tree.addProperty("variant", variant));
        tree.add("config", new JsonObject());
        try {
            return new ImageConfig(tree, new JsonDocument("the new configuration"), Optional.empty());
        } catch (BadImageException e) {
            throw new IllegalStateException("all of it has the right type", e);
        }
    }

    private static HealthTimes times(JsonDocument document, JsonObject health) throws BadImageException {
        return new HealthTimes(
                number(document, health, "Interval"),
                number(document, health, "Timeout"),
                number(document, health, "StartPeriod"),
                number(document, health, "StartInterval"),
                number(document, health, "Retries"));
    }

    private static long number(JsonDocument document, JsonObject object, String key) throws BadImageException {
        return has(object, key) ? document.number(object, key) : 0;
    }

    private static List<String> raw(Iterable<String> texts) {
        List<String> all = new ArrayList<>();
        texts.forEach(text -> all.add(RawText.ofText(text)));
        return List.copyOf(all);
    }

    private static Map<String, String> env(List<String> entries) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                all.put(RawText.ofText(entry.substring(0, equals)), RawText.ofText(entry.substring(equals + 1)));
            }
        }
        return Collections.unmodifiableMap(all);
    }

    /** Whether a key has a value; {@code null} counts as absent. */
    static boolean has(JsonObject object, String key) {
        JsonElement element = object.get(key);
        return element != null && !(element instanceof JsonNull);
    }
}
