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
        Optional<ImageVariables> image = seen(config).map(ImageVariables::of);
        List<String> lists = new ArrayList<>(preload);
        if (lists.isEmpty()) {
            image.flatMap(ImageVariables::preload).ifPresent(lists::add);
        }
        List<String> names = new ArrayList<>();
        for (String list : lists) {
            names.addAll(List.of(list.split("[ :]+")));
        }
        names.removeIf(String::isEmpty);
        List<String> auditors = image.flatMap(ImageVariables::audit)
                .map(list -> List.of(list.split(":")))
                .orElse(List.of());
        return new LoaderOptions(
                libraryPath.or(() -> image.flatMap(ImageVariables::libraryPath)),
                names,
                auditors,
                platform,
                List.of(),
                secure);
    }

    /** The configuration whose environment applies to what programs open themselves, as it does for their loader. */
    public Optional<ImageConfig> seen(Optional<ImageConfig> config) {
        return config.filter(any -> imageEnvironment);
    }
}
