package dev.whittle.trace;

/**
 * One path that a traced process used successfully.
 *
 * @param within the directory to which chroot confined the process, raw; empty if none
 * @param path absolute, relative to that directory, raw, links and {@code ..} unchanged
 * @param follows whether a link in the last component was followed, at least once
 * @param made whether the process may have created it, so that it need not have existed before
 * @param line of the trace, from 1: the first one with the strongest use
 * @param count number of uses of any kind
 */
public record Access(String within, String path, Kind kind, boolean follows, boolean made, int line, int count) {
    /** Kinds of use, strongest first. */
    public enum Kind {
        EXECUTED("executed"),
        OPENED("opened"),
        /** With O_DIRECTORY, or by chdir: does not include what is below it. */
        ENTERED("opened as a directory"),
        LINK_READ("read as a link"),
        /** Its owner, mode, time or name. */
        CHANGED("changed"),
        /** Something was created or renamed in this directory. */
        WRITTEN_INTO("written into"),
        /** stat, access and the like: only its existence and attributes. */
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

    /** Whether the content of the file mattered, not only its existence. */
    public boolean isRead() {
        return kind == Kind.EXECUTED || kind == Kind.OPENED;
    }
}
