package dev.whittle.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * Two images compared.
 *
 * @param checks in display order
 * @param output of both, where it differs
 * @param answers that differ, by question
 */
public record Comparison(List<Check> checks, LineDifference output, List<AnswerDifference> answers) {
    public Comparison {
        checks = List.copyOf(checks);
        answers = List.copyOf(answers);
    }

    /** @param question as given, raw */
    public record AnswerDifference(String question, LineDifference lines) {}

    /** Whether the slim image behaves like the original. */
    public boolean isEqual() {
        return checks.stream().noneMatch(check -> check.verdict() == Check.Verdict.DIFFERENT);
    }

    /** Whether lines differ, so that another run of the original can tell which of them vary. */
    boolean hasOtherLines() {
        return !output.isEmpty()
                || answers.stream().anyMatch(answer -> !answer.lines().isEmpty());
    }

    /** Lines of any kind that only the slim image printed. */
    List<String> extraLines() {
        List<String> all = new ArrayList<>(output.extra());
        answers.forEach(answer -> all.addAll(answer.lines().extra()));
        return all;
    }

    /** Whether only lines differ, so that another run of the slim image can tell whether that is chance. */
    boolean isDifferentInLinesAlone() {
        return hasOtherLines()
                && checks.stream()
                        .allMatch(check -> check.verdict() != Check.Verdict.DIFFERENT
                                || check.kind() == Check.Kind.OUTPUT
                                || (check.kind() == Check.Kind.QUESTION && hasOtherLines(check.name())));
    }

    private boolean hasOtherLines(String question) {
        return answers.stream().anyMatch(answer -> answer.question().equals(question));
    }

    /**
     * @param again another run of the original, if there was one
     * @param confirmation the same comparison with another run of the slim image, if there was one
     */
    static Comparison of(
            Observation original, Optional<Observation> again, Observation slim, Optional<Comparison> confirmation) {
        List<Check> checks = new ArrayList<>();
        checks.add(check(Check.Kind.START, "start", start(original), start(slim)));
        LineDifference output = LineDifference.of(original.output(), again.map(Observation::output), slim.output());
        if (confirmation.isPresent()) {
            output = output.confirmedBy(confirmation.get().output());
        }
        List<AnswerDifference> answers = new ArrayList<>();
        if (original.refused().isEmpty() && slim.refused().isEmpty()) {
            checks.add(check(Check.Kind.RUN, "run", run(original), run(slim)));
            if (original.health().isPresent() || slim.health().isPresent()) {
                checks.add(check(Check.Kind.HEALTH, "health", health(original), health(slim)));
            }
        }
        if (original.staysUp() && slim.staysUp()) { // otherwise what it shows of them is chance
            checks.add(ports(original, slim));
        }
        checks.add(new Check(
                Check.Kind.OUTPUT,
                "output",
                count(original.output().size(), ""),
                count(slim.output().size(), differing(output)),
                verdict(output.isEmpty())));
        for (int i = 0; i < original.answers().size(); i++) {
            Observation.Answered answered = original.answers().get(i);
            Optional<Observation.Answered> other = slim.answers().stream()
                    .filter(answer -> answer.question().equals(answered.question()))
                    .findFirst();
            int index = i;
            Optional<List<String>> second = again.filter(run -> run.answers().size() > index)
                    .map(run -> run.answers().get(index).lines());
            LineDifference lines = LineDifference.of(
                    answered.lines(),
                    second,
                    other.map(Observation.Answered::lines).orElse(List.of()));
            if (confirmation.isPresent()) {
                lines = lines.confirmedBy(confirmation.get().answer(answered.question()));
            }
            LineDifference found = lines;
            boolean equal = other.isPresent() && other.get().exitCode() == answered.exitCode() && lines.isEmpty();
            checks.add(new Check(
                    Check.Kind.QUESTION,
                    answered.question(),
                    answer(answered, ""),
                    other.map(answer -> answer(answer, differing(found))).orElse("not asked"),
                    verdict(equal)));
            if (!lines.isEmpty()) {
                answers.add(new AnswerDifference(answered.question(), lines));
            }
        }
        if (original.stop().isPresent() && slim.stop().isPresent()) {
            checks.add(check(
                    Check.Kind.STOP,
                    "stop",
                    stop(original.stop().get()),
                    stop(slim.stop().get())));
        }
        return new Comparison(checks, output, answers);
    }

    private LineDifference answer(String question) {
        return answers.stream()
                .filter(answer -> answer.question().equals(question))
                .map(AnswerDifference::lines)
                .findFirst()
                .orElseGet(() -> new LineDifference(List.of(), List.of()));
    }

    private static Check check(Check.Kind kind, String name, String original, String slim) {
        return new Check(kind, name, original, slim, verdict(original.equals(slim)));
    }

    private static Check.Verdict verdict(boolean equal) {
        return equal ? Check.Verdict.EQUAL : Check.Verdict.DIFFERENT;
    }

    private static String start(Observation run) {
        return run.refused().map(reason -> "refused: " + reason).orElse("starts");
    }

    private static String run(Observation run) {
        if (run.exitCode().isEmpty()) {
            return "stays up";
        }
        return "ends with " + run.exitCode().getAsInt() + (run.outOfMemory() ? ", out of memory" : "");
    }

    private static String health(Observation run) {
        return run.health().orElse("not known");
    }

    private static Check ports(Observation original, Observation slim) {
        String before = ports(original.ports());
        String after = ports(slim.ports());
        boolean known = original.ports().isPresent() && slim.ports().isPresent();
        return new Check(
                Check.Kind.PORTS,
                "ports",
                before,
                after,
                known
                        ? verdict(Ports.areSame(
                                original.ports().get(), slim.ports().get()))
                        : Check.Verdict.UNKNOWN);
    }

    private static String ports(Optional<NavigableSet<String>> ports) {
        return ports.map(all -> all.isEmpty() ? "none" : String.join(", ", all)).orElse("not known");
    }

    private static String stop(Observation.Stop stop) {
        return stop.killed() ? "killed" : "ends with " + stop.exitCode();
    }

    private static String answer(Observation.Answered answer, String differing) {
        return answer.exitCode() < 0
                ? "not asked"
                : "exit code " + answer.exitCode() + ", " + count(answer.lines().size(), differing);
    }

    private static String count(int lines, String more) {
        return lines + (lines == 1 ? " line" : " lines") + more;
    }

    private static String differing(LineDifference difference) {
        if (difference.isEmpty()) {
            return "";
        }
        int lacking = difference.lacking().size();
        int extra = difference.extra().size();
        return (lacking > 0 ? ", " + lacking + " lacking" : "") + (extra > 0 ? ", " + extra + " others" : "");
    }
}
