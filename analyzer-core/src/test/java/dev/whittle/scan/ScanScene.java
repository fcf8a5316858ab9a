package dev.whittle.scan;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.util.List;

/** Shortcuts to a scan for the tests of this package. */
final class ScanScene {
    private ScanScene() {}

    static ScanResult scan(RootFs root, String... below) throws IOException {
        return scan(root, false, below);
    }

    static ScanResult scan(RootFs root, boolean symbols, String... below) throws IOException {
        List<RootPath> paths = below.length == 0
                ? List.of(RootPath.ROOT)
                : List.of(below).stream().map(RootPath::of).toList();
        return Scan.run(new Resolver(root), new ScanRequest(paths, LoaderOptions.NONE, symbols), (done, total) -> {});
    }

    /** {@code LEVEL PATH: MESSAGE} of each finding of a rule. */
    static List<String> of(ScanRule rule, ScanResult result) {
        return result.findings().stream()
                .filter(finding -> finding.rule() == rule)
                .map(finding -> finding.level() + " " + finding.path().raw() + ": " + finding.message())
                .toList();
    }
}
