package dev.whittle.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The images of an index that are meant: all of them, or those for these platforms.
 *
 * @param platforms in the order in which they were named; empty for all
 */
public record PlatformList(List<Platform> platforms) {
    private static final String ALL = "all";

    public PlatformList {
        platforms = List.copyOf(platforms);
    }

    /**
     * Reads {@code all} or {@code OS/ARCH[/VARIANT],…}.
     *
     * @throws IllegalArgumentException with a message for a person
     */
    public static PlatformList parse(String text) {
        if (text.equals(ALL)) {
            return new PlatformList(List.of());
        }
        List<Platform> platforms = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            Platform platform = Platform.parse(one.strip());
            if (platforms.contains(platform)) {
                throw new IllegalArgumentException(platform + ": named twice");
            }
            platforms.add(platform);
        }
        return new PlatformList(platforms);
    }

    public boolean isAll() {
        return platforms.isEmpty();
    }

    /** The platform that is meant, if it is a single one that was named. */
    public Optional<Platform> single() {
        return platforms.size() == 1 ? Optional.of(platforms.get(0)) : Optional.empty();
    }

    @Override
    public String toString() {
        return isAll()
                ? ALL
                : String.join(",", platforms.stream().map(Platform::toString).toList());
    }
}
