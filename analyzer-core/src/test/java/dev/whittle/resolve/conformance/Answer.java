package dev.whittle.resolve.conformance;

import dev.whittle.bytes.RawText;
import dev.whittle.report.LddFormat;
import dev.whittle.resolve.Edge;
import dev.whittle.resolve.Libc;
import dev.whittle.resolve.Outcome;
import dev.whittle.resolve.Resolution;
import dev.whittle.resolve.VersionProblem;
import java.util.ArrayList;
import java.util.List;

/** A resolution in the words of case.txt. */
final class Answer {
    private Answer() {}

    static List<String> listing(Resolution resolution) {
        return new LddFormat()
                .print(resolution)
                .lines()
                .map(line -> RawText.visible(line.strip()))
                .toList();
    }

    /**
     * What a loader says on standard error. glibc tells a missing name among the others, so it is not here; musl tells
     * it each time, but in no order that matters.
     */
    static List<String> faults(Resolution resolution) {
        List<String> faults = new ArrayList<>();
        if (resolution.libc().orElseThrow() == Libc.MUSL) {
            resolution.missing().forEach(edge -> faults.add("missing " + edge.name()));
        }
        resolution
                .fatal()
                .forEach(edge -> faults.add(fatal(edge, resolution.libc().orElseThrow())));
        resolution.versionErrors().forEach(problem -> faults.add(version(problem)));
        return faults.stream().distinct().toList();
    }

    private static String fatal(Edge edge, Libc libc) {
        Outcome.Fatal fatal = (Outcome.Fatal) edge.outcome();
        // musl names what was asked for and words every fault of a file alike.
        return libc == Libc.MUSL ? "fatal " + edge.name() : "fatal " + fatal.path() + ": " + fatal.reason();
    }

    private static String version(VersionProblem problem) {
        return "version " + problem.provider().path() + " " + problem.version() + " wanted by "
                + problem.requester().path();
    }
}
