package dev.whittle.closure;

import dev.whittle.path.RootPath;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a family of hidden dependencies found.
 *
 * @param family its name, as {@code --with} and {@code --without} take it
 * @param evidence raw, one line that a person can check
 * @param paths to keep as they are: files (ELF files with their closures), links with what they lead to, directories
 *     without what is below them
 * @param trees to keep with all that is below them
 * @param because the real path of the kept file that gives the evidence; empty where the image's configuration does
 * @param except paths below the trees that are left out
 */
public record Finding(
        String family,
        Level level,
        String evidence,
        List<RootPath> paths,
        List<RootPath> trees,
        Optional<RootPath> because,
        Set<RootPath> except) {
    /** How sure it is that something is needed. */
    public enum Level {
        REQUIRED,
        RECOMMENDED,
        /** Kept only if the family is asked for. */
        POSSIBLE,
        /** Nothing to keep: something that a person should know. */
        REMARK
    }

    public Finding {
        paths = List.copyOf(paths);
        trees = List.copyOf(trees);
        except = Set.copyOf(except);
    }

    /** One whose trees are whole. */
    public Finding(
            String family,
            Level level,
            String evidence,
            List<RootPath> paths,
            List<RootPath> trees,
            Optional<RootPath> because) {
        this(family, level, evidence, paths, trees, because, Set.of());
    }

    /** This and the next are those of every record, without the time it takes Java to make them: as {@link Reason}'s. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Finding its
                && family.equals(its.family)
                && level == its.level
                && evidence.equals(its.evidence)
                && paths.equals(its.paths)
                && trees.equals(its.trees)
                && because.equals(its.because)
                && except.equals(its.except);
    }

    @Override
    public int hashCode() {
        return evidence.hashCode();
    }
}
