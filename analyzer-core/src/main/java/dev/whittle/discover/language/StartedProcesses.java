package dev.whittle.discover.language;

import dev.whittle.discover.evidence.Context;
import dev.whittle.process.Event;
import java.io.IOException;
import java.util.List;

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
        String absolute =
                context.processes().files().absolute(name, started.invocation().directory());
        return context.existing(absolute).isEmpty();
    }
}
