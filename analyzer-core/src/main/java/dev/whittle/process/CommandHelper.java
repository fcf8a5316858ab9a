package dev.whittle.process;

import java.util.List;

/**
 * Programs that another program starts under a fixed name that is not among its arguments: a row of
 * {@code helpers.json}. They are never reported as missing, since the program may work without them.
 *
 * @param programs names of the program that starts them
 * @param cluster whether the first word may be options without a dash: {@code tar czf x .}
 * @param when options of which one must be present; none if options do not matter
 * @param endings texts of which an argument must end in one
 * @param containing texts of which an argument must contain one
 * @param starts names or paths
 */
record CommandHelper(
        List<String> programs,
        boolean cluster,
        List<String> when,
        List<String> endings,
        List<String> containing,
        List<String> starts) {

    boolean isFor(String name, List<String> arguments) {
        return programs.contains(name)
                && (when.isEmpty() || hasOption(arguments))
                && (endings.isEmpty()
                        || arguments.stream()
                                .anyMatch(argument -> endings.stream().anyMatch(argument::endsWith)))
                && (containing.isEmpty()
                        || arguments.stream()
                                .anyMatch(argument -> containing.stream().anyMatch(argument::contains)));
    }

    private boolean hasOption(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            boolean option = word.length() > 1 && word.startsWith("-");
            if ((option || (cluster && i == 0 && !word.isEmpty())) && TreeReader.has(word, when)) {
                return true;
            }
        }
        return false;
    }
}
