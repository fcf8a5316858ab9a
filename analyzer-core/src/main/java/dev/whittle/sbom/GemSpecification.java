package dev.whittle.sbom;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The specification of an installed gem: Ruby code, but written by RubyGems (Gem::Specification#to_ruby), one assignment of literals a
 * line.
 */
final class GemSpecification {
    private static final Pattern NAME = assignment("name");
    private static final Pattern VERSION = assignment("version");
    private static final Pattern LICENCE = assignment("license");
    private static final Pattern LICENCES =
            Pattern.compile("^[ \\t]*+\\w++\\.licenses[ \\t]*+=[ \\t]*+\\[([^\\]\\n]*+)\\]", Pattern.MULTILINE);
    private static final Pattern LITERAL = Pattern.compile("[\"']([^\"'\\n]*+)[\"']");

    private GemSpecification() {}

    private static Pattern assignment(String name) {
        return Pattern.compile(
                "^[ \\t]*+\\w++\\." + name
                        + "[ \\t]*+=[ \\t]*+(?:Gem::Version\\.new\\(?[ \\t]*+)?[\"']([^\"'\\n]++)[\"']",
                Pattern.MULTILINE);
    }

    static List<Module> read(String text) {
        String name = first(NAME, text);
        String version = first(VERSION, text);
        if (name.isEmpty() || version.isEmpty()) {
            return List.of();
        }
        List<String> licences = new ArrayList<>();
        Matcher literal = LITERAL.matcher(first(LICENCES, text));
        while (literal.find()) {
            licences.add(literal.group(1));
        }
        String licence = first(LICENCE, text);
        if (licences.isEmpty() && !licence.isEmpty()) {
            licences.add(licence);
        }
        return List.of(new Module("gem", "", name, version, licences));
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? found.group(1) : "";
    }
}
