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
        Fetched amount = fetched.get();
        String parts = amount.layersInParts() == 0
                ? ""
                : ", parts of " + Sizes.count(amount.layersInParts(), "layer") + " only";
        console.tell(RawText.visible(source.shown()) + ": fetched " + Sizes.human(amount.bytes()) + " ("
                + amount.bytes() + " bytes) of " + Sizes.human(amount.all()) + parts);
    }
}
