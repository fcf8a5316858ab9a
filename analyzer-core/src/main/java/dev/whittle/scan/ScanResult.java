package dev.whittle.scan;

import java.util.List;
import java.util.SortedMap;

/**
 * The result of a scan.
 *
 * @param seen regular files in all, each once however many names it has
 * @param machines how many ELF files there are of each
 * @param findings by rule and path
 * @param remarks what could not be looked at, one line each, raw
 * @param files every ELF file, by path
 */
public record ScanResult(
        long seen,
        int programs,
        int libraries,
        int others,
        SortedMap<String, Integer> machines,
        List<ScanFinding> findings,
        List<String> remarks,
        List<ScannedElf> files) {
    public ScanResult {
        findings = List.copyOf(findings);
        remarks = List.copyOf(remarks);
        files = List.copyOf(files);
    }

    public int elfFiles() {
        return programs + libraries + others;
    }

    public long count(ScanRule.Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }
}
