package dev.whittle.cli.command;

import dev.whittle.closure.Closure;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.Platform;
import java.util.Optional;

/** A configuration for a root that has none. */
final class NewConfig {
    private NewConfig() {}

    static ImageConfig empty() {
        return ImageConfig.empty(platform(System.getProperty("os.arch", "")));
    }

    /** For the machine of the first program kept; where there is none, this host's. */
    static ImageConfig of(Closure closure) {
        return closure.resolutions().stream()
                .findFirst()
                .map(resolution -> resolution.program().facts().machine().name())
                .map(machine -> ImageConfig.empty(platform(machine)))
                .orElseGet(NewConfig::empty);
    }

    /** Go's names, where they are not those that uname or Java has. */
    private static Platform platform(String machine) {
        String variant = machine.equals("armhf") ? "v7" : machine.equals("aarch64") ? "v8" : "";
        String architecture =
                switch (machine) {
                    case "powerpc64le" -> "ppc64le";
                    case "powerpc64" -> "ppc64";
                    case "mipsel" -> "mipsle";
                    case "mips64el" -> "mips64le";
                    case "loongarch64" -> "loong64";
                    default -> Platform.architecture(machine);
                };
        return new Platform("linux", architecture, Optional.of(variant).filter(its -> !its.isEmpty()));
    }
}
