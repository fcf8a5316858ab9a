package dev.whittle.cli.settings;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.Environment;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.options.FamilyOptions;
import dev.whittle.cli.options.SelectionOptions;
import dev.whittle.path.HostPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of a run. An option counts more than a variable, a variable more than the file, and in the file what is said
 * of an image more than what is said of all. Paths to include and exclude add up. docs/settings.md describes the file.
 *
 * @param levels what counts least comes first; each with its settings in the order in which they stand
 */
public record Settings(List<List<Setting>> levels) {
    /** The file that is read if it lies in the working directory. */
    public static final String FILE = ".whittle.yaml";

    /** Names a file in its place; of the value {@code none}, no file is read. */
    static final String CONFIG_VARIABLE = "WHITTLE_CONFIG";

    private static final String NONE = "none";

    /** The values of these variables are lists with commas, but for the first. */
    private static final List<String> KEYS = List.of("keep", "with", "without", "families", "include", "exclude");

    public Settings {
        levels = levels.stream().map(List::copyOf).toList();
    }

    /**
     * Those of this run.
     *
     * @param config the file that an option names, raw; empty for none
     * @param names of the image or root that is worked on, raw: any of them may match in the file
     * @throws FailureException if there is a file that cannot be read or understood
     */
    public static Settings of(Console console, Optional<String> config, Set<String> names) throws FailureException {
        List<List<Setting>> levels = new ArrayList<>();
        Optional<String> file = file(console.environment(), config);
        if (file.isPresent()) {
            levels.addAll(SettingsFile.read(console, file.get()).levels(names));
        }
        levels.add(variables(console.environment()));
        return new Settings(levels);
    }

    /** The file that is read, raw; empty if there is none. */
    public static Optional<String> file(Environment environment, Optional<String> config) {
        Optional<String> named = config.or(() -> environment.variable(CONFIG_VARIABLE));
        if (named.isPresent()) {
            return named.filter(name -> !name.equals(NONE));
        }
        Path file = HostPath.of(environment.workingDirectory(), FILE);
        return Files.exists(file) ? Optional.of(FILE) : Optional.empty();
    }

    private static List<Setting> variables(Environment environment) {
        List<Setting> settings = new ArrayList<>();
        for (String key : KEYS) {
            String name = "WHITTLE_" + key.toUpperCase(Locale.ROOT);
            environment.variable(name).ifPresent(text -> {
                for (String value : key.equals("keep") ? List.of(text) : List.of(text.split(","))) {
                    if (!value.isBlank()) {
                        settings.add(new Setting(key, RawText.ofText(value.strip()), "", name));
                    }
                }
            });
        }
        return settings;
    }

    /** Puts these below what the options say. */
    public void apply(FamilyOptions families, Optional<SelectionOptions> selection) {
        for (List<Setting> level : levels) {
            if (!level.isEmpty()) {
                families.below(new FamilyOptions.Level(
                        first(level, "keep"), all(level, "with"), all(level, "without"), all(level, "families")));
            }
            for (Setting setting : level) {
                if (selection.isPresent() && setting.key().equals("include")) {
                    selection.get().alsoInclude(setting.value(), setting.reason(), setting.from());
                } else if (selection.isPresent() && setting.key().equals("exclude")) {
                    selection.get().alsoExclude(setting.value());
                }
            }
        }
    }

    private static Optional<String> first(List<Setting> level, String key) {
        return all(level, key).stream().findFirst();
    }

    private static List<String> all(List<Setting> level, String key) {
        return level.stream()
                .filter(setting -> setting.key().equals(key))
                .map(Setting::value)
                .toList();
    }
}
