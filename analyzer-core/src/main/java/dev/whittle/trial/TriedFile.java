package dev.whittle.trial;

import dev.whittle.bytes.RawText;
import java.util.List;

/** A file for {@code --include-from}: with it the next slim image is built without a run. */
public final class TriedFile {
    /** Prefix of a line that says why the next path is listed. */
    public static final String REASON = "#tried: ";

    private static final int MAX_REASON = 300;

    private TriedFile() {}

    /**
     * @param image what was tried, for display, raw
     * @param before lines of an earlier file, raw
     * @param tried what was found to be missing
     */
    public static String text(String image, List<String> before, List<Missing> tried) {
        StringBuilder text = new StringBuilder();
        if (before.isEmpty()) {
            text.append("# Found by whittle try of ")
                    .append(RawText.visible(image))
                    .append(
                            ": what the slim image looked for and did not find.\n# For whittle slim --include-from; DIR/. is a")
                    .append(" directory without what is in it.\n");
        }
        before.forEach(line -> text.append(line).append('\n'));
        for (Missing missing : tried) {
            if (missing.include().indexOf('\n') >= 0 || before.contains(missing.include())) {
                continue; // a list of lines cannot contain it; or it already does
            }
            text.append(REASON).append(reason(missing)).append('\n');
            text.append(missing.include()).append('\n');
        }
        return text.toString();
    }

    /** As in reasons: one line. */
    public static String reason(Missing missing) {
        String visible = RawText.visible(missing.evidence());
        return visible.length() > MAX_REASON ? visible.substring(0, MAX_REASON) + "..." : visible;
    }
}
