package dev.whittle.trace;

/**
 * One path that a traced process had to do with, successfully.
 *
 * @param within the directory that the process had been confined to by chroot, raw; empty if to none
 * @param path absolute, seen from there, raw, links and {@code ..} as they were given
 * @param follows whether a link in last place was followed, at least once
 * @param made whether the process may have made it itself, so that it need not have been there before
 * @param line of the trace, from 1: the first on which it was used in the strongest way
 * @param count how often it was used in any way
 */
public record Access(String within, String path, Kind kind, boolean follows, boolean made, int line, int count) {
    /** How it was used, the strongest way first. */
    public enum Kind {
        EXECUTED("executed"),
        OPENED("opened"),
        /** With O_DIRECTORY, or by chdir: nothing below it is meant. */
        ENTERED("opened as a directory"),
        LINK_READ("read as a link"),
        /** Its owner, mode, time or name. */
        CHANGED("changed"),
        /** Something was made or renamed in this directory. */
        WRITTEN_INTO("written into"),
        /** stat, access and the like: whether it is there, and what it is. */
        LOOKED_AT("only looked at");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** What was in the file mattered, not only that it was there. */
    public boolean isRead() {
        return kind == Kind.EXECUTED || kind == Kind.OPENED;
    }
}
