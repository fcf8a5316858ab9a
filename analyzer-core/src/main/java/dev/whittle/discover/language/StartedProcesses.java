package dev.whittle.discover.language;

import dev.whittle.discover.evidence.Context;
import dev.whittle.path.RootPath;
import dev.whittle.process.Event;
import dev.whittle.process.Marked;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The processes of interpreters that the image is known to start. */
final class StartedProcesses {
    private StartedProcesses() {}

    static List<Event.Started> of(Context context) throws IOException {
        return context.processes().ofImage().stream()
                .filter(Event.Started.class::isInstance)
                .map(Event.Started.class::cast)
                .toList();
    }

    /** Whether a file that is an argument of a process is missing: it is mounted, or created at run time. */
    static boolean lacksFile(Context context, Event.Started started, String name) throws IOException {
        return context.existing(absolute(context, started, name)).isEmpty();
    }

    /** The real path of a file that a process is given; empty if there is none, or if its name is not known. */
    static Optional<RootPath> file(Context context, Event.Started started, String name) throws IOException {
        if (Marked.isPattern(name)) {
            return Optional.empty();
        }
        Optional<RootPath> file = context.file(absolute(context, started, name));
        return file.isPresent() ? Optional.of(context.real(file.get())) : file;
    }

    private static String absolute(Context context, Event.Started started, String name) {
        return context.processes().files().absolute(name, started.invocation().directory());
    }
}
