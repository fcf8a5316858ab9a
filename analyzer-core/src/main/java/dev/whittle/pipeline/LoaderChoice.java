package dev.whittle.pipeline;

import dev.whittle.closure.Hwcaps;
import dev.whittle.image.ImageConfig;
import dev.whittle.resolve.load.LoaderOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a loader takes from its environment.
 *
 * @param libraryPath LD_LIBRARY_PATH, raw; takes the place of the image's
 * @param preload values of LD_PRELOAD, raw; take the place of the image's
 * @param platform the kernel's AT_PLATFORM; the machine's usual one if empty
 * @param hwcaps levels of the processor; what they are by default depends on the question
 * @param secure whether every program is resolved as a set-id one
 * @param imageEnvironment whether the variables of an image count
 */
public record LoaderChoice(
        Optional<String> libraryPath,
        List<String> preload,
        Optional<String> platform,
        Optional<Hwcaps> hwcaps,
        boolean secure,
        boolean imageEnvironment) {
    /** As in a container. */
    public static final LoaderChoice DEFAULT =
            new LoaderChoice(Optional.empty(), List.of(), Optional.empty(), Optional.empty(), false, true);

    public LoaderChoice {
        preload = List.copyOf(preload);
    }

    /** With the variables of an image's environment where nothing else is said. Without levels, which depend on the loader. */
    public LoaderOptions options(Optional<ImageConfig> config) {
        // Neither lambdas nor patterns where no image is: at every start each is a class more.
        Optional<ImageConfig> seen = seen(config);
        Optional<ImageVariables> image =
                seen.isPresent() ? Optional.of(ImageVariables.of(seen.get())) : Optional.empty();
        List<String> lists = new ArrayList<>(preload);
        Optional<String> path = libraryPath;
        List<String> auditors = List.of();
        if (image.isPresent()) {
            ImageVariables variables = image.get();
            if (lists.isEmpty() && variables.preload().isPresent()) {
                lists.add(variables.preload().get());
            }
            path = path.isPresent() ? path : variables.libraryPath();
            auditors = variables.audit().isPresent()
                    ? List.of(variables.audit().get().split(":"))
                    : List.of();
        }
        List<String> names = new ArrayList<>();
        for (String list : lists) {
            names.addAll(List.of(list.split("[ :]+")));
            names.removeIf(String::isEmpty);
        }
        return new LoaderOptions(path, names, auditors, platform, List.of(), secure);
    }

    /** The configuration whose environment applies to what programs open themselves, as it does for their loader. */
    public Optional<ImageConfig> seen(Optional<ImageConfig> config) {
        return imageEnvironment ? config : Optional.empty();
    }
}
