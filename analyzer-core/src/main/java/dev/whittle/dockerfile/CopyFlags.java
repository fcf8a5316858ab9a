package dev.whittle.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The flags of a COPY or an ADD (BuildKit, frontend/dockerfile/instructions/parse.go: parseCopy, parseAdd).
 *
 * @param values of each flag in order; an empty string for one without a value
 * @param rest what follows the flags
 * @param wrong what a builder does not accept
 */
record CopyFlags(Map<String, List<String>> values, String rest, List<String> wrong) {
    private static final Set<String> SWITCHES = Set.of("link", "parents", "keep-git-dir", "unpack");
    private static final Set<String> OF_COPY = Set.of("from", "chown", "chmod", "link", "parents", "exclude");
    private static final Set<String> OF_ADD =
            Set.of("chown", "chmod", "link", "keep-git-dir", "checksum", "unpack", "exclude");

    /** @param keyword COPY or ADD */
    static CopyFlags of(String keyword, String text) {
        Map<String, List<String>> values = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        Set<String> known = keyword.equals("ADD") ? OF_ADD : OF_COPY;
        String rest = text;
        while (rest.startsWith("--")) {
            String[] parts = rest.split("\\s+", 2);
            rest = parts.length > 1 ? parts[1] : "";
            if (parts[0].equals("--")) {
                break;
            }
            int equals = parts[0].indexOf('=');
            String name = parts[0].substring(2, equals < 0 ? parts[0].length() : equals);
            String value = equals < 0 ? "" : parts[0].substring(equals + 1);
            if (!known.contains(name)) {
                wrong.add("--" + name + ": not a flag of " + keyword);
            } else if (SWITCHES.contains(name)) {
                if (equals >= 0 && !value.equals("true") && !value.equals("false")) {
                    wrong.add(parts[0] + ": true or false");
                }
            } else if (equals < 0) {
                wrong.add("--" + name + ": without a value");
            }
            values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
        }
        return new CopyFlags(values, rest, wrong);
    }

    Optional<String> value(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    boolean isOn(String name) {
        return value(name).filter(value -> !value.equals("false")).isPresent();
    }
}
