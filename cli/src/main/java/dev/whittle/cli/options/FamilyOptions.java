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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which families of hidden dependencies are looked at, and how far their findings go. */
@Heading("Hidden dependencies")
public final class FamilyOptions {
    @Often("keep all that a family finds (whittle families)")
    @Option(
            names = "--with",
            paramLabel = "FAMILY",
            description = "Keep all that this family of hidden dependencies finds, what is only possible too; all means"
                    + " every one. See whittle families.")
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
            description = "Add the families that this JSON file describes (docs/families.md); may be given several"
                    + " times.")
    List<String> files = new ArrayList<>();

    @Words({"minimal", "default", "generous"})
    @Option(
            names = "--keep",
            paramLabel = "HOW",
            description =
                    "How much to keep of what is not certain to be needed: minimal, default (where it costs little) or"
                            + " generous (unless it costs much).")
    @Nullable
    String keep;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Read settings from FILE in place of .whittle.yaml in the working directory; none reads no file."
                            + " See whittle config.")
    @Nullable
    String config;

    /** What holds where the options do not say otherwise: what counts least comes first. */
    private final List<Level> below = new ArrayList<>();

    /**
     * What a file or the environment says of families.
     *
     * @param keep how much to keep, if that is said
     * @param with families that are kept whole, {@code without} those that are not looked at, as the options have them
     * @param files of the host that describe more families, raw
     */
    public record Level(Optional<String> keep, List<String> with, List<String> without, List<String> files) {
        public Level {
            with = List.copyOf(with);
            without = List.copyOf(without);
            files = List.copyOf(files);
        }
    }

    /** Adds a level, which counts more than those before it and less than the options. */
    public void below(Level level) {
        below.add(level);
    }

    /** The file of settings that is named, raw. */
    public Optional<String> config() {
        return Optional.ofNullable(config);
    }

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

    /** Files of the host, raw. */
    public List<String> files() {
        List<String> all = new ArrayList<>();
        below.forEach(level -> all.addAll(level.files()));
        all.addAll(files);
        return all;
    }

    /** Whether one of these was given. */
    public boolean any() {
        return !with.isEmpty() || !without.isEmpty() || !files.isEmpty() || keep != null;
    }

    /** The names as given: whether there are such families is for the core to say. */
    public FamilyChoice choice() {
        Set<String> named = new LinkedHashSet<>();
        Set<String> others = new LinkedHashSet<>();
        for (Level level : below) {
            say(names(level.with()), names(level.without()), named, others);
        }
        say(names(with), names(without), named, others);
        leftOut.stream()
                .filter(family -> !named.contains(family) && !named.contains(FamilyChoice.ALL))
                .forEach(others::add);
        return new FamilyChoice(named, others, seesLeftOut, much());
    }

    /** What a level says of a family takes the place of what was said of it before. */
    private static void say(Set<String> with, Set<String> without, Set<String> named, Set<String> others) {
        if (with.contains(FamilyChoice.ALL)) {
            others.clear();
        }
        if (without.contains(FamilyChoice.ALL)) {
            named.clear();
        }
        others.removeAll(with);
        named.removeAll(without);
        named.addAll(with);
        others.addAll(without);
    }

    private String keep() {
        String lower = "default";
        for (Level level : below) {
            lower = level.keep().orElse(lower);
        }
        return keep == null ? lower : keep;
    }

    /** What is no such word counts as the default: {@link #problem} says so. */
    private FamilyChoice.Keep much() {
        for (FamilyChoice.Keep each : FamilyChoice.Keep.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(keep())) {
                return each;
            }
        }
        return FamilyChoice.Keep.DEFAULT;
    }

    /** Why an option cannot be understood; empty if all can. */
    public Optional<String> problem() {
        return List.of("minimal", "default", "generous").contains(keep())
                ? Optional.empty()
                : Optional.of("--keep " + RawText.visible(keep()) + ": not one of minimal, default, generous");
    }

    private static Set<String> names(List<String> values) {
        Set<String> names = new LinkedHashSet<>();
        for (String value : values) {
            names.addAll(Arrays.asList(value.split(",", -1)));
        }
        return names;
    }
}
