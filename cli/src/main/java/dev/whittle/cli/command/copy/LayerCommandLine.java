package dev.whittle.cli.command.copy;

import dev.whittle.bytes.ShellWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The command that writes as a layer what this one would copy: the same words, but for those that are copy's own. */
final class LayerCommandLine {
    private static final Set<String> OWN =
            Set.of("--format", "--stage", "--image", "--check", "-o", "--output", "--color", "--progress");
    private static final Set<String> OWN_FLAGS = Set.of("-q", "--quiet", "-v", "--verbose");

    private LayerCommandLine() {}

    /**
     * @param arguments as given, behind the command's name
     * @param files whether a program is named: without one it is the image that says what to start
     */
    static String of(List<String> arguments, boolean files, String output) {
        List<String> words = new ArrayList<>(List.of("whittle", files ? "layer" : "slim"));
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            String name = word.startsWith("--") ? word.split("=", 2)[0] : word;
            boolean apart = word.equals(name);
            boolean where = word.startsWith("-o");
            if (OWN.contains(name)) {
                i += apart ? 1 : 0;
            } else if (!files && name.equals("--from")) {
                i += apart ? 1 : 0;
                words.add(2, apart ? arguments.get(i) : word.substring(name.length() + 1));
            } else if (!where && !OWN_FLAGS.contains(word)) {
                words.add(word);
            }
        }
        words.add("-o");
        words.add((files ? "" : "tar:") + output);
        return String.join(" ", words.stream().map(ShellWord::quoted).toList());
    }
}
