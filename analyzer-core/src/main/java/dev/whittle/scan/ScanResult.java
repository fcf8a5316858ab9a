package dev.whittle.scan;

import java.util.List;
import java.util.SortedMap;

/**
 * The result of a scan.
 *
 * @param seen number of regular files; a file with several names counts once
 * @param machines number of ELF files per architecture
 * @param findings sorted by rule and path
 * @param remarks what could not be examined, one line each, raw
 */
public record ScanResult(
        long seen,
        int programs,
        int libraries,
        int others,
        SortedMap<String, Integer> machines,
        List<ScanFinding> findings,
        List<String> remarks) {
    public ScanResult {
        findings = List.copyOf(findings);
        remarks = List.copyOf(remarks);
    }

    public int elfFiles() {
        return programs + libraries + others;
    }

    public long count(Rule.Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }
}
