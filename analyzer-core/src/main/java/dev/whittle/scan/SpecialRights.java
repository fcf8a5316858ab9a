package dev.whittle.scan;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Files that run with more privileges than their caller. */
final class SpecialRights {
    private static final String ATTRIBUTE = "security.capability";

    private final List<ScanFinding> findings = new ArrayList<>();
    private final Map<RootPath, List<String>> capabilities = new TreeMap<>();

    private SpecialRights() {}

    /** Capabilities are read from executable ELF files only: the kernel ignores them on others. */
    static SpecialRights of(RootFs root, Inventory inventory) throws IOException {
        SpecialRights rights = new SpecialRights();
        for (Inventory.Entry entry : inventory.privileged()) {
            Attributes attributes = entry.node().attributes();
            List<String> bits = new ArrayList<>();
            if ((attributes.mode() & Attributes.SET_UID) != 0) {
                bits.add("set-user-id " + attributes.uid());
            }
            if ((attributes.mode() & ~Attributes.SET_UID & 02000) != 0) {
                bits.add("set-group-id " + attributes.gid());
            }
            String mode = String.format(Locale.ROOT, "%04o", attributes.mode());
            rights.findings.add(new ScanFinding(
                    ScanRule.SET_ID, entry.path(), bits, List.of(), String.join(", ", bits) + ", mode " + mode));
        }
        for (ScannedFile file : inventory.files()) {
            if (file.node().attributes().isExecutable()) {
                byte[] value = root.extendedAttributes(file.path()).get(ATTRIBUTE);
                if (value != null) {
                    List<String> names = Capabilities.decode(value);
                    rights.capabilities.put(file.path(), names);
                    rights.findings.add(new ScanFinding(
                            ScanRule.CAPABILITIES, file.path(), names, List.of(), String.join(" ", names)));
                }
            }
        }
        return rights;
    }

    List<ScanFinding> findings() {
        return findings;
    }

    boolean hasCapabilities(RootPath path) {
        return capabilities.containsKey(path);
    }
}
