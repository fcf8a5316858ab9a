package dev.whittle.process;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program that reads everything in a directory: a row of {@code tree-readers.json}.
 *
 * @param programs their names
 * @param when options of which one must be present; none if it always reads whole directories
 * @param cluster whether the first word may be options without a dash: {@code tar cf x .}
 * @param values options that take the next word
 * @param directory options whose value is the base directory of the operands after it
 * @param lastIsTarget whether it writes to the last operand
 * @param skip number of operands before the first that it reads
 * @param paths whether the first option ends the operands: {@code find A B -name x}
 * @param implied what it reads without an operand; empty for nothing
 * @param bounded whether it usually searches for some files and does not read all
 */
record TreeReader(
        List<String> programs,
        List<String> when,
        boolean cluster,
        List<String> values,
        List<String> directory,
        boolean lastIsTarget,
        int skip,
        boolean paths,
        String implied,
        boolean bounded) {
    boolean isFor(String name) {
        return programs.contains(name);
    }

    /** What it reads whole: marked names and their base directories; none without a required option. */
    Map<String, String> read(List<String> arguments, String from, RootFiles files) {
        List<String> operands = new ArrayList<>();
        Map<String, String> seenFrom = new LinkedHashMap<>();
        boolean asked = when.isEmpty();
        boolean options = true;
        String at = from;
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            boolean option = options && word.length() > 1 && word.startsWith("-");
            if (paths) {
                if (option || word.equals("(") || word.equals("!")) {
                    boolean before = operands.isEmpty() && word.matches("-[HLPEXO][0-9]?");
                    if (before) {
                        continue;
                    }
                    break;
                }
            } else if (option && word.equals("--")) {
                options = false;
                continue;
            } else if (option || (cluster && i == 0 && !word.startsWith("-"))) {
                asked |= has(word, when);
                if (takesValue(word, directory) && i + 1 < arguments.size()) {
                    i++;
                    at = files.absolute(arguments.get(i), at);
                } else if (takesValue(word, values)) {
                    i++;
                } else if (word.indexOf('=') > 0 && directory.contains(word.substring(0, word.indexOf('=')))) {
                    at = files.absolute(word.substring(word.indexOf('=') + 1), at);
                }
                continue;
            }
            operands.add(word);
            seenFrom.put(word, at);
        }
        if (!asked) {
            return Map.of();
        }
        int end = lastIsTarget ? operands.size() - 1 : operands.size();
        List<String> read =
                operands.subList(Math.min(skip, operands.size()), Math.max(Math.min(skip, operands.size()), end));
        if (operands.isEmpty() && !implied.isEmpty()) {
            return Map.of(implied, at);
        }
        Map<String, String> all = new LinkedHashMap<>();
        read.forEach(word -> all.put(word, seenFrom.getOrDefault(word, from)));
        return all;
    }

    /** The names of the files that it searches for, if it searches for only some: marked. */
    List<String> names(List<String> arguments) {
        List<String> found = new ArrayList<>();
        for (int i = 0; paths && i + 1 < arguments.size(); i++) {
            if (arguments.get(i).equals("-name") || arguments.get(i).equals("-iname")) {
                found.add(Marked.unquoted(arguments.get(i + 1)));
            }
        }
        return found;
    }

    /** Whether a word is one of the options, or combined short options that include one. */
    static boolean has(String word, List<String> options) {
        String plain = word.startsWith("-") ? word : "-" + word;
        if (plain.startsWith("--")) {
            return options.contains(plain);
        }
        return plain.chars().skip(1).anyMatch(letter -> options.contains("-" + (char) letter));
    }

    /** Whether a word ends in an option that takes the next word. */
    private boolean takesValue(String word, List<String> options) {
        String plain = word.startsWith("-") ? word : "-" + word;
        return plain.startsWith("--")
                ? options.contains(plain)
                : options.contains("-" + plain.charAt(plain.length() - 1));
    }
}
