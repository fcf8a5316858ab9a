package dev.whittle.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Files for other machines than most of the root. */
final class MachineCheck {
    private MachineCheck() {}

    static List<ScanFinding> findings(List<ScannedFile> files, SortedMap<String, Integer> machines) {
        List<ScanFinding> findings = new ArrayList<>();
        String usual = "";
        int most = 0;
        for (var machine : machines.entrySet()) {
            if (machine.getValue() > most) {
                usual = machine.getKey();
                most = machine.getValue();
            }
        }
        for (ScannedFile file : files) {
            String name = file.facts().map(facts -> facts.machine().name()).orElse(usual);
            if (!name.equals(usual)) {
                findings.add(new ScanFinding(
                        ScanRule.OTHER_MACHINE,
                        file.path(),
                        List.of(name),
                        List.of(),
                        "for " + name + ", while most files are for " + usual));
            }
        }
        return findings;
    }
}
