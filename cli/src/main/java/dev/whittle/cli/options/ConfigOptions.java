package dev.whittle.cli.options;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the new image says otherwise than its source. All raw. */
@Heading("Image configuration")
public final class ConfigOptions {
    @Mixin
    StartOptions start = new StartOptions();

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "Set a label.")
    List<String> label = new ArrayList<>();

    @Often("name of the new image")
    @Option(
            names = "--tag",
            paramLabel = "REPO[:TAG]",
            description = "Name of the new image (default: the name of the source, with -slim appended to the tag).")
    List<String> tag = new ArrayList<>();

    public StartOptions start() {
        return start;
    }

    public List<String> labels() {
        return label;
    }

    /** At most one counts; the command line may have more. */
    public List<String> tags() {
        return tag;
    }
}
