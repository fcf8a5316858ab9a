package dev.whittle.resolve.load;

/**
 * A place where a library was looked for and not taken. There may be hundreds of thousands of attempts, of which few
 * are printed, so the path is built only on request.
 *
 * @param directory prefix of the name, raw, with its slash; empty if the name is a path
 * @param outcome why the candidate was skipped: {@code no such file}, {@code wrong ELF class} …
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
