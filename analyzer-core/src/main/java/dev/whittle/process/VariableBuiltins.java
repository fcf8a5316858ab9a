package dev.whittle.process;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Shell builtins that start nothing and change the state of the shell (POSIX XCU 2.14 and 4). */
final class VariableBuiltins {
    /** PATH_MAX, including the final NUL (linux/limits.h). */
    private static final int PATH_MAX = 4096;

    private static final Pattern COUNT = Pattern.compile("[0-9]{1,4}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*+");

    private final RootFiles files;
    private final Variables variables;

    VariableBuiltins(RootFiles files, Variables variables) {
        this.files = files;
        this.variables = variables;
    }

    /** {@code cd}; without an operand it goes to HOME. */
    void changeDirectory(List<String> arguments) {
        Optional<String> to =
                arguments.stream().filter(word -> !word.startsWith("-")).findFirst();
        if (to.isEmpty()) {
            Set<String> home = variables.get("HOME");
            variables.setDirectories(home.isEmpty() ? Printed.UNKNOWN : home);
            return;
        }
        Set<String> all = new LinkedHashSet<>();
        for (String from : variables.directories()) {
            String reached = files.absolute(to.get(), from);
            all.add(reached.length() < PATH_MAX ? reached : from); // chdir(2) fails: ENAMETOOLONG
        }
        variables.setDirectories(all);
    }

    /** {@code set}: what follows the options becomes the positional parameters. */
    void set(List<String> arguments, boolean open) {
        int at = 0;
        while (at < arguments.size()) {
            String word = arguments.get(at);
            if (word.equals("--")) {
                at++;
                break;
            }
            boolean option = word.length() > 1 && (word.startsWith("-") || word.startsWith("+"));
            if (!option) {
                break;
            }
            // "-euo pipefail": the letter o takes the next argument, in any position (builtins/set.def:set_builtin).
            at += word.indexOf('o') > 0 ? 2 : 1;
        }
        at = Math.min(at, arguments.size());
        if (at < arguments.size() || (at > 0 && arguments.get(at - 1).equals("--"))) {
            variables.setArguments(List.of(new Variables.Arguments(arguments.subList(at, arguments.size()), open)));
        }
    }

    void shift(List<String> arguments) {
        int count = arguments.isEmpty() || !COUNT.matcher(arguments.get(0)).matches()
                ? 1
                : Integer.parseInt(arguments.get(0));
        variables.setArguments(
                variables.arguments().stream().map(all -> all.shifted(count)).toList());
    }

    /** {@code read}: each variable may have any of the values. */
    void read(List<String> arguments, Set<String> values) {
        arguments.stream().filter(name -> NAME.matcher(name).matches()).forEach(name -> variables.assign(name, values));
    }
}
