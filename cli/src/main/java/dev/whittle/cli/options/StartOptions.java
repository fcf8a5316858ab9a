package dev.whittle.cli.options;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.FailureException;
import dev.whittle.image.ArgumentList;
import dev.whittle.image.ImageConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What would be started, otherwise than the configuration says. */
public final class StartOptions {
    @Option(
            names = "--entrypoint",
            paramLabel = "WORDS",
            preprocessor = ConfigOptions.AnyWord.class,
            description =
                    "Ask about this program instead: a JSON array, or words with quotes as a shell has them. As with"
                            + " docker run, the image's Cmd goes with its Entrypoint.")
    @Nullable
    String entrypoint;

    @Option(
            names = "--cmd",
            paramLabel = "WORDS",
            preprocessor = ConfigOptions.AnyWord.class,
            description = "The arguments, or the program if there is no Entrypoint, likewise.")
    @Nullable
    String cmd;

    public ImageConfig apply(ImageConfig config) throws FailureException {
        if (entrypoint == null && cmd == null) {
            return config;
        }
        List<String> program = words("--entrypoint", entrypoint);
        List<String> arguments = words("--cmd", cmd);
        boolean setsProgram = entrypoint != null;
        return config.edit(edit -> {
            if (setsProgram) {
                edit.entrypoint(program);
            }
            edit.cmd(arguments);
        });
    }

    private static List<String> words(String option, @Nullable String raw) throws FailureException {
        try {
            return raw == null ? List.of() : ArgumentList.parse(raw);
        } catch (IllegalArgumentException e) {
            throw new FailureException(
                    ExitCode.USAGE, option + " " + RawText.visible(raw == null ? "" : raw) + ": " + e.getMessage(), e);
        }
    }
}
