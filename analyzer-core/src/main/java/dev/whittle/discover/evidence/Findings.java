package dev.whittle.discover.evidence;

import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects what one detector finds. A finding whose paths are all missing is dropped. */
public final class Findings {
    private final String family;
    private final List<Finding> found;
    private Optional<RootPath> because = Optional.empty();

    public Findings(String family, List<Finding> found) {
        this.family = family;
        this.found = found;
    }

    /** Findings made before, for something that has not changed. */
    public void addAll(List<Finding> made) {
        found.addAll(made);
    }

    /** Sets the file that gives the evidence of the next findings. */
    public Findings because(RootPath realPath) {
        because = Optional.of(realPath);
        return this;
    }

    /** Sets that the evidence of the next findings is in the image's configuration, or not in the root. */
    public Findings becauseOfTheImage() {
        because = Optional.empty();
        return this;
    }

    public void files(Finding.Level level, String evidence, Collection<RootPath> paths) {
        add(level, evidence, paths, List.of());
    }

    public void file(Finding.Level level, String evidence, Optional<RootPath> path) {
        path.ifPresent(there -> add(level, evidence, List.of(there), List.of()));
    }

    public void trees(Finding.Level level, String evidence, Collection<RootPath> paths) {
        add(level, evidence, List.of(), paths);
    }

    public void tree(Finding.Level level, String evidence, Optional<RootPath> path) {
        tree(level, evidence, path, Set.of());
    }

    public void tree(Finding.Level level, String evidence, Optional<RootPath> path, Set<RootPath> except) {
        path.ifPresent(there -> found.add(
                new Finding(family, level, evidence, List.of(), List.of(there), because, except, Optional.empty())));
    }

    /** A program that is started, with its own environment. */
    public void program(Finding.Level level, String evidence, RootPath path, Finding.ProgramStart start) {
        found.add(
                new Finding(family, level, evidence, List.of(path), List.of(), because, Set.of(), Optional.of(start)));
    }

    public void remark(String evidence) {
        message(Finding.Level.REMARK, evidence);
    }

    /** Something that is needed and missing. */
    public void missing(String evidence) {
        message(Finding.Level.MISSING, evidence);
    }

    /** A name that is known at run time only. */
    public void undetermined(String evidence) {
        message(Finding.Level.UNDETERMINED, evidence);
    }

    private void message(Finding.Level level, String evidence) {
        found.add(new Finding(family, level, evidence, List.of(), List.of(), because));
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
