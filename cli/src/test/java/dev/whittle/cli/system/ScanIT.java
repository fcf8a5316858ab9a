package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Findings of a scan for each file, compared with the root's own loader. */
@Tag("system")
class ScanIT {
    private static final Pattern UNDEFINED = Pattern.compile("^undefined symbol: (.+)\t\\((.+)\\)$");
    private static final Pattern NOT_FOUND = Pattern.compile("^\t(\\S+) => not found$");
    private static final int FILES = 200;

    private final List<String> rows = new ArrayList<>();
    private final List<String> different = new ArrayList<>();

    @Test
    void what_is_missing_is_missing_for_the_loader_too_and_the_other_way_round(
            @TempDir(factory = InCache.class) Path temp) throws IOException, InterruptedException {
        for (String name : List.of("debian-bookworm-amd64", "debian-trixie-amd64")) {
            Chroot root = DebianRoot.named(name).root();
            missing(name, root, new GlibcOracle(root));
        }
        for (AlpineRoot root : AlpineRoot.all()) {
            Path copy = Files.createDirectory(temp.resolve(root.name()));
            new Chroot(root.path()).copiedTo(copy, "/bin", "/lib", "/sbin", "/usr");
            Chroot chroot = root.enter(copy);
            missing(root.name(), chroot, new MuslOracle(chroot));
        }
        new Report("scan-missing")
                .add("| root | files | with missing libraries | names | different |", "|---|--:|--:|--:|--:|")
                .addAll(rows)
                .write();
        assertThat(different).isEmpty();
    }

    @Test
    void symbols_are_those_of_ldd() throws IOException, InterruptedException {
        Chroot machine = new Chroot(Path.of("/"));
        GlibcOracle oracle = new GlibcOracle(machine);
        JsonObject scan = scan(oracle.options(), "dir:/", "/usr/bin", "/usr/lib/x86_64-linux-gnu", "--symbols");
        Map<String, Set<String>> undefined = undefined(scan);
        Map<String, Set<String>> unused = names(scan, "unused-dependency", false);
        List<String> all = oracle.files("/usr/bin", new Oracle());
        all.addAll(oracle.files("/usr/lib/x86_64-linux-gnu", new Oracle()));
        int step = Math.max(1, all.size() / FILES);
        Set<String> chosen = new LinkedHashSet<>();
        for (int i = 0; i < all.size(); i += step) {
            chosen.add(all.get(i));
        }
        // Where there is something to be wrong about.
        unused.keySet().stream().filter(all::contains).limit(FILES / 4).forEach(chosen::add);
        int compared = 0;
        int symbols = 0;
        int idle = 0;
        for (String file : chosen) {
            Ended warned = machine.command(
                            "LD_TRACE_LOADED_OBJECTS=1", "LD_WARN=yes", "LD_BIND_NOW=yes", oracle.loader(), file)
                    .run();
            Set<String> expected = new TreeSet<>();
            for (String line : (warned.out() + warned.err()).lines().toList()) {
                Matcher matcher = UNDEFINED.matcher(line);
                if (matcher.matches()) {
                    expected.add(matcher.group(1));
                }
            }
            compare(file, "undefined", expected, undefined.getOrDefault(file, Set.of()));
            Ended traced = machine.command("LD_TRACE_LOADED_OBJECTS=1", "LD_DEBUG=unused", oracle.loader(), file)
                    .run();
            Set<String> theirUnused = new TreeSet<>();
            traced.out()
                    .lines()
                    .filter(line -> line.startsWith("\t/")) // a missing library has no path, and is compared as missing
                    .map(line -> line.substring(line.lastIndexOf('/') + 1).strip())
                    .forEach(theirUnused::add);
            Set<String> ours = unused.getOrDefault(file, Set.of());
            compare(file, "unused", theirUnused, ours);
            symbols += expected.size();
            idle += theirUnused.size();
            compared++;
        }
        new Report("scan-symbols")
                .add(
                        "| files | undefined symbols (`ldd -r`) | unused dependencies (`ldd -u`) | different |",
                        "|--:|--:|--:|--:|",
                        "| " + compared + " | " + symbols + " | " + idle + " | " + different.size() + " |")
                .write();
        assertThat(compared).isGreaterThanOrEqualTo(FILES);
        assertThat(different).isEmpty();
    }

