package dev.whittle.scan;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.FactsMemo;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The files of a root.
 *
 * @param files ELF files sorted by path; a file with several names counts once
 * @param privileged regular files with a set-id bit, likewise
 * @param seen number of regular files
 * @param remarks what could not be examined, one line each, raw
 */
record Inventory(List<ScannedFile> files, List<Entry> privileged, long seen, List<String> remarks) {
    record Entry(RootPath path, Node.RegularFile node) {}

    static Inventory of(FactsMemo facts, List<RootPath> below, ScanRequest.Progress progress) throws IOException {
        Survey survey = new Survey(facts, progress);
        survey.run(below);
        List<ScannedFile> files = new ArrayList<>();
        List<Entry> privileged = new ArrayList<>();
        List<String> remarks = new ArrayList<>(survey.unlisted());
        Set<Object> known = new HashSet<>();
        for (Survey.Finding finding : survey.findings()) {
            if (known.add(finding.node().identity())) {
                finding.inspection()
                        .map(inspection -> new ScannedFile(finding.path(), finding.node(), inspection))
                        .ifPresent(files::add);
                finding.remark().ifPresent(remarks::add);
                if (finding.node().attributes().isSetId()) {
                    privileged.add(new Entry(finding.path(), finding.node()));
                }
            }
        }
        return new Inventory(List.copyOf(files), List.copyOf(privileged), survey.seen(), List.copyOf(remarks));
    }
}
