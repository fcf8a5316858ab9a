package dev.whittle.cli.options;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.Sizes;
import dev.whittle.source.Fetched;
import dev.whittle.source.Source;
import java.util.Optional;

/** Tells with {@code -v} how much of an image came over the network. */
public final class FetchedNote {
    private FetchedNote() {}

    public static void tell(Console console, CommonOptions common, Source source) {
        Optional<Fetched> fetched = common.verbose() ? source.fetched() : Optional.empty();
        if (fetched.isEmpty()) {
            return;
        }
        Fetched its = fetched.get();
        String parts =
                its.layersInParts() == 0 ? "" : ", parts of " + Sizes.count(its.layersInParts(), "layer") + " only";
        console.tell(RawText.visible(source.shown()) + ": fetched " + Sizes.human(its.bytes()) + " (" + its.bytes()
                + " bytes) of " + Sizes.human(its.all()) + parts);
    }
}
