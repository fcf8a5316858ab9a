package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gathers what one detector finds. A finding whose paths are all missing is none. */
final class Findings {
    private final String family;
    private final List<Finding> found;
    private Optional<RootPath> because = Optional.empty();

    Findings(String family, List<Finding> found) {
        this.family = family;
        this.found = found;
    }

    /** What is added next has its evidence in this file. */
    Findings because(RootPath realPath) {
        because = Optional.of(realPath);
        return this;
    }

    /** What is added next has its evidence in the image's configuration, or nowhere in the root. */
    Findings becauseOfTheImage() {
        because = Optional.empty();
        return this;
    }

    void files(Finding.Level level, String evidence, Collection<RootPath> paths) {
        add(level, evidence, paths, List.of());
    }

    void file(Finding.Level level, String evidence, Optional<RootPath> path) {
        path.ifPresent(there -> add(level, evidence, List.of(there), List.of()));
    }

    void trees(Finding.Level level, String evidence, Collection<RootPath> paths) {
        add(level, evidence, List.of(), paths);
    }

    void tree(Finding.Level level, String evidence, Optional<RootPath> path) {
        tree(level, evidence, path, Set.of());
    }

    void tree(Finding.Level level, String evidence, Optional<RootPath> path, Set<RootPath> except) {
        path.ifPresent(
                there -> found.add(new Finding(family, level, evidence, List.of(), List.of(there), because, except)));
    }

    void remark(String evidence) {
        found.add(new Finding(family, Finding.Level.REMARK, evidence, List.of(), List.of(), because));
    }

    private void add(Finding.Level level, String evidence, Collection<RootPath> paths, Collection<RootPath> trees) {
        if (!paths.isEmpty() || !trees.isEmpty()) {
            found.add(new Finding(
                    family,
                    level,
                    evidence,
                    paths.stream().distinct().toList(),
                    trees.stream().distinct().toList(),
                    because));
        }
    }
}
