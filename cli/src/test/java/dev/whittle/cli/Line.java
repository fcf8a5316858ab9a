package dev.whittle.cli;

import java.util.ArrayList;
import java.util.List;

/** Assembles command lines. */
final class Line {
    private Line() {}

    static String[] of(String command, String source, String... rest) {
        List<String> all = new ArrayList<>(List.of(command, "--from", source));
        all.addAll(List.of(rest));
        return all.toArray(new String[0]);
    }
}