    private void missing(String name, Chroot root, RootOracle loader) throws IOException, InterruptedException {
        JsonObject scan = scan(loader.options(), "dir:" + root.path());
        Map<String, Set<String>> ours = names(scan, "missing-alone", false);
        names(scan, "missing-library", true).forEach((file, names) -> ours.computeIfAbsent(file, f -> new TreeSet<>())
                .addAll(names));
        List<String> files = loader.files("/", new Oracle());
        int names = 0;
        int lacking = 0;
        int before = different.size();
        for (String file : files) {
            Ended ended = loader.question(file).run();
            if (ended.crashed()) {
                continue;
            }
            Set<String> expected = new TreeSet<>();
            for (String line : ended.out().lines().toList()) {
                Matcher matcher = NOT_FOUND.matcher(line);
                if (matcher.matches()) {
                    expected.add(matcher.group(1));
                }
            }
            for (String line : ended.errors()) {
                Matcher matcher = Pattern.compile("^Error loading shared library (.+): .* \\(needed by .*\\)$")
                        .matcher(line);
                if (matcher.matches()) {
                    expected.add(matcher.group(1));
                }
            }
            compare(name + " " + file, "missing", expected, ours.getOrDefault(file, Set.of()));
            names += expected.size();
            lacking += expected.isEmpty() ? 0 : 1;
        }
        rows.add("| " + name + " | " + files.size() + " | " + lacking + " | " + names + " | "
                + (different.size() - before) + " |");
    }

    private void compare(String file, String subject, Set<String> expected, Set<String> ours) {
        if (!expected.equals(ours)) {
            different.add(file + " " + subject + "\n  loader:  " + expected + "\n  whittle: " + ours);
        }
    }

    /** Names by file: the file of a finding, or those concerned. */
    private static Map<String, Set<String>> names(JsonObject scan, String rule, boolean ofFiles) {
        Map<String, Set<String>> names = new TreeMap<>();
        for (JsonElement element : scan.getAsJsonArray("findings")) {
            JsonObject finding = element.getAsJsonObject();
            if (finding.get("rule").getAsString().equals(rule)) {
                List<String> files = ofFiles
                        ? strings(finding.getAsJsonArray("files"))
                        : List.of(finding.get("path").getAsString());
                for (String file : files) {
                    names.computeIfAbsent(file, f -> new TreeSet<>()).addAll(strings(finding.getAsJsonArray("names")));
                }
            }
        }
        return names;
    }

    private static Map<String, Set<String>> undefined(JsonObject scan) {
        Map<String, Set<String>> undefined = names(scan, "undefined-alone", false);
        names(scan, "undefined-symbol", true)
                .forEach((file, names) ->
                        undefined.computeIfAbsent(file, f -> new TreeSet<>()).addAll(names));
        return undefined;
    }

    private static List<String> strings(JsonArray array) {
        List<String> all = new ArrayList<>();
        array.forEach(element -> all.add(element.getAsString()));
        return all;
    }

    private static JsonObject scan(List<String> options, String... arguments) throws IOException, InterruptedException {
        List<Object> words = new ArrayList<>(List.of("scan", "--format", "json"));
        words.addAll(options);
        words.addAll(List.of(arguments));
        Ended ended = Whittle.built().run(words.toArray());
        assertThat(ended.exit()).as(ended.err()).isLessThanOrEqualTo(1);
        String text = new String(ended.out().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return JsonParser.parseString(text).getAsJsonObject();
    }
}
