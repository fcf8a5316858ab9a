package dev.whittle.cli.options;

import dev.whittle.closure.Hwcaps;
import dev.whittle.resolve.LoaderOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a loader would take from its surroundings. The caller's own environment is never looked at. */
public final class LoaderArguments {
    @Option(
            names = "--library-path",
            paramLabel = "PATH",
            description = "Search as with LD_LIBRARY_PATH=PATH, directories of the root.")
    @Nullable
    String libraryPath;

    @Option(
            names = "--preload",
            paramLabel = "NAMES",
            description = "Load first, as with LD_PRELOAD=NAMES (separated by blanks or colons).")
    List<String> preload = new ArrayList<>();

    @Option(
            names = "--at-platform",
            paramLabel = "NAME",
            description = "Value of $$PLATFORM, the kernel's AT_PLATFORM (default: the machine's usual one).")
    @Nullable
    String platform;

    @Option(
            names = "--hwcaps",
            paramLabel = "LEVELS",
            description = {
                "glibc-hwcaps levels of the processor: none, all, or names such as x86-64-v3,x86-64-v2.",
                "Default: none for ldd, which answers for the base level; all for layer, which keeps every variant."
            })
    @Nullable
    String hwcaps;

    @Option(names = "--secure", description = "Resolve as for a set-id program (AT_SECURE), whatever the file's mode.")
    boolean secure;

    /** Without levels: those depend on the program's loader. */
    public LoaderOptions options() {
        List<String> names = preload.stream()
                .flatMap(list -> Arrays.stream(list.split("[ :]+")))
                .filter(name -> !name.isEmpty())
                .toList();
        return new LoaderOptions(
                Optional.ofNullable(libraryPath), names, Optional.ofNullable(platform), List.of(), secure);
    }

    public Hwcaps hwcaps(Hwcaps byDefault) {
        if (hwcaps == null) {
            return byDefault;
        }
        return switch (hwcaps) {
            case "none", "" -> Hwcaps.NONE;
            case "all" -> Hwcaps.ALL;
            default -> new Hwcaps(false, Arrays.asList(hwcaps.split("[,: ]+")));
        };
    }
}
