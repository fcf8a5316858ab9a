package dev.whittle.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a registry wants to be told who asks: RFC 9110, section 11.6.1.
 *
 * @param scheme lower case
 * @param parameters keys in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    /** A scope has colons and slashes, and some servers do not quote it. */
    private static final String BARE = "[^\\s,\"]+";

    /** A scheme, or a parameter of the scheme before it: both begin with a token. */
    private static final Pattern PART = Pattern.compile(
            "\\G[\\s,]*(" + TOKEN + ")(?:\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|(" + BARE + "))|(?=[\\s,]|$))");

    /** @param headers the values of all headers of that name */
    static List<Challenge> parse(List<String> headers) {
        List<Challenge> all = new ArrayList<>();
        for (String header : headers) {
            Map<String, String> current = new LinkedHashMap<>();
            Matcher part = PART.matcher(header);
            while (part.find()) {
                String name = part.group(1).toLowerCase(Locale.ROOT);
                String quoted = part.group(2);
                if (quoted == null && part.group(3) == null) {
                    current = new LinkedHashMap<>();
                    all.add(new Challenge(name, current));
                } else {
                    current.put(name, quoted == null ? part.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
                }
            }
        }
        return all;
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }
}
