package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.options.ConfigOptions;
import dev.whittle.cli.options.StartOptions;
import dev.whittle.image.ArgumentList;
import dev.whittle.image.ConfigEdit;
import dev.whittle.image.Digest;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.ImageReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options that change a configuration, understood before any work is done.
 *
 * @param env raw
 * @param labels text
 */
record ConfigChanges(
        Optional<List<String>> entrypoint,
        Optional<List<String>> cmd,
        Optional<String> user,
        Map<String, String> env,
        Map<String, String> labels,
        Optional<ImageReference> tag) {
    /** Labels of our own: which version made the image, and of what. */
    static final String VERSION_LABEL = "dev.whittle.version";

    static final String SOURCE_LABEL = "dev.whittle.source.id";

    static ConfigChanges of(ConfigOptions options) throws FailureException {
        Map<String, String> labels = new LinkedHashMap<>();
        pairs("--label", options.labels())
                .forEach((name, value) -> labels.put(RawText.text(name), RawText.text(value)));
        return of(options.start(), labels, reference(options.tag()));
    }

    /** What is started, and nothing else. */
    static ConfigChanges of(StartOptions options) throws FailureException {
        return of(options, Map.of(), Optional.empty());
    }

    private static ConfigChanges of(StartOptions options, Map<String, String> labels, Optional<ImageReference> tag)
            throws FailureException {
        return new ConfigChanges(
                words("--entrypoint", options.entrypoint()),
                words("--cmd", options.cmd()),
                options.user(),
                pairs("--env", options.env()),
                labels,
                tag);
    }

    /** The configuration that the new image will have, but for its layer. */
    ImageConfig apply(ImageConfig config, String version) {
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
        Map<String, String> all = new LinkedHashMap<>();
        all.put(VERSION_LABEL, version);
        source.ifPresent(its -> all.put(SOURCE_LABEL, its.toString()));
        all.putAll(labels);
        edit.labels(all);
    }

    private static Optional<List<String>> words(String option, Optional<String> raw) throws FailureException {
        if (raw.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ArgumentList.parse(raw.get()));
        } catch (IllegalArgumentException e) {
            throw usage(option, raw.get(), String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, String> pairs(String option, List<String> all) throws FailureException {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String raw : all) {
            int equals = raw.indexOf('=');
            if (equals <= 0) {
                boolean env = option.equals("--env");
                throw usage(
                        option,
                        raw,
                        "not of the form NAME=VALUE"
                                + (env ? "; a variable of your own environment is never taken" : ""));
            }
            pairs.put(raw.substring(0, equals), raw.substring(equals + 1));
        }
        return pairs;
    }

    private static Optional<ImageReference> reference(Optional<String> raw) throws FailureException {
        if (raw.isEmpty()) {
            return Optional.empty();
        }
        try {
            ImageReference reference = ImageReference.parse(raw.get());
            if (reference.digest().isEmpty()) {
                return Optional.of(reference.tagged());
            }
        } catch (IllegalArgumentException e) {
            throw usage("--tag", raw.get(), "not an image name such as nginx:1.22-slim");
        }
        throw usage("--tag", raw.get(), "the new image's digest is not known beforehand; name a tag");
    }

    private static FailureException usage(String option, String raw, String reason) {
        return new FailureException(
                ExitCode.USAGE, option + (raw.isEmpty() ? " ''" : " " + RawText.visible(raw)) + ": " + reason);
    }
}
