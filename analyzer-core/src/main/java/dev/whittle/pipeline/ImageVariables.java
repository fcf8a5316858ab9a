package dev.whittle.pipeline;

import dev.whittle.image.ImageConfig;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables of an image's environment that a loader reads. A relative path is relative to the image's working
 * directory, where its processes start.
 */
record ImageVariables(Optional<String> libraryPath, Optional<String> preload, Optional<String> audit) {
    /** glibc also accepts semicolons: elf/dl-load.c, _dl_init_paths. */
    private static final Pattern DIRECTORY = Pattern.compile("(^|[:;])([^:;]*)");

    /** In LD_PRELOAD a name without a slash is searched for. */
    private static final Pattern NAME = Pattern.compile("(^|[ :])([^ :]*/[^ :]*)");

    /** In LD_AUDIT too, where a blank is part of a name: elf/rtld.c, audit_list_next. */
    private static final Pattern AUDITOR = Pattern.compile("(^|:)([^:]*/[^:]*)");

    static ImageVariables of(ImageConfig config) {
        return new ImageVariables(
                value(config, "LD_LIBRARY_PATH", DIRECTORY),
                value(config, "LD_PRELOAD", NAME),
                value(config, "LD_AUDIT", AUDITOR));
    }

    private static Optional<String> value(ImageConfig config, String variable, Pattern element) {
        String value = config.env().getOrDefault(variable, "");
        String from = config.workingDir().isEmpty() ? "/" : config.workingDir();
        if (value.isEmpty() || from.equals("/")) {
            return Optional.of(value).filter(text -> !text.isEmpty());
        }
        String base = from.endsWith("/") ? from : from + "/";
        Matcher matcher = element.matcher(value);
        return Optional.of(
                matcher.replaceAll(found -> Matcher.quoteReplacement(found.group(1) + absolute(base, found.group(2)))));
    }

    private static String absolute(String base, String path) {
        if (path.isEmpty()) {
            return base.substring(0, base.length() - 1);
        }
        return path.startsWith("/") || path.startsWith("$") ? path : base + path;
    }
}
