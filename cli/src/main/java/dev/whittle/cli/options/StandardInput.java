package dev.whittle.cli.options;

import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.FailureException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks that {@code -} is read only once. */
public final class StandardInput {
    private static final String PIPE = "-";

    private StandardInput() {}

    /** Whether a source or a file is standard input; a source may say which image of it. */
    public static boolean isNamed(String file) {
        return file.equals(PIPE) || file.startsWith("-:") || file.startsWith("stdin:");
    }

    /**
     * @param others other inputs of the command line
     * @return how often standard input is named: once or never
     */
    @SafeVarargs
    public static int once(SelectionOptions selection, Optional<String>... others) throws FailureException {
        List<String> all = new ArrayList<>(selection.read());
        for (Optional<String> other : others) {
            other.ifPresent(all::add);
        }
        long piped = all.stream().filter(StandardInput::isNamed).count();
        if (piped > 1) {
            throw new FailureException(ExitCode.USAGE, "standard input can be one thing only");
        }
        return (int) piped;
    }
}
