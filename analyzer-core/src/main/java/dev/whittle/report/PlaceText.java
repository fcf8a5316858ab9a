package dev.whittle.report;

import dev.whittle.resolve.load.Place;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The text of a place: created once for consecutive attempts, which usually share one long search path. */
final class PlaceText {
    private final UnaryOperator<String> form;
    private @Nullable Place last;
    private String text = "";

    /** @param form from raw to display */
    PlaceText(UnaryOperator<String> form) {
        this.form = form;
    }

    @SuppressWarnings("ReferenceEquality") // equal, but created again
    String of(Place place) {
        if (place != last) {
            last = place;
            text = form.apply(place.describe());
        }
        return text;
    }
}
