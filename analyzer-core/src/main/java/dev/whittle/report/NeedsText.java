package dev.whittle.report;

import dev.whittle.bytes.RawText;
import dev.whittle.scan.Needs;
import java.util.List;

/** The users of a library, as text: raw lines. */
public final class NeedsText {
    private NeedsText() {}

    public static String of(Needs needs) {
        StringBuilder out = new StringBuilder(RawText.visible(needs.library()));
        out.append(" => ")
                .append(
                        needs.files().isEmpty()
                                ? "not found"
                                : String.join(
                                        ", ",
                                        needs.files().stream()
                                                .map(Object::toString)
                                                .toList()))
                .append('\n');
        List<Needs.User> direct =
                needs.users().stream().filter(Needs.User::isDirect).toList();
        List<Needs.User> others =
                needs.users().stream().filter(user -> !user.isDirect()).toList();
        out.append("needed by ").append(direct.size()).append(direct.size() == 1 ? " file:\n" : " files:\n");
        direct.forEach(user -> line(user, out));
        out.append("through others by ").append(others.size()).append(others.size() == 1 ? " file:\n" : " files:\n");
        others.forEach(user -> line(user, out));
        return out.toString();
    }

    private static void line(Needs.User user, StringBuilder out) {
        out.append("  ")
                .append(String.join(
                        " -> ", user.chain().stream().map(Object::toString).toList()))
                .append(user.missing() ? ": not found" : "")
                .append('\n');
    }
}
