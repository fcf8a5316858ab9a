package dev.whittle.discover.modules;

import dev.whittle.discover.evidence.Findings;
import dev.whittle.path.RootPath;
import java.util.Optional;

/**
 * Why a module is needed.
 *
 * @param evidence one line
 * @param file that has the evidence; empty for the image's configuration
 */
record ModuleReason(String evidence, Optional<RootPath> file) {
    /** Makes the file the evidence of the next findings. */
    void applyTo(Findings findings) {
        file.ifPresentOrElse(findings::because, findings::becauseOfTheImage);
    }

    /** The file for display. */
    String shownFile() {
        return file.map(RootPath::raw).orElse("the image");
    }
}
