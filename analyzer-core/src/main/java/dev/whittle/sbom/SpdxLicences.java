package dev.whittle.sbom;

import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Converts licences of packages to SPDX expressions (SPDX 2.3, Annex D). */
public final class SpdxLicences {
    private static final Set<String> KNOWN = read();
    private static final Set<String> OPERATORS = Set.of("AND", "OR");

    private SpdxLicences() {}

    private static Set<String> read() {
        try (InputStream in = Objects.requireNonNull(SpdxLicences.class.getResourceAsStream("licences.txt"))) {
            return Arrays.stream(RawText.of(in.readAllBytes()).split("\n", -1))
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("a resource of this jar can be read", e);
        }
    }

    /**
     * One expression for all of a component's licences.
     *
     * @param others receives texts that are not expressions of known licences, by their identifier in the result
     */
    public static String expression(List<String> licences, SortedMap<String, String> others) {
        return licences.stream().map(each -> one(each, others)).distinct().collect(Collectors.joining(" AND "));
    }

    private static String one(String licence, SortedMap<String, String> others) {
        String[] words = licence.strip().split("\\s+", -1);
        boolean isExpression = words.length % 2 == 1;
        for (int i = 0; i < words.length && isExpression; i++) {
            isExpression = i % 2 == 0 ? KNOWN.contains(words[i]) : OPERATORS.contains(words[i]);
        }
        if (isExpression) {
            return words.length == 1 ? words[0] : "(" + String.join(" ", words) + ")";
        }
        StringBuilder id = new StringBuilder("LicenseRef-");
        for (int i = 0; i < licence.length(); i++) {
            char c = licence.charAt(i);
            boolean isPlain =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
            id.append(isPlain ? String.valueOf(c) : "-");
        }
        String ref = id.toString();
        for (int i = 2; others.containsKey(ref) && !licence.equals(others.get(ref)); i++) {
            ref = id + "-" + i;
        }
        others.put(ref, licence);
        return ref;
    }
}
