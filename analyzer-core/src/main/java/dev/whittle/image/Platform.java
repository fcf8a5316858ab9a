package dev.whittle.image;

import java.util.Optional;

/**
 * The platform of an image, in Go's terms ({@code linux/arm/v7}): OCI image-spec, image-index.md.
 *
 * @param variant of the processor; an arm64 image without one means v8, an arm one v7 (containerd
 *     platforms/database.go)
 */
public record Platform(String os, String architecture, Optional<String> variant) {
    /**
     * Parses {@code OS/ARCH[/VARIANT]}; {@code aarch64}, {@code x86_64} and the like mean Go's arm64 and amd64.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static Platform parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new IllegalArgumentException(text + ": not of the form OS/ARCH[/VARIANT], such as linux/arm64");
        }
        Optional<String> variant = parts.length == 3 && !parts[2].isEmpty() ? Optional.of(parts[2]) : Optional.empty();
        return new Platform(parts[0], architecture(parts[1]), variant);
    }

    /** Go's name for a machine as named by {@code uname -m} or Java ({@code os.arch}). */
    public static String architecture(String machine) {
        return switch (machine) {
            case "x86_64", "x86-64" -> "amd64";
            case "aarch64" -> "arm64";
            case "i386", "i486", "i586", "i686", "x86" -> "386";
            case "armhf", "armel", "armv7l" -> "arm";
            case "ppc64el" -> "ppc64le";
            default -> machine;
        };
    }

    /** Whether an image of this platform satisfies {@code wanted}; without a variant, any variant does. */
    public boolean fits(Platform wanted) {
        return os.equals(wanted.os)
                && architecture.equals(wanted.architecture)
                && (wanted.variant.isEmpty() || effectiveVariant().equals(wanted.effectiveVariant()));
    }

    /** The same with the variant that is meant where none is named. */
    public Platform complete() {
        return new Platform(os, architecture, effectiveVariant());
    }

    private Optional<String> effectiveVariant() {
        if (variant.isPresent()) {
            return variant;
        }
        return switch (architecture) {
            case "arm64" -> Optional.of("v8");
            case "arm" -> Optional.of("v7");
            default -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return os + "/" + architecture + variant.map(variant -> "/" + variant).orElse("");
    }
}
