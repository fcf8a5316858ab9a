package dev.whittle.process;

import java.util.List;

/** Reports what one shell does, with the place in the text that it reads now. */
final class ShellEvents {
    private final ProcessModel model;
    private ShellSource source;

    ShellEvents(ProcessModel model, ShellSource source) {
        this.model = model;
        this.source = source;
    }

    /** What the shell reads now: its script, or a file that this reads. */
    ShellSource source() {
        return source;
    }

    void setSource(ShellSource source) {
        this.source = source;
    }

    Where where(int line) {
        return source.where(line);
    }

    void report(Event event) {
        model.event(event);
    }

    /** @param text for display */
    void undetermined(int line, String text) {
        model.event(new Event.Undetermined(where(line), text));
    }

    /** Notes that a command writes a script whose text is known. */
    void wroteScript(String path, Variables variables) {
        model.wroteScript(path, variables.directory());
    }

    /** Words that may name files. */
    void reportWords(List<String> words, Event.Role role, String command, ShellState state, int line) {
        Variables variables = state.variables();
        for (String word : words) {
            if (!word.isEmpty() && !word.equals(Marked.UNKNOWN)) {
                model.event(new Event.Named(
                        where(line), role, command, word, variables.directory(), variables.get("PATH")));
            }
        }
    }
}
