package dev.whittle.process;

/** The state of a shell in one branch of its commands. */
final class ShellState {
    private final Variables variables;
    private Event.Certainty certainty;
    private boolean ended;

    ShellState(Variables variables, Event.Certainty certainty) {
        this.variables = variables;
        this.certainty = certainty;
    }

    /** For commands that may not be executed. What they assign is not seen here unless it is merged. */
    ShellState branch() {
        return new ShellState(variables.branch(), Event.Certainty.CONDITIONAL);
    }

    /** For commands of a subshell, which are as certain as this state. */
    ShellState subshell() {
        return new ShellState(variables.branch(), certainty);
    }

    /** The same variables, with another certainty. */
    ShellState with(Event.Certainty certainty) {
        return new ShellState(variables, certainty);
    }

    Variables variables() {
        return variables;
    }

    Event.Certainty certainty() {
        return certainty;
    }

    /** From here on, commands may not be executed. */
    void becomeConditional() {
        certainty = Event.Certainty.CONDITIONAL;
    }

    /** Whether what follows is unreachable. */
    boolean hasEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }

    void setEnded(boolean ended) {
        this.ended = ended;
    }
}
