package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Closure;
import dev.whittle.closure.PackageShare;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.write.LayerWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The data of a page about an image that was made smaller. Paths, details and groups are written once and numbered. What would
 * make the page too big is put together by directory: small files of trees that are kept whole, small files that are dropped.
 */
final class HtmlSlimData {
    /** Of paths that are kept: some 120 bytes each. */
    private static final int MAX_KEPT = 8_000;

    /** Of files that are dropped: some 25 bytes each. */
    private static final int MAX_DROPPED = 12_000;

    /** Of one path: what has more is in the JSON report. */
    private static final int MAX_REASONS = 6;

    private static final int MAX_DETAIL = 160;

    private final SlimResult result;
    private final Dropped dropped;
    private final String version;
    private final Map<String, Integer> details = new LinkedHashMap<>();
    private final Map<String, Integer> groups = new LinkedHashMap<>();
    private final Map<RootPath, Integer> numbers = new HashMap<>();
    private final StringWriter text = new StringWriter();
    private final JsonWriter json = new JsonWriter(text);

    private HtmlSlimData(SlimResult result, Dropped dropped, String version) {
        this.result = result;
        this.dropped = dropped;
        this.version = version;
        json.setHtmlSafe(true);
    }

    static String of(SlimResult result, Dropped dropped, String version) {
        try {
            return new HtmlSlimData(result, dropped, version).write();
        } catch (IOException e) {
            throw new UncheckedIOException("a string writer does not fail", e);
        }
    }

    private String write() throws IOException {
        Closure closure = result.closure();
        json.beginObject();
        json.name("kind").value("slim");
        json.name("version").value(version);
        head();
        sizes();
        problems();
        lines("undetermined", HiddenLines.undetermined(closure));
        List<String> notes = new ArrayList<>(result.remarks());
        notes.addAll(result.hints());
        notes.addAll(HiddenLines.possible(closure));
        notes.addAll(HiddenLines.remarks(closure));
        lines("notes", notes);
        entries();
        programs(closure);
        droppedFiles();
        packages(closure);
        names("groups", groups);
        names("details", details);
        json.endObject();
        json.close();
        return text.toString();
    }

    private void head() throws IOException {
        SlimResult.Source source = result.source();
        json.name("source").value(RawText.text(RawText.visible(source.shown())));
        json.name("name").value(source.reference().orElse(RawText.text(RawText.visible(source.shown()))));
        json.name("platform").value(source.platform().map(Object::toString).orElse(""));
        json.name("destination")
                .value(result.written()
                        .map(written -> RawText.text(RawText.visible(written.destination())))
                        .orElse(""));
        json.name("newName")
                .value(result.written()
                        .flatMap(written -> written.summary().name())
                        .orElse(""));
    }

    private void sizes() throws IOException {
        json.name("sizes").beginObject();
        long after = LayerWriter.contentBytes(result.closure().selection());
        json.name("after").value(after);
        if (result.source().size().isPresent()) {
            json.name("before").value(result.source().size().get().contentBytes());
            json.name("storedBefore").value(result.source().size().get().storedBytes());
        } else if (result.source().all().isPresent()) {
            json.name("before").value(result.source().all().get().bytes());
        }
        if (result.source().all().isPresent()) {
            json.name("filesBefore").value(result.source().all().get().files());
        }
        json.name("filesAfter").value(result.kept().files());
        if (result.written().flatMap(written -> written.summary().layer()).isPresent()) {
            json.name("storedAfter")
                    .value(result.written()
                            .flatMap(written -> written.summary().layer())
                            .orElseThrow()
                            .size());
        }
        json.endObject();
    }

    private void problems() throws IOException {
        json.name("problems").beginArray();
        for (Problem problem : result.problems()) {
            json.beginArray();
            json.value(RawText.text(problem.what())).value(RawText.text(problem.fix()));
            json.endArray();
        }
        json.endArray();
    }

    private void lines(String name, List<String> lines) throws IOException {
        json.name(name).beginArray();
        for (String line : lines) {
            json.value(RawText.text(line));
        }
        json.endArray();
    }

