package dev.whittle.discover.rules;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Family;
import java.util.List;
import java.util.Optional;

/**
 * A family described as data, built in or by the user: docs/families.md. All strings are raw.
 *
 * @param file that describes it, for the evidence; empty for a built-in one
 */
public record Rule(Family family, String file, List<Case> cases) {
    public Rule {
        cases = List.copyOf(cases);
    }

    /**
     * What to keep in one case.
     *
     * @param all whether every trigger must match, not any
     * @param reason text after the path of the matching file; empty to use the trigger instead
     * @param source where it is documented; may be empty
     */
    public record Case(
            Finding.Level level,
            boolean all,
            List<Trigger> triggers,
            Places places,
            Optional<String> reason,
            Optional<String> source) {
        public Case {
            triggers = List.copyOf(triggers);
        }
    }

    /**
     * What to keep. Each place has alternatives, of which the first one that the root has is used; each is a glob,
     * which may begin with a variable.
     *
     * @param paths to keep without content
     * @param trees to keep with everything below them
     * @param plugins to keep with everything below them, except files that add many megabytes
     * @param programs globs, or names that are searched for in PATH
     * @param except globs of what is left out of the trees
     * @param limit maximum size of one of the trees in bytes; a larger one is only reported
     */
    public record Places(
            List<List<String>> paths,
            List<List<String>> trees,
            List<List<String>> plugins,
            List<List<String>> programs,
            List<List<String>> except,
            long limit) {
        /** Any size. */
        public static final long UNLIMITED = Long.MAX_VALUE;

        public Places {
            paths = List.copyOf(paths);
            trees = List.copyOf(trees);
            plugins = List.copyOf(plugins);
            programs = List.copyOf(programs);
            except = List.copyOf(except);
        }

        boolean isEmpty() {
            return paths.isEmpty() && trees.isEmpty() && plugins.isEmpty() && programs.isEmpty();
        }
    }

    /**
     * Conditions for one kept file and for the image; all given ones must be true.
     *
     * @param path glob of its path
     * @param soname glob of a library that it needs
     * @param library glob of its soname, or of its name if it has none
     * @param program glob of the name of a program, or of a link to one
     * @param symbol that it imports
     * @param string that it contains
     * @param variable that the image sets; {@code NAME=GLOB} also tests its value
     * @param installed glob of the name of a package that is installed according to the root's database
     */
    public record Trigger(
            Optional<String> path,
            Optional<String> soname,
            Optional<String> library,
            Optional<String> program,
            Optional<String> symbol,
            Optional<String> string,
            Optional<String> variable,
            Optional<String> installed) {
        /** Whether it has a condition for a file at all. */
        boolean isOfFile() {
            return isOfElf() || path.isPresent() || program.isPresent() || string.isPresent();
        }

        /** Whether only an ELF file can match. */
        boolean isOfElf() {
            return soname.isPresent() || library.isPresent() || symbol.isPresent();
        }
    }
}
