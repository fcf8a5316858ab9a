package dev.whittle.resolve;

/**
 * A place where a library was looked for and not taken. There may be hundreds of thousands of them, of which few are told: so
 * the path is made when it is asked for.
 *
 * @param directory what stands before the name, raw, with its slash; empty if the name is a path of its own
 * @param outcome why it was passed over: {@code no such file}, {@code wrong ELF class} …
 */
public record Attempt(Place place, String directory, String name, String outcome) {
    /** Raw, as the loader would open it. */
    public String path() {
        return directory.isEmpty() ? name : directory + name;
    }

    int pathLength() {
        return directory.length() + name.length();
    }
}
