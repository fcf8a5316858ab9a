package dev.whittle.discover.evidence;

import java.util.Set;

/**
 * A kind of hidden dependency.
 *
 * @param name as for {@code --with} and {@code --without}
 * @param looksFor what it detects and keeps, one line
 */
public record Family(String name, String looksFor) {
    /** The family of programs that the image's author installed: they may be called, although nothing says so. */
    public static final String LOCAL = "local";

    /** Families whose files belong to the application. */
    public static final Set<String> OF_APPLICATION = Set.of("app", "image", "scripts", "configuration", "added", LOCAL);
}
