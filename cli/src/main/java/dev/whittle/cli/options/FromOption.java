package dev.whittle.cli.options;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.FailureException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --from} for commands whose first argument is a source: nobody has to remember which command takes which. */
@Heading("Source")
public final class FromOption {
    @Option(
            names = "--from",
            paramLabel = "SOURCE",
            description = "The same as SOURCE, as an option; the arguments are then those that follow SOURCE.")
    @Nullable
    String from;

    /**
     * The source, of a command that takes nothing else.
     *
     * @param first the first argument, empty if there is none
     */
    public String source(String first) throws FailureException {
        if (from != null && !first.isEmpty()) {
            throw new FailureException(
                    ExitCode.USAGE, "two sources: --from " + RawText.visible(from) + " and " + RawText.visible(first));
        }
        return needed(from == null ? first : from);
    }

    /**
     * The source.
     *
     * @param first the first argument, empty if there is none: one that is no source goes to the others
     * @param rest the other arguments
     */
    public String source(String first, List<String> rest) throws FailureException {
        if (from != null && !first.isEmpty()) {
            rest.add(0, first);
        }
        return needed(from == null ? first : from);
    }

    private static String needed(String source) throws FailureException {
        if (source.isEmpty()) {
            throw new FailureException(
                    ExitCode.USAGE,
                    "no SOURCE given: name an image or a root, such as docker-archive:FILE or dir:PATH");
        }
        return source;
    }
}
