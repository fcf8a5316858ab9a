package dev.whittle.resolve.conformance;

import dev.whittle.bytes.RawText;
import dev.whittle.report.LddFormat;
import dev.whittle.resolve.load.Edge;
import dev.whittle.resolve.load.Libc;
import dev.whittle.resolve.load.Outcome;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.resolve.load.VersionProblem;
import java.util.ArrayList;
import java.util.List;

/** A resolution in the format of case.txt. */
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
     * The loader's output on standard error. glibc prints a missing name among the others, so it is not here; musl
     * prints it each time, in any order.
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
        // musl names the request, and uses the same message for every fault of a file.
        return libc == Libc.MUSL ? "fatal " + edge.name() : "fatal " + fatal.path() + ": " + fatal.reason();
    }

    private static String version(VersionProblem problem) {
        return "version " + problem.provider().path() + " " + problem.version() + " wanted by "
                + problem.requester().path();
    }
}
