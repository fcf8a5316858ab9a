package dev.whittle.discover.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Built-in facts about libraries and programs: files in the format that users write. */
public final class BuiltInRules {
    /** Files in this package, each for the families of one area. */
    static final List<String> FILES =
            List.of("plugins", "desktop", "documents", "media", "network", "data", "runtimes");

    private static final List<Rule> ALL = read();

    private BuiltInRules() {}

    public static List<Rule> all() {
        return ALL;
    }

    private static List<Rule> read() {
        List<Rule> all = new ArrayList<>();
        for (String name : FILES) {
            String file = name + ".json";
            try (InputStream content = BuiltInRules.class.getResourceAsStream(file)) {
                if (content == null) {
                    throw new IllegalStateException(file + " is missing");
                }
                all.addAll(RuleReader.builtIn(content.readAllBytes(), all));
            } catch (BadRulesException e) {
                throw new IllegalStateException(file + ": " + e.reason(), e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return List.copyOf(all);
    }
}
