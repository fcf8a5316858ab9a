package dev.whittle.cli.options;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.FailureException;
import dev.whittle.closure.Hwcaps;
import dev.whittle.image.ImageConfig;
import dev.whittle.pipeline.LoaderChoice;
import dev.whittle.resolve.load.LoaderOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a loader would take from its surroundings. The caller's own environment is never looked at. */
@Heading("Dynamic loader")
public final class LoaderArguments {
    /** As glibc names them: sysdeps dl-hwcaps-subdirs.c of each machine; then the older names of its dl-procinfo.c. */
    private static final String LEVEL = "x86-64-v[0-9]+|power[0-9]+|z[0-9]+"
            + "|neon|vfp|atomics|sse2|avx512_1|haswell|xeon_phi|altivec|dfp|ppc970|power5\\+|power6x"
            + "|zEC12|z9-109|eimm|ldisp|vx|vxe|vxe2";

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

    @Words({"none", "all"})
    @Option(
            names = "--hwcaps",
            paramLabel = "LEVELS",
            description =
                    "glibc-hwcaps levels of the processor: none, all, or names such as x86-64-v3,x86-64-v2; for glibc "
                            + "before 2.40 also neon, sse2 and the like. "
                            + "Default: none for ldd, which answers for the base level; all for layer and slim, which keep every variant.")
    @Nullable
    String hwcaps;

    @Option(names = "--secure", description = "Resolve as for a set-id program (AT_SECURE), whatever the file's mode.")
    boolean secure;

    @Option(
            names = "--no-image-env",
            description = "Leave out the environment that an image sets (LD_LIBRARY_PATH, LD_PRELOAD, LD_AUDIT).")
    boolean noImageEnv;

    /** What the options say. */
    public LoaderChoice choice() throws FailureException {
        return choice(hwcaps == null ? Optional.empty() : Optional.of(hwcaps(Hwcaps.NONE)));
    }

    /**
     * Values of the options, with the image's environment as the default. Without levels, which depend on the loader.
     */
    public LoaderOptions options(Optional<ImageConfig> config) {
        return choice(Optional.empty()).options(config);
    }

    /** The configuration whose environment applies to what programs open themselves, as it does for their loader. */
    public Optional<ImageConfig> seen(Optional<ImageConfig> config) {
        return choice(Optional.empty()).seen(config);
    }

    private LoaderChoice choice(Optional<Hwcaps> levels) {
        return new LoaderChoice(
                Optional.ofNullable(libraryPath), preload, Optional.ofNullable(platform), levels, secure, !noImageEnv);
    }

    public Hwcaps hwcaps(Hwcaps byDefault) throws FailureException {
        if (hwcaps == null) {
            return byDefault;
        }
        return switch (hwcaps) {
            case "none", "" -> Hwcaps.NONE;
            case "all" -> Hwcaps.ALL;
            default -> named(hwcaps);
        };
    }

    /** An unknown name would silently give the answer for the base level. */
    private static Hwcaps named(String list) throws FailureException {
        List<String> levels = Arrays.asList(list.split("[,: ]+"));
        for (String level : levels) {
            if (!level.matches(LEVEL)) {
                throw new FailureException(
                        ExitCode.USAGE,
                        "--hwcaps " + RawText.visible(level) + ": not a level; say none, all, or such as x86-64-v3");
            }
        }
        return new Hwcaps(false, levels);
    }
}
