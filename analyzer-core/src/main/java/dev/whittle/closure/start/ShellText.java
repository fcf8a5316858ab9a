package dev.whittle.closure.start;

import java.util.List;

/** The commands of a text that a shell is given. */
final class ShellText {
    List<List<String>> commands(String text) {
        return List.of(List.of(text.split("[\\s;&|()<>'\"]+", -1)));
    }
}
