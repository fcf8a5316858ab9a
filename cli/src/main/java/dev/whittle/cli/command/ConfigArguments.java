package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.options.ConfigOptions;
import dev.whittle.cli.options.StartOptions;
import dev.whittle.closure.AccountChoice;
import dev.whittle.image.ArgumentList;
import dev.whittle.image.ImageReference;
import dev.whittle.pipeline.ConfigChanges;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The options that change a configuration, parsed before any work is done. */
final class ConfigArguments {
    /** No colon, blank or slash is in a name of passwd(5). */
    private static final Pattern USER = Pattern.compile(
            "[^-:/\\x00-\\x20\\x7f][^:/\\x00-\\x20\\x7f]*(:[^-:/\\x00-\\x20\\x7f][^:/\\x00-\\x20\\x7f]*)?");

    private ConfigArguments() {}

    static ConfigChanges of(ConfigOptions options) throws FailureException {
        Map<String, String> labels = new LinkedHashMap<>();
        pairs("--label", options.labels())
                .forEach((name, value) -> labels.put(RawText.text(name), RawText.text(value)));
        return of(options.start(), labels, reference(options.tags()));
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
                user(options.user()),
                pairs("--env", options.env()),
                labels,
                tag);
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

    /** What an engine understands (moby, user/user.go: GetExecUser): otherwise the container would fail to start. */
    private static Optional<String> user(Optional<String> raw) throws FailureException {
        if (raw.isEmpty() || raw.get().isEmpty()) {
            return raw;
        }
        for (String part : raw.get().split(":", -1)) {
            if (part.matches("[0-9]+") && (part.length() > 10 || Long.parseLong(part) > AccountChoice.MAX_ID)) {
                throw usage("--user", raw.get(), part + " is no id: those go from 0 to " + AccountChoice.MAX_ID);
            }
        }
        if (!USER.matcher(raw.get()).matches()) {
            throw usage("--user", raw.get(), "not of the form USER[:GROUP], names or numbers");
        }
        return raw;
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

    private static Optional<ImageReference> reference(List<String> tags) throws FailureException {
        if (tags.isEmpty()) {
            return Optional.empty();
        }
        String raw = tags.get(0);
        if (tags.size() > 1) {
            throw usage("--tag", tags.get(1), "named twice; an image is written under one name");
        }
        try {
            ImageReference reference = ImageReference.parse(raw);
            if (reference.digest().isEmpty()) {
                return Optional.of(reference.tagged());
            }
        } catch (IllegalArgumentException e) {
            throw usage("--tag", raw, "not an image name such as nginx:1.22-slim");
        }
        throw usage("--tag", raw, "the new image's digest is not known beforehand; name a tag");
    }

    private static FailureException usage(String option, String raw, String reason) {
        return new FailureException(
                ExitCode.USAGE, option + (raw.isEmpty() ? " ''" : " " + RawText.visible(raw)) + ": " + reason);
    }
}
