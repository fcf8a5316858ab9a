package dev.whittle.resolve;

/**
 * A place where a library was looked for and not taken.
 *
 * @param path raw, as the loader would open it
 * @param outcome why it was passed over: {@code no such file}, {@code wrong ELF class} …
 */
public record Attempt(Place place, String path, String outcome) {}
