package dev.whittle.cli.command;

import dev.whittle.bytes.HumanSize;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.Sizes;
import dev.whittle.cli.options.CommonOptions;
import dev.whittle.report.Rights;
import dev.whittle.report.SlimResult;
import dev.whittle.write.ImageSummary;
import dev.whittle.write.LayerSummary;
import dev.whittle.write.LayerWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What became of an image, on standard error. */
final class SlimSummary {
    private final SlimResult result;
    private final Outcome outcome;

    SlimSummary(Console console, CommonOptions common, SlimResult result) {
        this.result = result;
        this.outcome = new Outcome(console, common, result.closure(), result.problems());
        outcome.notes(result.remarks());
        outcome.notes(result.hints());
    }

    /** @param rights of the source that the new image cannot hold; empty if nobody asked */
    void tell(Optional<Rights> rights) {
        List<String> more = new ArrayList<>();
        result.written().flatMap(written -> written.summary().imageId()).ifPresent(id -> more.add("image " + id));
        result.written().flatMap(written -> written.summary().layer()).ifPresent(layer -> {
            more.add("layer " + layer.digest() + ", " + layer.size() + " bytes");
            more.add("diffID " + layer.diffId());
        });
        rights.ifPresent(known -> more.addAll(known.lines()));
        outcome.tell(what(), List.of(sizes()), more);
    }

    private String what() {
        if (result.written().isEmpty()) {
            return "nothing written";
        }
        SlimResult.Written written = result.written().get();
        ImageSummary summary = written.summary();
        int leftOut = summary.contents().leftOut();
        if (leftOut > 0) {
            outcome.notes(List.of(Sizes.count(leftOut, "special file") + " left out: the destination cannot hold any"));
        }
        String name = !summary.names().isEmpty()
                ? String.join(", ", summary.names())
                : summary.imageId().isPresent() ? "an image without a name" : "";
        return (name.isEmpty() ? "" : name + " ") + "written to " + Outcome.shown(written.destination());
    }

    /** As Docker counts, then as stored, then in files. */
    private String sizes() {
        Optional<SlimResult.LayerSizes> before = result.source().size();
        long after = LayerWriter.contentBytes(result.closure().selection());
        String line = before.map(sizes -> HumanSize.change(sizes.contentBytes(), after))
                .orElse(Sizes.human(after));
        Optional<LayerSummary> layer =
                result.written().flatMap(written -> written.summary().layer());
        if (layer.isPresent()) {
            String stored = Sizes.human(layer.get().size());
            line += " (stored "
                    + before.map(sizes -> Sizes.human(sizes.storedBytes()) + " -> " + stored)
                            .orElse(stored)
                    + ")";
        }
        int kept = result.kept().files();
        return line + "; "
                + result.source()
                        .all()
                        .map(all -> all.files() + " -> " + Sizes.count(kept, "file"))
                        .orElse(Sizes.count(kept, "file") + " kept");
    }
}
