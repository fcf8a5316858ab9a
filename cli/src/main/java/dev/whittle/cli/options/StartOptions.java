package dev.whittle.cli.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What is started otherwise than the image says, and how: it decides what is kept. All raw. */
@Heading("Image configuration")
public final class StartOptions {
    @Often("start this instead")
    @Option(
            names = "--entrypoint",
            paramLabel = "WORDS",
            preprocessor = AnyWord.class,
            description = "Start this instead: a JSON array, or words with quotes as a shell has them (no shell reads"
                    + " them). As with docker run, the image's Cmd goes with its Entrypoint. Empty: no Entrypoint.")
    @Nullable
    String entrypoint;

    @Option(
            names = "--cmd",
            paramLabel = "WORDS",
            preprocessor = AnyWord.class,
            description = "The arguments, or the program if there is no Entrypoint, likewise.")
    @Nullable
    String cmd;

    @Option(names = "--user", paramLabel = "USER[:GROUP]", description = "Run as this user, a name or a number.")
    @Nullable
    String user;

    @Option(
            names = "--env",
            paramLabel = "NAME=VALUE",
            description = "Set a variable of the environment, for the new image and for what is kept.")
    List<String> env = new ArrayList<>();

    /** What follows is taken as it is: a command's arguments often look like options ({@code --cmd --version}). */
    static final class AnyWord implements IParameterPreprocessor {
        @Override
        public boolean preprocess(
                Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> details) {
            if (arguments.isEmpty()) {
                return false; // which is told as for any other option
            }
            option.setValue(arguments.pop());
            return true;
        }
    }

    public Optional<String> entrypoint() {
        return Optional.ofNullable(entrypoint);
    }

    public Optional<String> cmd() {
        return Optional.ofNullable(cmd);
    }

    public Optional<String> user() {
        return Optional.ofNullable(user);
    }

    public List<String> env() {
        return env;
    }

    /** Whether one of these was given. */
    public boolean any() {
        return entrypoint != null || cmd != null || user != null || !env.isEmpty();
    }
}
