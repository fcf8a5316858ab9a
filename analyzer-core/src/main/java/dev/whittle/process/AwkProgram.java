package dev.whittle.process;

import dev.whittle.path.RootPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands in the text of an awk program (POSIX, awk): {@code | "cmd"}, {@code "cmd" | getline}, {@code system("cmd")}. */
final class AwkProgram {
    private final ProcessModel model;
    private final Invocation invocation;
    private final Where where;
    private final int depth;

    AwkProgram(ProcessModel model, Invocation invocation, Where where, int depth) {
        this.model = model;
        this.invocation = invocation;
        this.where = where;
        this.depth = depth;
    }

    /** {@code command | getline}, {@code print | command}, {@code system(command)}. */
    private static final Pattern RUN_VARIABLE =
            Pattern.compile("\\b([A-Za-z_][A-Za-z0-9_]{0,40}+)[ \t]*+\\|[ \t]*+getline"
                    + "|(?:(?<!\\|)\\||system[ \t]*+\\()[ \t]*+([A-Za-z_][A-Za-z0-9_]{0,40}+)");

    private static final Pattern ASSIGNED = Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,40}+)=$");

    /** The part of the text before a literal that is stored. */
    private static final int MAX_BEFORE = 64;

    void follow() {
        List<String> words = invocation.arguments();
        boolean file = false;
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            if (word.equals("-f") || word.equals("--file")) {
                file = true;
                at++;
                file(at < words.size() ? words.get(at) : "");
            } else if (word.startsWith("-f") && word.length() > 2) {
                file = true;
                file(word.substring(2));
            } else if (word.equals("-v") || word.equals("-F")) {
                at++;
            } else if (!word.startsWith("-")) {
                if (!file) {
                    text(word, where);
                }
                return;
            }
        }
    }

    private void file(String name) {
        Optional<RootPath> found =
                Marked.isPattern(name) ? Optional.empty() : model.files().file(name, invocation.directory());
        if (found.isPresent()) {
            model.event(new Event.Interpreted(where, found.get()));
            Where script =
                    new Where(found.get().raw(), Optional.of(model.files().real(found.get())));
            text(model.content(found.get()), script);
        }
    }

    private void text(String program, Where place) {
        for (String command : commands(Marked.plain(program))) {
            List<String> argv = List.of("/bin/sh", "-c", command);
            model.command(
                    CommandRequest.of(invocation, argv, place, Event.Certainty.CONDITIONAL, Printed.UNKNOWN, depth + 1)
                            .withOpen(false));
        }
    }

    /**
     * Literals next to a pipe or at the start of the argument of system, and those assigned to a variable that is used
     * this way; with a hole if more is appended.
     */
    static List<String> commands(String program) {
        List<String> found = new ArrayList<>();
        Set<String> run = new HashSet<>();
        Matcher use = RUN_VARIABLE.matcher(program);
        while (use.find()) {
            run.add(use.group(1) != null ? use.group(1) : use.group(2));
        }
        String before = "";
        int at = 0;
        while (at < program.length()) {
            char c = program.charAt(at);
            if (c == '#') {
                int end = program.indexOf('\n', at);
                at = end < 0 ? program.length() : end;
            } else if (c == '"') {
                StringBuilder literal = new StringBuilder();
                int end = at + 1;
                while (end < program.length() && program.charAt(end) != '"' && program.charAt(end) != '\n') {
                    if (program.charAt(end) == '\\' && end + 1 < program.length()) {
                        end++;
                    }
                    literal.append(program.charAt(end));
                    end++;
                }
                at = end + 1;
                int next = skipBlanks(program, at);
                boolean pipes = before.endsWith("|") && !before.endsWith("||");
                boolean piped =
                        next < program.length() && program.charAt(next) == '|' && !program.startsWith("||", next);
                boolean called = before.replaceAll("[ \t]", "").endsWith("system(");
                Matcher assigned = ASSIGNED.matcher(before);
                boolean kept = assigned.find() && run.contains(assigned.group(1));
                if (pipes || piped || called || kept) {
                    boolean ends = next >= program.length() || ")|;}\n,".indexOf(program.charAt(next)) >= 0;
                    found.add(ends ? literal.toString() : literal.toString() + Marked.HOLE);
                }
                before = "";
            } else {
                if (c != ' ' && c != '\t') {
                    before = before.length() > MAX_BEFORE ? before.substring(MAX_BEFORE / 2) + c : before + c;
                }
                at++;
            }
        }
        return found;
    }

    private static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }
}
