package dev.whittle.trial;

import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a container did while it was watched. All text is raw.
 *
 * @param refused the engine's words, if it did not start the container
 * @param exitCode of a container that ended by itself; empty for one that stayed up
 * @param outOfMemory whether it ended for want of memory
 * @param command its program and arguments
 * @param health at the end; empty without a health check
 * @param ports what it listened on, at the most; empty if that cannot be known
 * @param output its lines, in order; of one that stayed up, until it was stopped: what several processes say when they end is chance
 * @param answers one for each question
 * @param said what it and those who asked it said besides, for finding out what is missing
 * @param stop what became of one that stayed up
 * @param millis how long it was watched
 */
public record Observation(
        Optional<String> refused,
        OptionalInt exitCode,
        boolean outOfMemory,
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
     * A question's answer: the first with exit code 0, else the last.
     *
     * @param question as it was given
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
        return refused.isEmpty() && exitCode.isEmpty();
    }

    /** Whether every question was answered with exit code 0. */
    public boolean answersAll() {
        return answers.stream().allMatch(answer -> answer.exitCode() == 0);
    }
}
