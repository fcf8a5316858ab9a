package dev.whittle.discover.owned;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import java.io.IOException;
import java.util.List;

/** Temporary directories, which programs assume to exist, as in the root. */
public final class Temporary implements Detector {
    @Override
    public Family family() {
        return new Family("tmp", "/tmp, /var/tmp, /run and /var/run of a whole image, with their modes");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        for (String directory : List.of("/tmp", "/var/tmp", "/run", "/var/run", "/run/lock")) {
            findings.file(Finding.Level.RECOMMENDED, "every system has " + directory, context.existing(directory));
        }
    }
}
