package dev.whittle.cli.options;

import dev.whittle.closure.hidden.FamilyChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which families of hidden dependencies are looked at, and how far their findings go. */
public final class FamilyOptions implements PlainLine.Options {
    @Option(
            names = "--with",
            paramLabel = "FAMILY",
            description =
                    "Keep all that this family of hidden dependencies finds, what is only possible too; all means every one. "
                            + "See whittle families.")
    List<String> with = new ArrayList<>();

    @Option(
            names = "--without",
            paramLabel = "FAMILY",
            description = "Do not look at this family; all means every one that no --with names.")
    List<String> without = new ArrayList<>();

    @Option(
            names = "--families",
            paramLabel = "FILE",
            description =
                    "Know the families too that this JSON file describes (docs/families.md); may be given several times.")
    List<String> files = new ArrayList<>();

    private boolean seesLeftOut;

    /** Looks at what is left out too, so that it can be told of. */
    public void seeLeftOut() {
        seesLeftOut = true;
    }

    @Override
    public boolean value(String name, String value) {
        switch (name) {
            case "--with" -> with.add(value);
            case "--without" -> without.add(value);
            case "--families" -> files.add(value);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Files of the host, raw. */
    public List<String> files() {
        return files;
    }

    /** Whether one of these was given. */
    public boolean any() {
        return !with.isEmpty() || !without.isEmpty() || !files.isEmpty();
    }

    /** The names as given: whether there are such families is for the core to say. */
    public FamilyChoice choice() {
        return new FamilyChoice(names(with), names(without), seesLeftOut);
    }

    private static Set<String> names(List<String> values) {
        Set<String> names = new LinkedHashSet<>();
        for (String value : values) {
            names.addAll(Arrays.asList(value.split(",", -1)));
        }
        return names;
    }
}
