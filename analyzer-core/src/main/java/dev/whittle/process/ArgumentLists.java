package dev.whittle.process;

import dev.whittle.shell.Word;
import java.util.ArrayList;
import java.util.List;

/** The argument lists of a command whose variables have several values. */
final class ArgumentLists {
    /** Up to this many combinations of values, each is a separate command; beyond it, each value is used in one. */
    private static final int MAX_COMBINATIONS = 12;

    private ArgumentLists() {}

    /** The possible argument lists: each expansion of each word is in one of them. */
    static List<List<String>> of(List<Word> words, Expander expander) {
        List<List<List<String>>> ways = new ArrayList<>();
        long product = 1;
        for (Word word : words) {
            List<List<String>> fields = expander.fields(word);
            ways.add(fields);
            product = Math.min(product * fields.size(), Integer.MAX_VALUE);
        }
        List<List<String>> all = new ArrayList<>();
        if (product <= MAX_COMBINATIONS) {
            product(ways, 0, new ArrayList<>(), all);
            return all;
        }
        int most = ways.stream().mapToInt(List::size).max().orElse(1);
        for (int i = 0; i < most; i++) {
            List<String> argv = new ArrayList<>();
            for (List<List<String>> way : ways) {
                argv.addAll(way.get(Math.min(i, way.size() - 1)));
            }
            all.add(argv);
        }
        return all;
    }

    private static void product(List<List<List<String>>> ways, int index, List<String> argv, List<List<String>> all) {
        if (index == ways.size()) {
            all.add(List.copyOf(argv));
            return;
        }
        for (List<String> fields : ways.get(index)) {
            int size = argv.size();
            argv.addAll(fields);
            product(ways, index + 1, argv, all);
            argv.subList(size, argv.size()).clear();
        }
    }
}
