package dev.whittle.scan;

import dev.whittle.path.RootPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Findings of symbol look-up, with programs grouped by the file that needs the symbol. */
final class SymbolFindings {
    private SymbolFindings() {}

    private record Want(RootPath file, String symbol) implements Comparable<Want> {
        @Override
        public int compareTo(Want other) {
            int byFile = file.compareTo(other.file);
            return byFile != 0 ? byFile : symbol.compareTo(other.symbol);
        }
    }

    static List<ScanFinding> of(List<ResolutionSummary> answers) {
        List<ScanFinding> findings = new ArrayList<>();
        Map<Want, List<RootPath>> undefined = new TreeMap<>();
        for (ResolutionSummary answer : answers) {
            if (answer.symbols().isEmpty()) {
                continue;
            }
            RootPath path = answer.file().path();
            for (String name : answer.symbols().get().unused()) {
                findings.add(new ScanFinding(
                        ScanRule.UNUSED_DEPENDENCY, path, List.of(name), List.of(), "uses no symbol of " + name));
            }
            for (Map.Entry<RootPath, List<String>> one :
                    answer.symbols().get().undefined().entrySet()) {
                if (answer.file().isProgram()) {
                    one.getValue().forEach(symbol -> undefined
                            .computeIfAbsent(new Want(one.getKey(), symbol), want -> new ArrayList<>())
                            .add(path));
                } else {
                    findings.add(alone(path, one.getKey(), one.getValue()));
                }
            }
        }
        undefined.forEach((want, programs) -> findings.add(new ScanFinding(
                ScanRule.UNDEFINED_SYMBOL,
                want.file(),
                List.of(want.symbol()),
                programs,
                want.symbol() + ": not defined for " + MissingCheck.list(programs))));
        return findings;
    }

    private static ScanFinding alone(RootPath path, RootPath wants, List<String> symbols) {
        String of = path.equals(wants) ? "" : " of " + wants.raw();
        String shown = symbols.size() == 1 ? symbols.get(0) : symbols.size() + " symbols, " + symbols.get(0) + " first";
        return new ScanFinding(ScanRule.UNDEFINED_ALONE, path, symbols, List.of(wants), shown + of + ": not defined");
    }
}
