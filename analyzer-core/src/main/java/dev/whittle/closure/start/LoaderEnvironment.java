package dev.whittle.closure.start;

import dev.whittle.image.ImageConfig;
import dev.whittle.resolve.LoaderOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the environment of an image tells the dynamic loader. */
public final class LoaderEnvironment {
    private LoaderEnvironment() {}

    /**
     * LD_LIBRARY_PATH, LD_PRELOAD and LD_AUDIT. Audit libraries are found by the rules of preloaded ones (glibc,
     * elf/rtld.c: load_audit_module, do_preload), and the one question here is which files those are.
     */
    public static LoaderOptions of(ImageConfig config) {
        List<String> preload = new ArrayList<>();
        names(config, "LD_PRELOAD", "[ :]+", preload);
        names(config, "LD_AUDIT", ":+", preload);
        return new LoaderOptions(
                Optional.ofNullable(config.env().get("LD_LIBRARY_PATH")), preload, Optional.empty(), List.of(), false);
    }

    private static void names(ImageConfig config, String variable, String separators, List<String> into) {
        for (String name : List.of(config.env().getOrDefault(variable, "").split(separators, -1))) {
            if (!name.isEmpty()) {
                into.add(name);
            }
        }
    }
}
