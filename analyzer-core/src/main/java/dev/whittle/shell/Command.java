package dev.whittle.shell;

import java.util.List;
import java.util.Optional;

/** A command of the shell's grammar (POSIX XCU 2.9). */
public sealed interface Command {
    /** Commands in sequence. */
    record Sequence(List<Command> commands) implements Command {
        public static final Sequence EMPTY = new Sequence(List.of());

        public Sequence {
            commands = List.copyOf(commands);
        }
    }

    /** {@code A=b program argument >file}. */
    record Simple(List<Assignment> assignments, List<Word> words, List<Redirect> redirects, int line)
            implements Command {
        public Simple {
            assignments = List.copyOf(assignments);
            words = List.copyOf(words);
            redirects = List.copyOf(redirects);
        }
    }

    /** {@code a | b}; at least two commands. */
    record Pipeline(List<Command> commands) implements Command {
        public Pipeline {
            commands = List.copyOf(commands);
        }
    }

    /** {@code a && b || c}; at least two commands. */
    record AndOr(List<Link> links) implements Command {
        public AndOr {
            links = List.copyOf(links);
        }
    }

    /** @param and whether the command follows {@code &&}, not {@code ||}; true for the first */
    record Link(boolean and, Command command) {}

    /** {@code ! a}. */
    record Negated(Command command) implements Command {}

    /** {@code a &}. */
    record Background(Command command) implements Command {}

    /** {@code (a)} or <code>{ a; }</code>. */
    record Group(Sequence body, boolean subshell, List<Redirect> redirects) implements Command {
        public Group {
            redirects = List.copyOf(redirects);
        }
    }

    /** {@code if}; each {@code elif} is another branch. */
    record If(List<Branch> branches, Optional<Sequence> otherwise, List<Redirect> redirects) implements Command {
        public If {
            branches = List.copyOf(branches);
            redirects = List.copyOf(redirects);
        }
    }

    /** A condition and the commands that depend on it. */
    record Branch(Sequence condition, Sequence body) {}

    /** {@code while} and {@code until}. */
    record Loop(Sequence condition, Sequence body, List<Redirect> redirects) implements Command {
        public Loop {
            redirects = List.copyOf(redirects);
        }
    }

    /** {@code for} and {@code select}; without {@code in}, {@code values} is empty and the loop takes the arguments. */
    record For(String variable, Optional<List<Word>> values, Sequence body, List<Redirect> redirects)
            implements Command {
        public For {
            values = values.map(List::copyOf);
            redirects = List.copyOf(redirects);
        }
    }

    /** {@code case}. */
    record Case(Word subject, List<Arm> arms, List<Redirect> redirects) implements Command {
        public Case {
            arms = List.copyOf(arms);
            redirects = List.copyOf(redirects);
        }
    }

    /** {@code a|b) …;;}. */
    record Arm(List<Word> patterns, Sequence body) {
        public Arm {
            patterns = List.copyOf(patterns);
        }
    }

    /** {@code name() …}. */
    record Function(String name, Command body) implements Command {}

    /** {@code [[ … ]]} and {@code ((…))}: a test that runs only the substitutions in its words. */
    record Test(List<Word> words, int line) implements Command {
        public Test {
            words = List.copyOf(words);
        }
    }

    /** {@code name=value}, {@code name+=value}. An element of an array counts as the array. */
    record Assignment(String name, boolean append, Word value) {}

    /** A redirection: {@code <}, {@code >}, {@code >>}, {@code <<}, {@code <<<}, {@code >&} and so on. */
    final class Redirect {
        private final String operator;
        private Word target;

        Redirect(String operator, Word target) {
            this.operator = operator;
            this.target = target;
        }

        public String operator() {
            return operator;
        }

        /** The file; for a here-document its text. */
        public Word target() {
            return target;
        }

        /** The text of a here-document begins after the line of its redirection, so it is set later. */
        void fill(Word text) {
            target = text;
        }

        /** {@code <<}, {@code <<-} or {@code <<<}: the target is what is read, not a file. */
        public boolean isText() {
            return operator.startsWith("<<");
        }

        /** {@code 2>&1}: the target is a descriptor, not a file. */
        public boolean isDuplicate() {
            return operator.equals(">&") || operator.equals("<&");
        }
    }
}
