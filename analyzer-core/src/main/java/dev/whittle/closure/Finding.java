package dev.whittle.closure;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.LoaderVariables;
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
 * @param start how the paths are started; empty if they are opened, or nothing is known of it
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
    /** How sure it is that something is needed. */
    public enum Level {
        REQUIRED,
        RECOMMENDED,
        /** Most likely used: kept unless as little as possible is asked for. */
        EXPECTED,
        /** Not sure, but worth keeping where it costs little: how little is a matter of choice. */
        UNCERTAIN,
        /** Kept only if the family is asked for. */
        POSSIBLE,
        /** Nothing to keep: something that is needed and that the root does not have. The output is not complete. */
        MISSING,
        /** Nothing to keep: a name that only a run can say. */
        UNDETERMINED,
        /** Nothing to keep: something that a person should know. */
        REMARK
    }

    /**
     * How a program among the paths is started.
     *
     * @param variables what that process tells the loader; empty if that is what the image's environment says
     * @param certain whether it is started on every way, so that nothing works without it
     */
    public record ProgramStart(Optional<LoaderVariables> variables, boolean certain) {}

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
        this(family, level, evidence, paths, trees, because, Set.of(), Optional.empty());
    }

    /** Whether it is left out in some selection that a person may choose: because it costs much, or nobody asks for it. */
    public boolean isOptional() {
        return level == Level.EXPECTED || level == Level.UNCERTAIN || level == Level.POSSIBLE;
    }

    /** Whether there is nothing to keep. */
    public boolean isMessage() {
        return level == Level.MISSING || level == Level.UNDETERMINED || level == Level.REMARK;
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
                && except.equals(its.except)
                && start.equals(its.start);
    }

    @Override
    public int hashCode() {
        return evidence.hashCode();
    }
}
