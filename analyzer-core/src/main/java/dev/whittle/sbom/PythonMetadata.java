package dev.whittle.sbom;

import java.util.ArrayList;
import java.util.List;

/**
 * Python's core metadata (packaging.python.org/specifications/core-metadata): fields as in mail headers, up to the first empty line,
 * behind which the description stands.
 */
final class PythonMetadata {
    /** Longer ones are the text of a licence. */
    private static final int MAX_LICENCE = 200;

    private static final String CLASSIFIER = "License :: ";

    private static final String UNKNOWN = "UNKNOWN";

    private PythonMetadata() {}

    static List<Module> read(String text) {
        String name = "";
        String version = "";
        String expression = "";
        String licence = "";
        List<String> classified = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            String line = text.substring(at, end);
            at = end + 1;
            if (line.isBlank()) {
                break;
            }
            int colon = line.indexOf(':');
            if (colon <= 0 || line.charAt(0) == ' ' || line.charAt(0) == '\t') {
                continue; // the rest of a field of several lines
            }
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon)) {
                case "Name" -> name = value;
                case "Version" -> version = value;
                case "License-Expression" -> expression = value;
                case "License" -> licence = value;
                case "Classifier" -> {
                    if (value.startsWith(CLASSIFIER)) {
                        classified.add(value.substring(value.lastIndexOf(":: ") + 3));
                    }
                }
                default -> {}
            }
        }
        if (name.isEmpty() || version.isEmpty()) {
            return List.of();
        }
        List<String> licences = List.of();
        if (!expression.isEmpty()) {
            licences = List.of(expression);
        } else if (!licence.isEmpty() && !licence.equals(UNKNOWN) && licence.length() <= MAX_LICENCE) {
            licences = List.of(licence);
        } else if (!classified.isEmpty()) {
            licences = classified;
        }
        return List.of(new Module("pypi", "", name, version, licences));
    }
}
