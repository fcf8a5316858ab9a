package dev.whittle.discover.evidence;

import java.util.Set;

/**
 * A kind of hidden dependency.
 *
 * @param name as {@code --with} and {@code --without} take it
 * @param looksFor what is seen and what is kept for it, one line
 */
public record Family(String name, String looksFor) {
    /** The name of the family of programs that the image's author installed: they may be called, and nothing says so. */
    public static final String LOCAL = "local";

    /** Names of the families whose files are the application's own. */
    public static final Set<String> OF_APPLICATION = Set.of("app", "image", "scripts", "configuration");
}
