package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.Sizes;
import dev.whittle.closure.Reason;
import dev.whittle.report.Biggest;
import dev.whittle.report.SlimResult;
import dev.whittle.report.Tally;
import dev.whittle.write.ImageSummary;
import dev.whittle.write.LayerSummary;
import dev.whittle.write.LayerWriter;
import java.util.Optional;

/** What became of an image, on standard error. */
final class SlimSummary {
    private static final int BIGGEST = 5;
    private static final int BIGGEST_VERBOSE = 20;
    private static final int SIZE_WIDTH = 9;

    private final Console console;
    private final SlimResult result;

    SlimSummary(Console console, SlimResult result) {
        this.console = console;
        this.result = result;
    }

    void tell(boolean verbose) {
        if (result.written().isPresent()) {
            written(result.written().get());
        } else {
            console.tell("nothing written");
        }
        sizes();
        counts();
        for (Biggest.File file : Biggest.of(result.closure().selection(), verbose ? BIGGEST_VERBOSE : BIGGEST)) {
            Reason first = file.kept().reasons().get(0);
            String size = Sizes.human(file.size());
            console.tell("  " + " ".repeat(Math.max(0, SIZE_WIDTH - size.length())) + size + "  "
                    + file.kept().path() + ": " + RawText.visible(first.detail()));
        }
    }

    private void written(SlimResult.Written written) {
        ImageSummary summary = written.summary();
        String where = written.destination().equals("-") ? "standard output" : RawText.visible(written.destination());
        String name = summary.name().orElse(summary.imageId().isPresent() ? "without a name" : "");
        console.tell(where
                + (name.isEmpty() ? "" : ": " + name)
                + summary.imageId().map(id -> ", image " + id).orElse(""));
        if (summary.contents().leftOut() > 0) {
            console.tell(Sizes.count(summary.contents().leftOut(), "special file") + " left out: the destination cannot"
                    + " hold any");
        }
    }

    private void sizes() {
        Optional<SlimResult.LayerSizes> before = result.source().size();
        long after = LayerWriter.contentBytes(result.closure().selection());
        String line = "size as Docker counts: ";
        if (before.isPresent()) {
            long bytes = before.get().contentBytes();
            line += Sizes.human(bytes) + " before, " + Sizes.human(after) + " now" + less(bytes, after);
        } else {
            line += Sizes.human(after);
        }
        Optional<LayerSummary> layer =
                result.written().flatMap(its -> its.summary().layer());
        if (layer.isPresent()) {
            String stored = Sizes.human(layer.get().size()) + " (" + layer.get().size() + " bytes)";
            line += "; layers as stored: "
                    + before.map(its -> Sizes.human(its.storedBytes()) + " before, " + stored + " now")
                            .orElse(stored);
        }
        console.tell(line);
    }

    private static String less(long before, long after) {
        return before == 0 || after > before ? "" : " (" + Math.round(100 - 100.0 * after / before) + "% less)";
    }

    private void counts() {
        Tally kept = result.kept();
        Optional<Tally> dropped = result.source().all().map(all -> all.without(result.taken()));
        console.tell(Sizes.count(kept.files(), "file") + " kept"
                + dropped.map(its ->
                                ", " + Sizes.count(its.files(), "file") + " (" + Sizes.human(its.bytes()) + ") dropped")
                        .orElse(""));
    }
}
