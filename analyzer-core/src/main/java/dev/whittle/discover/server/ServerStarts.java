package dev.whittle.discover.server;

import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.StartScripts;
import dev.whittle.path.RootPath;
import dev.whittle.process.Event;
import dev.whittle.process.Invocation;
import dev.whittle.process.Marked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the image's command starts a server, and so which of its configurations is certainly read. */
final class ServerStarts {
    private ServerStarts() {}

    /** The argument lists with which a program is started on every path; empty if no start is seen. */
    static List<List<String>> of(Context context, RootPath program) throws IOException {
        List<List<String>> all = new ArrayList<>();
        for (Event event : context.processes().ofImage()) {
            if (event instanceof Event.Started started && started.certainty() == Event.Certainty.STRAIGHT) {
                Invocation invocation = started.invocation();
                boolean known = invocation.arguments().stream().noneMatch(Marked::isPattern);
                if (known
                        && context.processes()
                                .files()
                                .real(invocation.program())
                                .equals(program)) {
                    all.add(invocation.arguments());
                }
            }
        }
        return all;
    }

    /** The last value of a one-letter option: the next argument, or the rest of the same. */
    static Optional<String> value(List<String> arguments, String option) {
        Optional<String> value = Optional.empty();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals(option) && i + 1 < arguments.size()) {
                value = Optional.of(arguments.get(i + 1));
            } else if (argument.startsWith(option) && argument.length() > option.length()) {
                value = Optional.of(argument.substring(option.length()));
            }
        }
        return value;
    }

    /**
     * Reports a file without which the server exits with an error.
     *
     * @param evidence the line that names it
     * @param path absolute
     * @param certain whether the line is always read when the image starts
     */
    static void missing(Context context, Findings findings, String evidence, String path, boolean certain)
            throws IOException {
        if (certain && !StartScripts.of(context).mayCreate(path)) {
            findings.missing(evidence + ": the image does not have " + path);
        } else {
            findings.remark(evidence + ": " + path + " is not in the root");
        }
    }
}