    /** {@code [path, type, size, group, [[kind, detail, because]…], target or count]}. */
    private void entries() throws IOException {
        List<Selection.Kept> all = List.copyOf(result.closure().selection().all());
        List<Selection.Kept> shown = new ArrayList<>(all);
        Map<String, List<Selection.Kept>> together = new TreeMap<>();
        if (all.size() > MAX_KEPT) {
            shown.sort(Comparator.comparing(HtmlSlimData::isOfTree)
                    .thenComparing(Comparator.comparingLong(KeptGroups::size).reversed()));
            for (Selection.Kept kept : shown.subList(MAX_KEPT, shown.size())) {
                String directory = kept.path().parent().raw();
                together.computeIfAbsent(directory + "\0" + KeptGroups.name(kept), key -> new ArrayList<>())
                        .add(kept);
            }
            shown = new ArrayList<>(shown.subList(0, MAX_KEPT));
            shown.sort(Comparator.comparing(Selection.Kept::path));
        }
        for (int i = 0; i < shown.size(); i++) {
            numbers.put(shown.get(i).path(), i);
        }
        json.name("entries").beginArray();
        for (Selection.Kept kept : shown) {
            entry(kept.path().raw(), type(kept.node()), KeptGroups.size(kept), kept);
            if (kept.node() instanceof Node.SymbolicLink link) {
                json.value(RawText.text(RawText.visible(link.target())));
            }
            json.endArray();
        }
        for (Map.Entry<String, List<Selection.Kept>> some : together.entrySet()) {
            long bytes = some.getValue().stream().mapToLong(KeptGroups::size).sum();
            int count = some.getValue().size();
            Selection.Kept first = some.getValue().get(0);
            String directory = some.getKey().substring(0, some.getKey().indexOf('\0'));
            entry(directory + "/(" + count + " more)", 4, bytes, first);
            json.value(String.valueOf(count));
            json.endArray();
        }
        json.endArray();
    }

    private static boolean isOfTree(Selection.Kept kept) {
        return kept.reasons().stream().allMatch(reason -> reason.kind() == Reason.Kind.TREE);
    }

    private void entry(String path, int type, long size, Selection.Kept kept) throws IOException {
        json.beginArray();
        json.value(RawText.text(RawText.visible(path)));
        json.value(type);
        json.value(size);
        json.value(number(groups, KeptGroups.name(kept)));
        json.beginArray();
        int written = 0;
        for (Reason reason : kept.reasons()) {
            if (written++ < MAX_REASONS) {
                json.beginArray();
                json.value(reason.kind().name().toLowerCase(Locale.ROOT).substring(0, 3));
                json.value(number(details, shortened(reason.detail())));
                json.value(reason.because().map(numbers::get).orElse(-1));
                json.endArray();
            }
        }
        json.endArray();
    }

    private static String shortened(String detail) {
        String visible = RawText.text(RawText.visible(detail));
        return visible.length() <= MAX_DETAIL ? visible : visible.substring(0, MAX_DETAIL - 1) + "…";
    }

    private static int type(Node node) {
        return node instanceof Node.RegularFile
                ? 0
                : node instanceof Node.Directory ? 1 : node instanceof Node.SymbolicLink ? 2 : 3;
    }

    private static int number(Map<String, Integer> table, String name) {
        return table.computeIfAbsent(name, key -> table.size());
    }

    private void programs(Closure closure) throws IOException {
        json.name("programs").beginArray();
        for (ProgramSize size : ProgramSize.of(closure)) {
            Integer number = numbers.get(size.path());
            if (number != null) {
                json.beginArray();
                json.value(number).value(size.closureBytes()).value(size.libraries());
                json.endArray();
            }
        }
        json.endArray();
    }

    /** {@code [directory, [[name, size]…], how many more, their bytes]}. */
    private void droppedFiles() throws IOException {
        Map<RootPath, List<Dropped.File>> shown = new TreeMap<>();
        Map<RootPath, long[]> others = new TreeMap<>();
        int count = 0;
        for (Dropped.File file : dropped.files()) {
            RootPath directory = file.path().parent();
            if (count++ < MAX_DROPPED) {
                shown.computeIfAbsent(directory, key -> new ArrayList<>()).add(file);
            } else {
                long[] more = others.computeIfAbsent(directory, key -> new long[2]);
                more[0]++;
                more[1] += file.size();
                shown.computeIfAbsent(directory, key -> new ArrayList<>());
            }
        }
        json.name("dropped").beginArray();
        for (Map.Entry<RootPath, List<Dropped.File>> each : shown.entrySet()) {
            json.beginArray();
            json.value(RawText.text(RawText.visible(each.getKey().raw())));
            json.beginArray();
            for (Dropped.File file : each.getValue()) {
                json.value(RawText.text(RawText.visible(file.path().name()))).value(file.size());
            }
            json.endArray();
            long[] more = others.getOrDefault(each.getKey(), new long[2]);
            json.value(more[0]).value(more[1]);
            json.endArray();
        }
        json.endArray();
    }

    private void packages(Closure closure) throws IOException {
        json.name("packages").beginArray();
        for (PackageShare share : closure.packages()) {
            json.beginArray();
            json.value(share.type())
                    .value(RawText.text(share.name()))
                    .value(RawText.text(share.version()))
                    .value(share.isKept())
                    .value(share.kept().size())
                    .value(share.missing().size());
            json.endArray();
        }
        json.endArray();
    }

    private void names(String name, Map<String, Integer> table) throws IOException {
        json.name(name).beginArray();
        for (String each : table.keySet()) {
            json.value(each);
        }
        json.endArray();
    }
}
