package dev.whittle.discover.evidence;

import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A memo of the findings of single files: they are computed again only if other kept files may change them. */
public final class Settled {
    private final String family;
    private final Map<RootPath, List<Finding>> made = new HashMap<>();

    /** Computes the findings of one file. */
    @FunctionalInterface
    public interface Maker {
        /** @return whether they depend on the root only */
        boolean make(Findings findings) throws IOException;
    }

    public Settled(String family) {
        this.family = family;
    }

    public void add(RootPath file, Findings findings, Maker maker) throws IOException {
        List<Finding> known = made.get(file);
        if (known == null) {
            known = new ArrayList<>();
            if (maker.make(new Findings(family, known).because(file))) {
                made.put(file, known);
            }
        }
        findings.addAll(known);
    }
}
