package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.image.ArgumentList;
import dev.whittle.image.ImageReference;
import dev.whittle.path.HostPath;
import dev.whittle.transport.Transports;
import dev.whittle.trial.Observation;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the options of {@code try} mean. */
final class TryOptions {
    private static final long DEFAULT_MILLIS = 20_000;

    private TryOptions() {}

    static long millis(@Nullable String seconds) throws FailureException {
        if (seconds == null) {
            return DEFAULT_MILLIS;
        }
        if (!seconds.matches("[1-9][0-9]{0,4}")) {
            throw new FailureException(
                    ExitCode.USAGE, "--time " + RawText.visible(seconds) + ": not a number of seconds such as 60");
        }
        return Integer.parseInt(seconds) * 1000L;
    }

    static List<String> words(List<String> options) throws FailureException {
        List<String> words = new ArrayList<>();
        for (String option : options) {
            try {
                words.addAll(ArgumentList.parse(option));
            } catch (IllegalArgumentException e) {
                throw new FailureException(
                        ExitCode.USAGE, "--run-option " + RawText.visible(option) + ": " + e.getMessage(), e);
            }
        }
        return words;
    }

    /** A name that no file has is one of the engine's. */
    static String source(Console console, String named) {
        boolean there = named.indexOf('\0') < 0
                && Files.exists(
                        HostPath.of(console.environment().workingDirectory(), named), LinkOption.NOFOLLOW_LINKS);
        return there || Transports.hasPrefix(named) || !isReference(named) ? named : "docker-daemon:" + named;
    }

    private static boolean isReference(String named) {
        try {
            ImageReference.parse(named);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What became of a container that does not answer. */
    static String ended(Observation run) {
        return run.exitCode().isEmpty()
                ? ""
                : "; it ended with " + run.exitCode().getAsInt();
    }
}
