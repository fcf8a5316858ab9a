package dev.whittle.cli.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command line of the plainest form, taken without picocli, whose start costs a short command more time than its work.
 * What is not plain (help, a mistake, a cluster of short options, the end of options) is left to picocli, from the
 * beginning, with its messages. What is plain, both take alike, and a test holds that.
 */
public final class PlainLine {
    /** What a group of options takes. An option that it leaves alone is another group's, or picocli's. */
    public interface Options {
        /** Takes an option that has no value. */
        default boolean flag(String name) {
            return false;
        }

        /** Takes an option with its value, if that is a good one. */
        default boolean value(String name, String value) {
            return false;
        }
    }

    private PlainLine() {}

    /** The arguments that are no options; empty if the line is not plain, and then some options may be set already. */
    public static Optional<List<String>> take(List<String> line, List<? extends Options> groups) {
        List<String> files = new ArrayList<>();
        for (int i = 0; i < line.size(); i++) {
            String word = line.get(i);
            int equals = word.indexOf('=');
            boolean taken;
            if (!isOption(word)) {
                taken = isPlain(word) && files.add(word);
            } else if (equals >= 0) {
                taken = value(groups, word.substring(0, equals), word.substring(equals + 1));
            } else if (flag(groups, word)) {
                taken = true;
            } else {
                i++;
                taken = i < line.size() && value(groups, word, line.get(i));
            }
            if (!taken) {
                return Optional.empty();
            }
        }
        return files.isEmpty() ? Optional.empty() : Optional.of(files);
    }

    /** The constant of that very name. */
    public static <E extends Enum<E>> Optional<E> constant(E[] all, String name) {
        for (E one : all) {
            if (one.name().equals(name)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    private static boolean flag(List<? extends Options> groups, String name) {
        for (Options group : groups) {
            if (group.flag(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean value(List<? extends Options> groups, String name, String value) {
        if (!isPlain(value)) {
            return false;
        }
        for (Options group : groups) {
            if (group.value(name, value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOption(String word) {
        return word.startsWith("-") && word.length() > 1; // a lone one is a pipe
    }

    private static boolean isPlain(String word) {
        return !word.isEmpty() && !isOption(word);
    }
}
