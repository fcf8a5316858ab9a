package dev.whittle.process;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads the tables of programs in this package: those that start others, and those that read whole directories. */
final class TableReader {
    private interface Row<T> {
        T of(JsonObject row);
    }

    private TableReader() {}

    static List<Starter> starters() {
        return rows("starters.json", "starters", TableReader::starter);
    }

    static List<ChainScript.Language> chains() {
        return rows(
                "starters.json",
                "chains",
                row -> new ChainScript.Language(strings(row, "programs"), strings(row, "path")));
    }

    static List<TreeReader> treeReaders() {
        return rows("tree-readers.json", "readers", TableReader::treeReader);
    }

    static List<CommandHelper> helpers() {
        return rows(
                "helpers.json",
                "helpers",
                row -> new CommandHelper(
                        strings(row, "programs"),
                        flag(row, "cluster"),
                        strings(row, "when"),
                        strings(row, "endings"),
                        strings(row, "containing"),
                        strings(row, "starts")));
    }

    private static <T> List<T> rows(String resource, String name, Row<T> row) {
        try (InputStream content = Objects.requireNonNull(TableReader.class.getResourceAsStream(resource));
                InputStreamReader reader = new InputStreamReader(content, StandardCharsets.UTF_8)) {
            JsonObject document = JsonParser.parseReader(reader).getAsJsonObject();
            List<T> all = new ArrayList<>();
            for (JsonElement element : document.getAsJsonArray(name)) {
                all.add(row.of(element.getAsJsonObject()));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Starter starter(JsonObject row) {
        return new Starter(
                strings(row, "programs"),
                strings(row, "values"),
                number(row, "operands"),
                flag(row, "assignments"),
                strings(row, "clears"),
                strings(row, "split"),
                strings(row, "text"),
                strings(row, "commands"),
                strings(row, "program"),
                strings(row, "after"),
                flag(row, "separator"),
                flag(row, "joined"),
                strings(row, "named"),
                strings(row, "directory"),
                strings(row, "libraryPath"),
                strings(row, "preload"),
                strings(row, "prefixes"),
                flag(row, "optionsOnly"),
                flag(row, "applet"));
    }

    private static TreeReader treeReader(JsonObject row) {
        return new TreeReader(
                strings(row, "programs"),
                strings(row, "when"),
                flag(row, "cluster"),
                strings(row, "values"),
                strings(row, "directory"),
                flag(row, "lastIsTarget"),
                number(row, "skip"),
                flag(row, "paths"),
                row.has("implied") ? row.get("implied").getAsString() : "",
                flag(row, "bounded"));
    }

    private static int number(JsonObject row, String name) {
        return row.has(name) ? row.get(name).getAsInt() : 0;
    }

    private static boolean flag(JsonObject row, String name) {
        return row.has(name) && row.get(name).getAsBoolean();
    }

    private static List<String> strings(JsonObject row, String name) {
        List<String> all = new ArrayList<>();
        if (row.has(name)) {
            JsonArray array = row.getAsJsonArray(name);
            array.forEach(element -> all.add(element.getAsString()));
        }
        return List.copyOf(all);
    }
}
