package dev.whittle.closure;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.LoaderVariables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a family of hidden dependencies found.
 *
 * @param family its name, as for {@code --with} and {@code --without}
 * @param evidence raw, one line that can be checked
 * @param paths to keep: files (ELF files with their closures), links with their targets, directories without content
 * @param trees to keep with everything below them
 * @param because the real path of the kept file that gives the evidence; empty if it is the image's configuration
 * @param except paths below the trees that are left out
 * @param start how the paths are started; empty if they are opened, or this is unknown
 */
public record Finding(
        String family,
        Level level,
        String evidence,
        List<RootPath> paths,
        List<RootPath> trees,
        Optional<RootPath> because,
        Set<RootPath> except,
        Optional<ProgramStart> start) {
    /** How certain it is that something is needed. */
    public enum Level {
        REQUIRED,
        RECOMMENDED,
        /** Very probably used: kept unless the minimum is requested. */
        EXPECTED,
        /** Possibly used, and worth keeping where it costs little; the limit is configurable. */
        UNCERTAIN,
        /** The same, but large: kept if the family is requested, or if other things that are kept make up most of it. */
        LARGE,
        /** Of use to some only: kept only if the family is requested. */
        POSSIBLE,
        /** Nothing to keep: needed, but not in the root. The output is incomplete. */
        MISSING,
        /** Nothing to keep: a name that is known at run time only. */
        UNDETERMINED,
        /** Nothing to keep, but worth knowing. */
        REMARK
    }

    /**
     * How a program among the paths is started.
     *
     * @param variables of that process that the loader reads; empty if they are those of the image
     * @param certain whether it is started on every path, so that nothing works without it
     */
    public record ProgramStart(Optional<LoaderVariables> variables, boolean certain) {}

    public Finding {
        paths = List.copyOf(paths);
        trees = List.copyOf(trees);
        except = Set.copyOf(except);
    }

    /** A finding without exceptions in its trees. */
    public Finding(
            String family,
            Level level,
            String evidence,
            List<RootPath> paths,
            List<RootPath> trees,
            Optional<RootPath> because) {
        this(family, level, evidence, paths, trees, because, Set.of(), Optional.empty());
    }

    /** This finding with another level and its evidence. */
    public Finding with(Level other, String reason) {
        return new Finding(family, other, reason, paths, trees, because, except, start);
    }

    /** This finding with other paths and trees. */
    Finding of(List<RootPath> files, List<RootPath> directories) {
        return new Finding(family, level, evidence, files, directories, because, except, start);
    }

    /** This finding with the paths and trees of another one too. */
    Finding and(Finding other) {
        List<RootPath> files = new ArrayList<>(paths);
        files.addAll(other.paths);
        List<RootPath> directories = new ArrayList<>(trees);
        directories.addAll(other.trees);
        return of(
                files.stream().distinct().toList(),
                directories.stream().distinct().toList());
    }

    /** Whether some choice of options leaves it out: because it costs much, or is not requested. */
    public boolean isOptional() {
        return switch (level) {
            case EXPECTED, UNCERTAIN, LARGE, POSSIBLE -> true;
            case REQUIRED, RECOMMENDED, MISSING, UNDETERMINED, REMARK -> false;
        };
    }

    /** Whether there is nothing to keep. */
    public boolean isMessage() {
        return level == Level.MISSING || level == Level.UNDETERMINED || level == Level.REMARK;
    }

    /**
     * This and the next method equal those of a plain record, without the time Java takes to generate them: as
     * {@link Reason}'s.
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Finding finding
                && family.equals(finding.family)
                && level == finding.level
                && evidence.equals(finding.evidence)
                && paths.equals(finding.paths)
                && trees.equals(finding.trees)
                && because.equals(finding.because)
                && except.equals(finding.except)
                && start.equals(finding.start);
    }

    @Override
    public int hashCode() {
        return evidence.hashCode();
    }
}
