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
            String its = file.facts().map(facts -> facts.machine().name()).orElse(usual);
            if (!its.equals(usual)) {
                findings.add(new ScanFinding(
                        ScanRule.OTHER_MACHINE,
                        file.path(),
                        List.of(its),
                        List.of(),
                        "for " + its + ", while most files are for " + usual));
            }
        }
        return findings;
    }
}
