package dev.whittle.trial;

import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a container did while it was observed. All text is raw.
 *
 * @param end whether and how it ended by itself
 * @param command its program and arguments
 * @param health at the end; empty without a health check
 * @param ports the largest set of open ports; empty if it cannot be known
 * @param output its lines, in order; for one that stayed up, until it was stopped, since the order of messages at the
 *     end is chance
 * @param answers one for each question
 * @param said other output of it and of the questions, for finding what is missing
 * @param stop result of stopping one that stayed up
 * @param millis how long it was observed
 */
public record Observation(
        End end,
        List<String> command,
        Optional<String> health,
        Optional<NavigableSet<String>> ports,
        List<String> output,
        List<Answered> answers,
        List<String> said,
        Optional<Stop> stop,
        long millis) {
    public Observation {
        command = List.copyOf(command);
        output = List.copyOf(output);
        answers = List.copyOf(answers);
        said = List.copyOf(said);
    }

    /**
     * Whether and how a container ended by itself.
     *
     * @param refused the engine's message, if it did not start the container
     * @param exitCode empty for one that stayed up
     * @param outOfMemory whether it was killed because of its memory limit
     */
    public record End(Optional<String> refused, OptionalInt exitCode, boolean outOfMemory) {}

    /** The engine's message, if it did not start the container. */
    public Optional<String> refused() {
        return end.refused();
    }

    /** Of a container that ended by itself; empty for one that stayed up. */
    public OptionalInt exitCode() {
        return end.exitCode();
    }

    /** Whether it was killed because of its memory limit. */
    public boolean outOfMemory() {
        return end.outOfMemory();
    }

    /**
     * A question's answer: the first with exit code 0, otherwise the last.
     *
     * @param question as given
     * @param lines of its standard output
     */
    public record Answered(String question, int exitCode, List<String> lines) {
        public Answered {
            lines = List.copyOf(lines);
        }
    }

    /** @param killed whether the stop signal did not end it in time */
    public record Stop(int exitCode, boolean killed) {}

    /** Whether it ran until it was stopped. */
    public boolean staysUp() {
        return refused().isEmpty() && exitCode().isEmpty();
    }

    /** Whether every question was answered with exit code 0. */
    public boolean answersAll() {
        return answers.stream().allMatch(answer -> answer.exitCode() == 0);
    }
}
