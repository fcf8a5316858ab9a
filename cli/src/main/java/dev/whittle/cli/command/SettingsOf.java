package dev.whittle.cli.command;

import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.options.FamilyOptions;
import dev.whittle.cli.options.SelectionOptions;
import dev.whittle.cli.settings.Settings;
import dev.whittle.image.ImageReference;
import dev.whittle.source.Source;
import dev.whittle.source.SourceImage;
import dev.whittle.source.SourceIndex;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Puts the settings of a run below its options, once it is known which image it works on. */
public final class SettingsOf {
    private SettingsOf() {}

    /** For a command without selection options, such as verify. */
    static void apply(Console console, FamilyOptions families, Source source) throws FailureException {
        Settings.of(console, families.config(), names(source)).apply(families, Optional.empty());
    }

    public static void apply(Console console, FamilyOptions families, SelectionOptions selection, Source source)
            throws FailureException {
        Settings.of(console, families.config(), names(source)).apply(families, Optional.of(selection));
    }

    /** Of images that have one name. */
    static void apply(Console console, FamilyOptions families, SelectionOptions selection, SourceIndex index)
            throws FailureException {
        Set<String> names = names(index.shown(), index.references().stream().findFirst());
        Settings.of(console, families.config(), names).apply(families, Optional.of(selection));
    }

    private static Set<String> names(Source source) {
        return names(source.shown(), source.image().flatMap(SourceImage::reference));
    }

    /** An image by its whole name and without its registry; anything by what a person calls it. */
    private static Set<String> names(String shown, Optional<ImageReference> reference) {
        Set<String> names = new LinkedHashSet<>(Set.of(shown));
        reference.map(ImageReference::toString).ifPresent(name -> {
            names.add(name);
            names.add(name.substring(name.lastIndexOf('/') + 1));
        });
        return names;
    }
}
