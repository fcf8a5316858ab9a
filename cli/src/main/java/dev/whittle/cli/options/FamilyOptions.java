package dev.whittle.cli.options;

import dev.whittle.bytes.RawText;
import dev.whittle.discover.evidence.FamilyChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which families of hidden dependencies are looked at, and how far their findings go. */
@Heading("Hidden dependencies")
public final class FamilyOptions implements PlainLine.Options {
    @Often("keep all that a family finds (whittle families)")
    @Option(
            names = "--with",
            paramLabel = "FAMILY",
            description =
                    "Keep all that this family of hidden dependencies finds, what is only possible too; all means every one. "
                            + "See whittle families.")
    List<String> with = new ArrayList<>();

    @Often("do not look at a family; all: libraries alone")
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

    @Option(
            names = "--keep",
            paramLabel = "HOW",
            description =
                    "How much to keep of what is not certain to be needed: minimal, default (where it costs little) or"
                            + " generous (unless it costs much).")
    String keep = "default";

    private final List<String> leftOut = new ArrayList<>();
    private boolean seesLeftOut;

    /** Leaves a family out unless it is asked for. */
    public void leaveOut(String family) {
        leftOut.add(family);
    }

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
            case "--keep" -> keep = value;
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
        return !with.isEmpty() || !without.isEmpty() || !files.isEmpty() || !keep.equals("default");
    }

    /** The names as given: whether there are such families is for the core to say. */
    public FamilyChoice choice() {
        Set<String> named = names(with);
        Set<String> others = names(without);
        leftOut.stream()
                .filter(family -> !named.contains(family) && !named.contains(FamilyChoice.ALL))
                .forEach(others::add);
        return new FamilyChoice(named, others, seesLeftOut, much());
    }

    /** What is no such word counts as the default: {@link #problem} says so. */
    private FamilyChoice.Keep much() {
        for (FamilyChoice.Keep each : FamilyChoice.Keep.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(keep)) {
                return each;
            }
        }
        return FamilyChoice.Keep.DEFAULT;
    }

    /** Why an option cannot be understood; empty if all can. */
    public Optional<String> problem() {
        return List.of("minimal", "default", "generous").contains(keep)
                ? Optional.empty()
                : Optional.of("--keep " + RawText.visible(keep) + ": not one of minimal, default, generous");
    }

    private static Set<String> names(List<String> values) {
        Set<String> names = new LinkedHashSet<>();
        for (String value : values) {
            names.addAll(Arrays.asList(value.split(",", -1)));
        }
        return names;
    }
}
