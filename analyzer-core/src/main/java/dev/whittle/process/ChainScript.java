package dev.whittle.process;

import dev.whittle.path.RootPath;
import dev.whittle.script.CommandPath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A script of a language in which each program executes the words after its own arguments: execline, the language of
 * services for s6 and skarnet (execlineb(1)). Any word may be a program, so each one that is a program is started with
 * what follows it in its block.
 */
final class ChainScript {
    private static final int MAX_WORDS = 2000;
    private static final int MAX_ARGUMENTS = 64;

    private final ProcessModel model;
    private final Invocation invocation;
    private final List<String> path;
    private final int depth;

    /**
     * A language: a row of {@code starters.json}.
     *
     * @param programs its interpreters
     * @param path where they look for programs before PATH
     */
    record Language(List<String> programs, List<String> path) {}

    ChainScript(ProcessModel model, Invocation invocation, List<String> path, int depth) {
        this.model = model;
        this.invocation = invocation;
        this.path = path;
        this.depth = depth;
    }

    /** Follows the first operand that is a file, or the text after {@code -c}. */
    void follow(Where where) {
        List<String> arguments = invocation.arguments();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (word.equals("-c") && i + 1 < arguments.size()) {
                words(Marked.plain(arguments.get(i + 1)), arguments.subList(i + 2, arguments.size()), where);
                return;
            }
            Optional<RootPath> file = word.startsWith("-") || Marked.isPattern(word)
                    ? Optional.empty()
                    : model.files().file(word, invocation.directory());
            if (file.isPresent()) {
                model.event(new Event.Interpreted(where, file.get()));
                Where script =
                        new Where(file.get().raw(), Optional.of(model.files().real(file.get())));
                words(model.content(file.get()), arguments.subList(i + 1, arguments.size()), script);
                return;
            }
        }
    }

    /** @param rest the value of {@code $@} */
    private void words(String text, List<String> rest, Where where) {
        List<String> words = new ArrayList<>();
        for (String word : split(text)) {
            if (word.equals("$@")) {
                words.addAll(rest);
            } else {
                words.add(word);
            }
        }
        Set<String> paths = paths();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("{") || word.equals("}")) {
                continue;
            }
            List<String> argv = new ArrayList<>();
            for (int at = i;
                    at < words.size()
                            && argv.size() < MAX_ARGUMENTS
                            && !words.get(at).equals("}");
                    at++) {
                argv.add(Marked.unquoted(words.get(at)));
            }
            if (model.files().command(word, paths, invocation.directory()).isPresent()) {
                model.command(new CommandRequest(
                        argv,
                        false,
                        invocation::environment,
                        paths,
                        invocation.directory(),
                        where,
                        Event.Certainty.CONDITIONAL,
                        Set.of(Marked.UNKNOWN),
                        depth + 1));
            } else if (word.indexOf('/') >= 0) {
                model.event(new Event.Named(
                        where,
                        Event.Role.ARGUMENT,
                        invocation.name(),
                        Marked.unquoted(word),
                        invocation.directory(),
                        paths));
                if (Marked.isPattern(Marked.unquoted(word))) {
                    // elglob: directories of services, which the following programs copy or run
                    model.event(new Event.Walked(
                            where,
                            Event.Certainty.CONDITIONAL,
                            Marked.unquoted(word),
                            invocation.directory(),
                            true,
                            List.of()));
                }
            }
        }
    }

    private Set<String> paths() {
        Set<String> inherited = invocation.environment().get("PATH");
        Set<String> all = new LinkedHashSet<>();
        String added = String.join(":", path);
        for (String directories : inherited.isEmpty() ? Set.of(CommandPath.DEFAULT) : inherited) {
            all.add(added + ":" + directories);
        }
        return all;
    }

    /** Words in execline: blanks separate, double quotes join, braces are words, {@code #} begins a comment. */
    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean begun = false;
        for (int i = 0; i < text.length() && words.size() < MAX_WORDS; i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                word.append(text.charAt(i));
                begun = true;
            } else if (c == '"') {
                quoted = !quoted;
                begun = true;
            } else if (!quoted && c == '#' && !begun) {
                int end = text.indexOf('\n', i);
                i = end < 0 ? text.length() : end;
            } else if (!quoted && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
