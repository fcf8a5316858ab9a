package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.RawText;
import dev.whittle.image.BadImageException;

/** Messages for a damaged source: one line each, visible. */
public final class SourceMessage {
    private SourceMessage() {}

    /** @param source what the user calls it, raw */
    public static String of(String source, BadImageException failure) {
        return RawText.visible(source) + ": " + RawText.visible(failure.document()) + ": "
                + RawText.visible(failure.reason());
    }

    /** @param source what the user calls it, raw */
    public static String of(String source, BadArchiveException failure) {
        String where = failure.offset() < 0 ? "" : " (at offset " + failure.offset() + ")";
        String part = failure.subject().equals(source) ? "" : RawText.visible(failure.subject()) + ": ";
        return RawText.visible(source) + ": " + part + RawText.visible(failure.reason()) + where;
    }
}
