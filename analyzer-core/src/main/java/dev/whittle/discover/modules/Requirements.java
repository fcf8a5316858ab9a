package dev.whittle.discover.modules;

import dev.whittle.discover.evidence.Context;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packages that an installed Python package requires (packaging.python.org, "Core metadata specifications"). */
final class Requirements {
    private static final Pattern FIELD =
            Pattern.compile("(?mi)^Requires(?:-Dist)?:[ \\t]*+([A-Za-z0-9][A-Za-z0-9._-]*+)");

    /** A line of setuptools' requires.txt, which has a section for each feature. */
    private static final Pattern LINE = Pattern.compile("(?m)^([A-Za-z0-9][A-Za-z0-9._-]*+)");

    private Requirements() {}

    /**
     * The names of the packages, {@linkplain #normal normalized}, those for optional features included.
     *
     * @param description a directory {@code .dist-info} or {@code .egg-info}, or a file {@code .egg-info}
     */
    static Set<String> of(Context context, RootPath description) throws IOException {
        Set<String> names = new HashSet<>();
        for (RootPath fields :
                new RootPath[] {description, description.child("METADATA"), description.child("PKG-INFO")}) {
            add(FIELD, context.text(fields), names);
        }
        add(LINE, context.text(description.child("requires.txt")), names);
        return names;
    }

    private static void add(Pattern pattern, String text, Set<String> names) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            names.add(normal(matcher.group(1)));
        }
    }

    /** A name as names are compared (PEP 503). */
    static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
    }
}
