package dev.whittle.process;

import dev.whittle.rootfs.MemoryRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows processes of a root in memory. */
final class Processes {
    static final String PATH = "/usr/local/bin:/usr/bin:/bin";

    private final MemoryRoot root;
    private Environment environment = Environment.of(Map.of("PATH", PATH, "HOME", "/root"));
    private String directory = "/";

    Processes(MemoryRoot root) {
        this.root = root;
    }

    Processes with(String name, String value) {
        environment = environment.with(name, value);
        return this;
    }

    Processes in(String workingDirectory) {
        directory = workingDirectory;
        return this;
    }

    List<Event> start(String... argv) {
        List<Event> events = new ArrayList<>();
        new ProcessModel(root, events::add).start(List.of(argv), environment, directory, where());
        return events;
    }

    List<Event> text(String text) {
        List<Event> events = new ArrayList<>();
        new ProcessModel(root, events::add).shellText(text, environment, directory, where(), Event.Certainty.STRAIGHT);
        return events;
    }

    private static Where where() {
        return new Where("the test", Optional.empty());
    }

    /** The commands that are started, found or not, in order. */
    static List<String> commands(List<Event> events) {
        List<String> all = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Event.Started started) {
                all.add(Marked.shown(started.named()));
            } else if (event instanceof Event.Missing missing) {
                all.add(missing.command());
            }
        }
        return all;
    }

    /** {@code /usr/bin/x a b} of each program started, in order. */
    static List<String> started(List<Event> events) {
        List<String> all = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Event.Started started && started.certainty() != Event.Certainty.WORD) {
                List<String> words =
                        new ArrayList<>(List.of(started.invocation().program().raw()));
                started.invocation().arguments().forEach(word -> words.add(Marked.shown(word)));
                all.add(String.join(" ", words));
            }
        }
        return all;
    }

    /** The names of programs, and of files that a script reads, that are missing on every way. */
    static List<String> missing(List<Event> events) {
        List<String> all = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Event.Missing missing && missing.certainty() == Event.Certainty.STRAIGHT) {
                all.add(missing.command());
            } else if (event instanceof Event.MissingSource missing
                    && missing.certainty() == Event.Certainty.STRAIGHT) {
                all.add(missing.file());
            }
        }
        return all;
    }

    static List<String> undetermined(List<Event> events) {
        return events.stream()
                .filter(Event.Undetermined.class::isInstance)
                .map(event -> event.where().text() + ": " + ((Event.Undetermined) event).text())
                .toList();
    }
}
