package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * How a process ended.
 *
 * @param exit as in a shell: 128 plus the signal's number if a signal ended it
 */
record Ended(Command command, int exit, String out, String err) {
    Ended exits(int wanted) {
        assertThat(exit).as("exit code of %s, which said: %s", this, err).isEqualTo(wanted);
        return this;
    }

    Ended succeeds() {
        return exits(0);
    }

    boolean crashed() {
        return exit > 128;
    }

    List<String> lines() {
        return out.lines().toList();
    }

    List<String> errors() {
        return err.lines().toList();
    }

    @Override
    public String toString() {
        String line = String.join(" ", command.words());
        return line.length() < 300 ? line : line.substring(0, 300) + " …";
    }
}
