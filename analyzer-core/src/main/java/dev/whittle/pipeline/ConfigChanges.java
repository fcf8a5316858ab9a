package dev.whittle.pipeline;

import dev.whittle.image.ConfigEdit;
import dev.whittle.image.Digest;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.ImageReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes of an image's configuration.
 *
 * @param cmd the words of Cmd; without them, a new Entrypoint drops the old ones
 * @param user as engines understand it: USER[:GROUP], raw
 * @param env raw
 * @param labels text
 */
public record ConfigChanges(
        Optional<List<String>> entrypoint,
        Optional<List<String>> cmd,
        Optional<String> user,
        Map<String, String> env,
        Map<String, String> labels,
        Optional<ImageReference> tag) {
    /** Labels of our own: which version made the image, and of what. */
    public static final String VERSION_LABEL = "dev.whittle.version";

    static final String SOURCE_LABEL = "dev.whittle.source.id";

    /** No change. */
    public static final ConfigChanges NONE = new ConfigChanges(
            Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), Map.of(), Optional.empty());

    /** What to start instead: the words of Entrypoint. */
    public ConfigChanges withEntrypoint(List<String> words) {
        return new ConfigChanges(Optional.of(List.copyOf(words)), cmd, user, env, labels, tag);
    }

    /** The name of the new image, in place of one that is made of the source's. */
    public ConfigChanges withTag(Optional<ImageReference> name) {
        return new ConfigChanges(entrypoint, cmd, user, env, labels, name);
    }

    /** Other labels. */
    public ConfigChanges withLabels(Map<String, String> all) {
        return new ConfigChanges(entrypoint, cmd, user, env, all, tag);
    }

    /** The configuration that the new image will have, but for its layer. */
    public ImageConfig apply(ImageConfig config, String version) {
        Optional<Digest> source = config.id();
        return config.edit(edit -> {
            entrypoint.ifPresent(edit::entrypoint);
            if (dropsCmd(config)) {
                edit.cmd(List.of());
            }
            cmd.ifPresent(edit::cmd);
            user.ifPresent(edit::user);
            if (!env.isEmpty()) {
                edit.env(env);
            }
            label(edit, version, source);
        });
    }

    /** As {@code docker run --entrypoint} and a Dockerfile's ENTRYPOINT do: arguments of one program are not another's. */
    boolean dropsCmd(ImageConfig config) {
        return entrypoint.isPresent() && cmd.isEmpty() && !config.cmd().isEmpty();
    }

    private void label(ConfigEdit edit, String version, Optional<Digest> source) {
        Map<String, String> all = new LinkedHashMap<>(own(version, source));
        all.putAll(labels);
        edit.labels(all);
    }

    private static Map<String, String> own(String version, Optional<Digest> source) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(VERSION_LABEL, version);
        source.ifPresent(digest -> all.put(SOURCE_LABEL, digest.toString()));
        return all;
    }

    /** A configuration with nothing changed but what the labels tell. */
    public static ImageConfig labelled(ImageConfig config, String version) {
        return config.edit(edit -> edit.labels(own(version, config.id())));
    }
}
