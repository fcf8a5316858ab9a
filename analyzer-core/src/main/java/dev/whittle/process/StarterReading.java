package dev.whittle.process;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The command line of one program that starts others: what it starts, and how. */
final class StarterReading {
    private static final Set<String> UNKNOWN = Set.of(Marked.UNKNOWN);

    private final ProcessModel model;
    private final Starter starter;
    private final Invocation invocation;
    private final Where where;
    private final Event.Certainty certainty;
    private final Set<String> input;
    private final int depth;
    private Environment environment;
    private String directory;
    /** Whether an option provides what is otherwise an operand. */
    private boolean named;

    private final List<String> text = new ArrayList<>();
    private final List<String> commands = new ArrayList<>();
    private final List<String> program = new ArrayList<>();

    StarterReading(
            ProcessModel model,
            Starter starter,
            Invocation invocation,
            Where where,
            Event.Certainty certainty,
            Set<String> input,
            int depth) {
        this.model = model;
        this.starter = starter;
        this.invocation = invocation;
        this.where = where;
        this.certainty = certainty;
        this.input = input;
        this.depth = depth;
        this.environment = invocation.environment();
        this.directory = invocation.directory();
    }

    /** Returns the output; marked. */
    Set<String> follow() {
        List<String> words = new ArrayList<>(invocation.arguments());
        if (!starter.after().isEmpty()) {
            startMarked(words);
            return UNKNOWN;
        }
        int at = readOptions(words);
        if (!starter.prefixes().isEmpty()) {
            readPrefixed(words);
        }
        if (starter.applet()) {
            return applet(words.subList(at, words.size()));
        }
        at = Math.min(at + (named ? 0 : starter.operands()), words.size());
        // su also accepts its options after the user.
        at = !named
                        && text.isEmpty()
                        && starter.operands() > 0
                        && !starter.text().isEmpty()
                ? readOptionsAgain(words, at)
                : at;
        if (at < words.size() && words.get(at).equals("--")) {
            at++;
        }
        boolean separated = !starter.separator()
                || (at > 0 && at <= words.size() && words.get(at - 1).equals("--"));
        List<String> rest = words.subList(at, words.size());
        text.forEach(this::shellText);
        for (String command : commands) {
            start(List.of(command.strip().split("[ \t]+", -1)));
        }
        for (String command : program) {
            List<String> argv = new ArrayList<>(List.of(command.strip().split("[ \t]+", -1)));
            argv.addAll(rest);
            start(argv);
        }
        if (rest.isEmpty() || !separated || !program.isEmpty() || !text.isEmpty() || !starter.startsOperands()) {
            return KnownOutput.of(
                    invocation.name(), invocation.arguments(), invocation.directory(), input, model.files());
        }
        if (starter.joined()) {
            shellText(String.join(" ", rest));
            return UNKNOWN;
        }
        return start(rest);
    }

    /** {@code socat TCP-LISTEN:80 EXEC:"tool x",nofork}. */
    private void readPrefixed(List<String> words) {
        for (String word : words) {
            for (String prefix : starter.prefixes()) {
                if (word.length() > prefix.length() && word.regionMatches(true, 0, prefix, 0, prefix.length())) {
                    int comma = word.indexOf(',');
                    text.add(word.substring(prefix.length(), comma < 0 ? word.length() : comma));
                }
            }
        }
    }

    private int readOptionsAgain(List<String> words, int from) {
        List<String> rest = new ArrayList<>(words.subList(from, words.size()));
        int size = rest.size();
        int taken = readOptions(rest);
        return text.isEmpty() ? from : from + taken + (words.size() - from - size);
    }

