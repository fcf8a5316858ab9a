package dev.whittle.discover.rules;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Family;
import java.util.List;
import java.util.Optional;

/**
 * A family that is described as data, built in or by a person: docs/families.md. All strings are raw.
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
     * @param reason why, to be read behind the path of the file that matches; empty to tell of the trigger instead
     * @param source where it is documented; empty if nobody says
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
     * What to keep. Each place has alternatives, of which the first is meant that the root has; each is a glob, which may
     * begin with a variable.
     *
     * @param paths to keep as they are
     * @param trees to keep with all below them
     * @param plugins to keep with all below them but what brings many megabytes
     * @param programs globs, or names that are looked for in PATH
     * @param except globs of what is left out of the trees
     * @param limit bytes that one of the trees may have; a larger one is only told of
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
     * What one kept file must be like, and the image, in all that is given.
     *
     * @param path glob of its path
     * @param soname glob of a library that it needs
     * @param library glob of the soname that it has, or of its name if it has none
     * @param program glob of the name of a program, or of a link to one
     * @param symbol that it imports
     * @param string that stands in its content
     * @param variable that the image sets; {@code NAME=GLOB} to ask for its value too
     * @param installed glob of the name of a package that the root's data base has as installed
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
        /** Whether it asks for a file at all. */
        boolean isOfFile() {
            return isOfElf() || path.isPresent() || program.isPresent() || string.isPresent();
        }

        /** Whether only an ELF file can be meant. */
        boolean isOfElf() {
            return soname.isPresent() || library.isPresent() || symbol.isPresent();
        }
    }
}
