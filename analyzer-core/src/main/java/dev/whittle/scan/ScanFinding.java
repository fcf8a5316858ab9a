package dev.whittle.scan;

import dev.whittle.path.RootPath;
import java.util.List;

/**
 * One thing that a scan found.
 *
 * @param path the real path of the file that it is about
 * @param names raw: libraries, symbols, directories, capabilities, as the rule has it
 * @param files other files that have to do with it: the programs that miss something, the other version
 * @param message raw, one line for a person, without the path
 */
public record ScanFinding(
        Rule rule, Rule.Level level, RootPath path, List<String> names, List<RootPath> files, String message)
        implements Comparable<ScanFinding> {
    public ScanFinding {
        names = List.copyOf(names);
        files = List.copyOf(files);
    }

    ScanFinding(Rule rule, RootPath path, List<String> names, List<RootPath> files, String message) {
        this(rule, rule.level(), path, names, files, message);
    }

    @Override
    public int compareTo(ScanFinding other) {
        int byRule = rule.compareTo(other.rule);
        int byPath = byRule != 0 ? byRule : path.compareTo(other.path);
        return byPath != 0 ? byPath : message.compareTo(other.message);
    }
}
