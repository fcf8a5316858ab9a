package dev.whittle.pipeline;

import dev.whittle.closure.Closure;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.Platform;
import java.util.Optional;

/** A configuration for a root that has none. */
public final class NewConfig {
    private NewConfig() {}

    /**
     * For the machine of the first program kept.
     *
     * @param host the platform where there is none
     */
    static ImageConfig of(Closure closure, Platform host) {
        return closure.resolutions().stream()
                .findFirst()
                .map(resolution -> resolution.program().facts().machine().name())
                .map(machine -> ImageConfig.empty(platform(machine)))
                .orElseGet(() -> ImageConfig.empty(host));
    }

    /**
     * The platform of a machine, in Go's names.
     *
     * @param machine as uname, Java or an ELF file has it
     */
    public static Platform platform(String machine) {
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
        return new Platform("linux", architecture, Optional.of(variant).filter(text -> !text.isEmpty()));
    }
}
