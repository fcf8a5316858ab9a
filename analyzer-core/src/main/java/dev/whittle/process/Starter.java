package dev.whittle.process;

import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import java.util.List;

/**
 * How a program that starts others receives its command. Options are written as on its command line; an option with a
 * value is followed by it, or has it after {@code =}.
 *
 * @param programs names, or patterns of names
 * @param values options that take a value
 * @param operands number of operands before the command
 * @param assignments whether {@code A=b} before the command sets a variable
 * @param clears options that empty the environment
 * @param split options whose value is words, as in {@code env -S}
 * @param text options whose value is shell text
 * @param commands options whose value is a command and its arguments in one word
 * @param program options whose value is the program; the operands are its arguments
 * @param after words before a command that ends with {@code ;} or {@code +}: {@code find -exec}
 * @param separator whether the command must follow {@code --}
 * @param joined whether the rest is one shell text
 * @param named options after which the operands are only the command: {@code runuser -u USER COMMAND}
 * @param directory options that set the working directory
 * @param libraryPath options that set the directories of libraries
 * @param preload options that set libraries to preload
 * @param prefixes text before a command within an argument: {@code EXEC:COMMAND,OPTION}
 * @param optionsOnly whether operands are not a command unless an option names the program
 * @param applet whether the command is one of the program's own, as with {@code busybox}
 */
public record Starter(
        List<String> programs,
        List<String> values,
        int operands,
        boolean assignments,
        List<String> clears,
        List<String> split,
        List<String> text,
        List<String> commands,
        List<String> program,
        List<String> after,
        boolean separator,
        boolean joined,
        List<String> named,
        List<String> directory,
        List<String> libraryPath,
        List<String> preload,
        List<String> prefixes,
        boolean optionsOnly,
        boolean applet) {

    boolean isFor(String name) {
        for (String program : programs) {
            boolean matches = Glob.isPattern(program)
                    ? Glob.of(program).matches(RootPath.ROOT.child(name))
                    : program.equals(name);
            if (matches) {
                return true;
            }
        }
        return false;
    }

    /** Whether its operands are a command: false for a program that only has options whose values are commands. */
    boolean startsOperands() {
        return commands.isEmpty() && prefixes.isEmpty() && !optionsOnly;
    }

    boolean takesValue(String option) {
        return values.contains(option)
                || split.contains(option)
                || text.contains(option)
                || commands.contains(option)
                || program.contains(option)
                || directory.contains(option)
                || libraryPath.contains(option)
                || preload.contains(option);
    }
}
