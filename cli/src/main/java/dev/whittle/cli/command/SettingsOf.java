package dev.whittle.cli.command;

import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.options.FamilyOptions;
import dev.whittle.cli.options.SelectionOptions;
import dev.whittle.cli.settings.Settings;
import dev.whittle.image.ImageReference;
import dev.whittle.source.Source;
import dev.whittle.source.SourceImage;
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

    /** An image by its whole name and without its registry; anything by what a person calls it. */
    private static Set<String> names(Source source) {
        Set<String> names = new LinkedHashSet<>(Set.of(source.shown()));
        Optional<String> reference =
                source.image().flatMap(SourceImage::reference).map(ImageReference::toString);
        reference.ifPresent(name -> {
            names.add(name);
            names.add(name.substring(name.lastIndexOf('/') + 1));
        });
        return names;
    }
}
