package dev.whittle.cli.command.copy;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.options.Often;
import dev.whittle.cli.options.Words;
import dev.whittle.image.ImageReference;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is copy's own. */
final class CopyOptions {
    /** moby, frontend/dockerfile/instructions/parse.go: parseBuildStageName. */
    private static final String STAGE_FORM = "[a-z][a-z0-9_.-]*";

    /** A COPY may name an image too. */
    private static final String FROM_FORM = "[A-Za-z0-9][A-Za-z0-9_./:@-]*";

    private static final String DEFAULT_STAGE = "base";

    /** How the answer is written. */
    enum Format {
        copy,
        dockerfile,
        parents,
        add,
        list,
        nul,
        json
    }

    /** As a person names it; {@code null} is no name that Java would have. */
    static final List<String> FORMATS = List.of("copy", "dockerfile", "parents", "add", "list", "null", "json");

    @Often("copy (default), dockerfile, add, list, json ..")
    @Words({"copy", "dockerfile", "parents", "add", "list", "null", "json"})
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "copy (default: COPY instructions, a comment with the reason above each group), dockerfile (a whole one), "
                            + "parents (COPY --parents, for BuildKit), add (ADD of a layer, and the command that makes it: links, modes and "
                            + "owners as they were), list (one path a line), null (real paths for tar --null -T -, cpio -0 or rsync -0 "
                            + "--files-from=-; relative ones with --from) or json (schema in docs/json.md).")
    @Nullable
    String format;

    @Option(
            names = "--stage",
            paramLabel = "NAME",
            description = "Name of the stage to copy from (default: base). With --check: which one the lines are of.")
    @Nullable
    String stage;

    @Option(
            names = "--image",
            paramLabel = "REF",
            description = "The image after FROM in a dockerfile (default: the name of the source).")
    @Nullable
    String image;

    @Often("write to FILE (default: standard output)")
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to FILE, whole or not at all (default: standard output).")
    String output = "-";

    @Often("are the COPY lines of this Dockerfile still right?")
    @Option(
            names = "--check",
            paramLabel = "FILE",
            description =
                    "Read the Dockerfile FILE, whose last stage has COPY lines kept by hand, and say which are missing and which "
                            + "are no longer needed; exit code 1 if any is.")
    @Nullable
    String check;

    Format format() throws FailureException {
        if (format == null) {
            return Format.copy;
        }
        int index = FORMATS.indexOf(format.toLowerCase(Locale.ROOT));
        if (index < 0) {
            throw usage("--format " + RawText.visible(format) + ": not one of " + String.join(", ", FORMATS));
        }
        return Format.values()[index];
    }

    Optional<String> stage() {
        return Optional.ofNullable(stage);
    }

    /** The name of the stage, valid for the format that is written. */
    String stageToWrite(Format written) throws FailureException {
        String name = stage == null ? DEFAULT_STAGE : stage;
        boolean declared = written == Format.dockerfile;
        boolean fits = declared
                ? name.toLowerCase(Locale.ROOT).matches(STAGE_FORM)
                        && !name.equalsIgnoreCase("scratch")
                        && !name.equalsIgnoreCase("context")
                : name.matches(FROM_FORM);
        if (!fits) {
            throw usage("--stage " + RawText.visible(name) + ": not a name of a stage, such as base");
        }
        return name;
    }

    Optional<ImageReference> image() throws FailureException {
        if (image == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ImageReference.parse(image));
        } catch (IllegalArgumentException e) {
            throw usage("--image " + RawText.visible(image) + ": not an image name such as nginx:alpine");
        }
    }

    /** Options that ask for what cannot be together. */
    void checkTogether() throws FailureException {
        if (check != null && format != null) {
            throw usage("--check and --format: one looks at a Dockerfile, the other writes one");
        }
        if (image != null && format() != Format.dockerfile) {
            throw usage("--image: only a dockerfile names the image; say --format dockerfile");
        }
        image();
    }

    static FailureException usage(String message) {
        return new FailureException(ExitCode.USAGE, message);
    }
}
