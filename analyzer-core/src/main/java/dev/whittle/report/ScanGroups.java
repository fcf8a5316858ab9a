package dev.whittle.report;

import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import dev.whittle.scan.ScanFinding;
import dev.whittle.scan.ScanRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Findings of one rule as lines: what has one cause is one line. A missing library is told once with all that lack it; the
 * modules of one directory that no program needs are told as that directory.
 */
final class ScanGroups {
    private static final int FEW_FILES = 3;

    /** From so many files of one directory on, the directory is told. */
    private static final int DIRECTORY = 4;

    private final boolean all;

    /** @param all whether every finding has a line of its own */
    ScanGroups(boolean all) {
        this.all = all;
    }

    List<String> lines(ScanRule rule, List<ScanFinding> findings) {
        return switch (rule) {
            case MISSING_LIBRARY, MISSING_ALONE, MISSING_LOADER -> all ? each(findings) : byName(findings);
            case UNNEEDED_LIBRARY -> all ? each(findings) : byDirectory(findings);
            default -> each(findings);
        };
    }

    private static List<String> each(List<ScanFinding> findings) {
        return findings.stream().map(ScanGroups::line).toList();
    }

    private static String line(ScanFinding finding) {
        return finding.path() + ": " + RawText.visible(finding.message());
    }

    private static List<String> byName(List<ScanFinding> findings) {
        Map<String, List<ScanFinding>> groups = new LinkedHashMap<>();
        for (ScanFinding finding : findings) {
            String name = finding.names().isEmpty() ? "" : finding.names().get(0);
            groups.computeIfAbsent(name, key -> new ArrayList<>()).add(finding);
        }
        List<String> lines = new ArrayList<>();
        groups.forEach((name, same) -> {
            if (same.size() == 1 || name.isEmpty()) {
                lines.addAll(each(same));
                return;
            }
            Set<RootPath> files = new LinkedHashSet<>();
            same.forEach(finding -> files.add(finding.path()));
            lines.add(RawText.visible(name) + ": not found for " + files.size() + " files: " + some(files));
        });
        return lines;
    }

    private static List<String> byDirectory(List<ScanFinding> findings) {
        Map<RootPath, List<ScanFinding>> groups = new LinkedHashMap<>();
        for (ScanFinding finding : findings) {
            groups.computeIfAbsent(finding.path().parent(), key -> new ArrayList<>())
                    .add(finding);
        }
        List<String> lines = new ArrayList<>();
        groups.forEach((directory, same) -> {
            if (same.size() < DIRECTORY) {
                lines.addAll(each(same));
                return;
            }
            List<String> names = same.stream()
                    .limit(FEW_FILES)
                    .map(finding -> RawText.visible(finding.path().name()))
                    .toList();
            lines.add(directory + ": " + same.size() + " libraries: " + String.join(", ", names) + " and "
                    + (same.size() - names.size()) + " more");
        });
        return lines;
    }

    private static String some(Set<RootPath> files) {
        List<String> shown =
                files.stream().limit(FEW_FILES).map(RootPath::toString).toList();
        int more = files.size() - shown.size();
        return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
    }
}
