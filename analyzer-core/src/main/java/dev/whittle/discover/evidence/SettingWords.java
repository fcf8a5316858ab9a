package dev.whittle.discover.evidence;

import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of configuration files: programs name their plugins there by a word that is not a path. */
public final class SettingWords {
    private static final int MAX_SIZE = 1 << 18;
    private static final int MIN_WORD = 2;
    private static final Pattern FILE = Pattern.compile(".*/etc/.*|.*\\.(conf|cnf|cfg|ini|config|ldif)");
    static final Pattern SEPARATOR = Pattern.compile("[^A-Za-z0-9_.+-]+");
    private static final Pattern DECORATED = Pattern.compile(
            "(?:[0-9]++[_-])?+(?:mod[_-])?+([A-Za-z0-9_.+-]{3,}?)(?:[_-](?:plugin|module|driver|backend))?+");
    private static final Pattern COMMENT = Pattern.compile("\\s*(#|;|//).*");

    private SettingWords() {}

    /**
     * The first line of a kept configuration file that contains one of some words, outside comments.
     *
     * @return such as {@code line 3 of /etc/x.conf names mod_y}
     */
    static Optional<String> line(Selection kept, Evidence files, Collection<String> words) {
        for (Selection.Kept each : kept.all()) {
            if (each.node() instanceof Node.RegularFile file
                    && file.size() <= MAX_SIZE
                    && FILE.matcher(each.path().raw()).matches()) {
                Map<String, Integer> lines = files.settingWords(each.path());
                for (String word : words) {
                    Integer line = lines.get(word);
                    if (line != null) {
                        return Optional.of("line " + line + " of " + each.path().raw() + " names " + word);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The words of a text with the number of the first line that contains them. */
    static Map<String, Integer> of(String text) {
        Map<String, Integer> words = new HashMap<>();
        if (text.indexOf('\0') >= 0) {
            return words;
        }
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (COMMENT.matcher(line).matches()) {
                continue;
            }
            for (String word : SEPARATOR.split(line, -1)) {
                if (word.length() >= MIN_WORD) {
                    words.putIfAbsent(word, number);
                }
            }
        }
        return words;
    }

    /**
     * How settings may name a plugin: its whole file name, without what follows {@code .so}, without {@code lib}, and without
     * its place in an order and the word for its kind: {@code fts} for {@code lib20_fts_plugin.so}. The last of them is the
     * one without {@code lib} only.
     */
    public static Collection<String> names(RootPath plugin) {
        String name = plugin.name();
        int end = name.indexOf(".so");
        String stem = end > 0 ? name.substring(0, end) : name;
        String bare = stem.startsWith("lib") ? stem.substring("lib".length()) : stem;
        Matcher plain = DECORATED.matcher(bare);
        return List.of(name, stem, plain.matches() ? plain.group(1) : bare, bare);
    }
}
