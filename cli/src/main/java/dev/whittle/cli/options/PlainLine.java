package dev.whittle.cli.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command line of the plainest form, read without picocli, whose start takes longer than the work of a short command.
 * Everything else (help, a mistake, a cluster of short options, the end of options) is left to picocli, which starts from
 * the beginning and writes its messages. A test checks that both read a plain line alike. The options are known from
 * their one declaration: see {@link FastPath}.
 */
public final class PlainLine {
    /** The options of a command. What it does not accept is left to picocli. */
    public interface Options {
        /** Sets an option that has no value; false if there is none of this name. */
        boolean flag(String name);

        /** Sets an option to a value; false if there is no such option or the value is not valid. */
        boolean value(String name, String value);
    }

    private PlainLine() {}

    /** The arguments that are not options; empty if the line is not plain, and then some options may be set already. */
    public static Optional<List<String>> take(List<String> line, Options options) {
        List<String> files = new ArrayList<>();
        for (int i = 0; i < line.size(); i++) {
            String word = line.get(i);
            int equals = word.indexOf('=');
            boolean taken;
            if (!isOption(word)) {
                taken = isPlain(word) && files.add(word);
            } else if (equals >= 0) {
                String value = word.substring(equals + 1);
                taken = isPlain(value) && options.value(word.substring(0, equals), value);
            } else if (options.flag(word)) {
                taken = true;
            } else {
                i++;
                taken = i < line.size() && isPlain(line.get(i)) && options.value(word, line.get(i));
            }
            if (!taken) {
                return Optional.empty();
            }
        }
        return files.isEmpty() ? Optional.empty() : Optional.of(files);
    }

    /** The constant of exactly this name. */
    public static <E extends Enum<E>> Optional<E> constant(E[] all, String name) {
        for (E one : all) {
            if (one.name().equals(name)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    private static boolean isOption(String word) {
        return word.startsWith("-") && word.length() > 1; // a lone hyphen is a pipe
    }

    private static boolean isPlain(String word) {
        return !word.isEmpty() && !isOption(word);
    }
}