    /** Reads options and assignments. Returns the position of the first operand. */
    private int readOptions(List<String> words) {
        int at = 0;
        while (at < words.size()) {
            String word = words.get(at);
            int equals = word.indexOf('=');
            if (word.equals("--")) {
                return at + 1;
            } else if (starter.clears().contains(word)) {
                environment = Environment.EMPTY;
                at++;
            } else if (word.equals("-") && !starter.text().isEmpty()) {
                at++; // su -: a login
            } else if (word.startsWith("-") && word.length() > 1) {
                at += readOption(words, at);
            } else if (starter.assignments()
                    && equals > 0
                    && word.substring(0, equals).matches("[A-Za-z_][A-Za-z0-9_]*")) {
                environment = environment.with(word.substring(0, equals), word.substring(equals + 1));
                at++;
            } else {
                return at;
            }
        }
        return at;
    }

    /** Reads one option. Returns the number of words that it takes. */
    private int readOption(List<String> words, int at) {
        String word = words.get(at);
        int equals = word.startsWith("--") ? word.indexOf('=') : -1;
        named |= starter.named().contains(equals > 0 ? word.substring(0, equals) : word);
        if (equals > 0) {
            readValue(words, at, word.substring(0, equals), word.substring(equals + 1));
            return 1;
        }
        boolean next = at + 1 < words.size();
        if (starter.takesValue(word)) {
            readValue(words, at + 1, word, next ? words.get(at + 1) : "");
            return 2;
        }
        if (!word.startsWith("--") && word.length() > 2) {
            String first = word.substring(0, 2);
            String last = "-" + word.charAt(word.length() - 1);
            if (starter.takesValue(first)) {
                readValue(words, at, first, word.substring(2)); // -n19, -Spython3
                return 1;
            }
            if (starter.takesValue(last)) {
                readValue(words, at + 1, last, next ? words.get(at + 1) : ""); // script -qc TEXT
                return 2;
            }
        }
        return 1;
    }

    private void readValue(List<String> words, int at, String option, String value) {
        if (starter.text().contains(option)) {
            text.add(value);
        } else if (starter.commands().contains(option)) {
            commands.add(value);
        } else if (starter.program().contains(option)) {
            program.add(value);
        } else if (starter.directory().contains(option)) {
            directory = model.files().absolute(value, directory);
        } else if (starter.libraryPath().contains(option)) {
            environment = environment.with("LD_LIBRARY_PATH", value);
        } else if (starter.preload().contains(option)) {
            environment = environment.with("LD_PRELOAD", value);
        } else if (starter.split().contains(option)) {
            List<String> split = new ArrayList<>(List.of(value.strip().split("[ \t]+", -1)));
            words.addAll(Math.min(at + 1, words.size()), split);
        }
    }

    /** {@code find … -exec COMMAND {} ;}. */
    private void startMarked(List<String> words) {
        int at = 0;
        while (at < words.size()) {
            if (!starter.after().contains(words.get(at))) {
                at++;
                continue;
            }
            int end = at + 1;
            while (end < words.size()
                    && !words.get(end).equals(";")
                    && !words.get(end).equals("+")) {
                end++;
            }
            List<String> argv = new ArrayList<>();
            for (String word : words.subList(at + 1, end)) {
                argv.add(word.replace("{}", Marked.UNKNOWN));
            }
            if (!argv.isEmpty()) {
                start(argv);
            }
            at = end;
        }
    }

    private Set<String> applet(List<String> words) {
        if (words.isEmpty()) {
            return UNKNOWN;
        }
        Invocation inner = new Invocation(invocation.program(), words, invocation.open(), environment, directory);
        return inner.name().equals(invocation.name()) ? UNKNOWN : model.applet(inner, where, certainty, input, depth);
    }

    private Set<String> start(List<String> argv) {
        Set<String> path = new LinkedHashSet<>(environment.get("PATH"));
        return argv.isEmpty() || argv.get(0).isEmpty()
                ? UNKNOWN
                : model.command(new CommandRequest(
                        argv,
                        invocation.open(),
                        () -> environment,
                        path,
                        directory,
                        where,
                        certainty,
                        input,
                        depth + 1));
    }

    private void shellText(String command) {
        start(List.of("/bin/sh", "-c", command));
    }
}
