package dev.whittle.script;

/**
 * One word of a shell text.
 *
 * @param command the command that it is an argument of, raw; empty for a command itself and for what belongs to none
 * @param text quotes removed, raw; where it is not resolved, what a run would put in stands as {@code $name} or {@code $…}
 * @param line counted from 1
 * @param resolved whether nothing but a glob pattern is left to be found out by a run
 */
public record ShellWord(Role role, String command, String text, int line, boolean resolved) {
    public enum Role {
        /** What is run; also behind {@code exec}, {@code command} and the like. */
        COMMAND,
        /** The file that {@code .} or {@code source} reads. */
        SOURCED,
        ARGUMENT,
        /** A value given to a variable. */
        VALUE,
        /** A file that is redirected from or to. */
        FILE
    }
}
