package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.options.CommonOptions;
import dev.whittle.cli.settings.Setting;
import dev.whittle.cli.settings.Settings;
import dev.whittle.report.Style;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "config",
        sortOptions = false,
        header = "Show the settings that hold where no option says otherwise, and where each comes from.",
        description = {
            "",
            "They come from variables of the environment (WHITTLE_KEEP, WHITTLE_WITH, WHITTLE_WITHOUT,"
                    + " WHITTLE_FAMILIES, WHITTLE_INCLUDE, WHITTLE_EXCLUDE) and from .whittle.yaml in the working"
                    + " directory, or the file that WHITTLE_CONFIG or --config names. An option counts more than a"
                    + " variable, a variable more than the file. docs/settings.md describes the file."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  whittle config                              what holds for every image",
            "  whittle config nginx:1.27                   and for this one",
            "  whittle config --config ci/whittle.yaml     what this file says",
            "  whittle config registry.example/team/app:1  by its whole name",
            "  whittle config --config none                what the environment says alone"
        })
public final class ConfigCommand implements Callable<Integer> {
    private static final int COLUMN = 36;

    private final Console console;
    private final StringBuilder lines = new StringBuilder();

    @Parameters(
            arity = "0..1",
            paramLabel = "IMAGE",
            description = "The name of an image, as the file's images have it: for what is said of it alone.")
    @Nullable
    String image;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Read this file in place of .whittle.yaml; none reads no file.")
    @Nullable
    String config;

    @Mixin
    CommonOptions common = new CommonOptions();

    public ConfigCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws FailureException {
        Set<String> names = new LinkedHashSet<>();
        if (image != null) {
            names.add(image);
            names.add(image.substring(image.lastIndexOf('/') + 1));
        }
        Optional<String> named = Optional.ofNullable(config);
        Settings settings = Settings.of(console, named, names);
        Style style = common.style(console);
        Optional<String> file = Settings.file(console.environment(), named);
        console.print(style.faint("# "
                        + file.map(name -> "read from " + RawText.visible(name))
                                .orElse("no file: there is no " + Settings.FILE + " here"))
                + "\n");
        List<Setting> all = new ArrayList<>();
        settings.levels().forEach(all::addAll);
        boolean says = all.stream().anyMatch(setting -> setting.key().equals("keep"));
        if (!says) {
            print(style, "keep", "default", "the default");
        }
        // Of values that take each other's place, the last counts.
        Optional<Setting> keep =
                all.stream().filter(setting -> setting.key().equals("keep")).reduce((first, second) -> second);
        keep.ifPresent(setting -> print(style, "keep", setting.value(), setting.from()));
        for (Setting setting : all) {
            if (!setting.key().equals("keep")) {
                String reason = setting.reason().isEmpty() ? "" : ": " + RawText.visible(setting.reason());
                print(style, setting.key(), setting.value(), setting.from() + reason);
            }
        }
        console.print(lines.toString());
        console.flush();
        return ExitCode.DONE;
    }

    private void print(Style style, String key, String value, String from) {
        String line = key + ": " + RawText.visible(value);
        lines.append(line)
                .append(" ".repeat(Math.max(2, COLUMN - line.length())))
                .append(style.faint("# " + from))
                .append('\n');
    }
}
