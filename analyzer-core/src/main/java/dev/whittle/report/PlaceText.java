package dev.whittle.report;

import dev.whittle.resolve.Place;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How a place is told: made once for all attempts in a row, which mostly are of one long search path. */
final class PlaceText {
    private final UnaryOperator<String> form;
    private @Nullable Place last;
    private String text = "";

    /** @param form from raw to how it is told */
    PlaceText(UnaryOperator<String> form) {
        this.form = form;
    }

    @SuppressWarnings("ReferenceEquality") // another one of the same words is only another making
    String of(Place place) {
        if (place != last) {
            last = place;
            text = form.apply(place.describe());
        }
        return text;
    }
}
