package dev.whittle.scan;

import dev.whittle.path.RootPath;
import java.util.List;

/**
 * One finding of a scan.
 *
 * @param path the real path of the file concerned
 * @param names raw: libraries, symbols, directories, capabilities, depending on the rule
 * @param files related files: the programs that lack something, the other version
 * @param message raw, one line of text, without the path
 */
public record ScanFinding(
        ScanRule rule, ScanRule.Level level, RootPath path, List<String> names, List<RootPath> files, String message)
        implements Comparable<ScanFinding> {
    public ScanFinding {
        names = List.copyOf(names);
        files = List.copyOf(files);
    }

    ScanFinding(ScanRule rule, RootPath path, List<String> names, List<RootPath> files, String message) {
        this(rule, rule.level(), path, names, files, message);
    }

    @Override
    public int compareTo(ScanFinding other) {
        int byRule = rule.compareTo(other.rule);
        int byPath = byRule != 0 ? byRule : path.compareTo(other.path);
        return byPath != 0 ? byPath : message.compareTo(other.message);
    }
}
