package dev.whittle.resolve.load;

import dev.whittle.elf.Linkage;
import dev.whittle.path.RootPath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a loader would do for one file.
 *
 * @param libc whose rules; empty if no loader is involved
 * @param loaded in the order in which the C library's own {@code ldd} lists them
 * @param edges every request, grouped by requester, in the order in which the loader processes them
 * @param scope symbol look-up order: the program, preloaded libraries, the others breadth first
 * @param basis what the answer rests on
 * @param secure whether the loader runs in secure mode, which ignores LD_LIBRARY_PATH
 */
public record Resolution(
        LoadedObject program,
        Optional<Libc> libc,
        Optional<Interpreter> interpreter,
        List<Listed> loaded,
        List<Edge> edges,
        List<VersionProblem> versionProblems,
        List<LoadedObject> scope,
        Basis basis,
        boolean secure) {
    public Resolution {
        loaded = List.copyOf(loaded);
        edges = List.copyOf(edges);
        versionProblems = List.copyOf(versionProblems);
        scope = List.copyOf(scope);
    }

    /**
     * What an answer rests on besides the files that are loaded.
     *
     * @param configuration files of the root that the loader read for this answer: ld.so.cache and the like
     * @param remarks assumptions and ignored parts, one line each, raw
     * @param unread tables of the root that were too long to be read although a loader would read them: its answer may
     *     differ
     */
    public record Basis(List<RootPath> configuration, List<String> remarks, List<String> unread) {
        /** Nothing. */
        public static final Basis NONE = new Basis(List.of(), List.of(), List.of());

        public Basis {
            configuration = List.copyOf(configuration);
            remarks = List.copyOf(remarks);
            unread = List.copyOf(unread);
        }
    }

    /** Files of the root that the loader read for this answer. */
    public List<RootPath> configuration() {
        return basis.configuration();
    }

    /** Assumptions and ignored parts, one line each, raw. */
    public List<String> remarks() {
        return basis.remarks();
    }

    /** Tables of the root that were too long to be read. */
    public List<String> unread() {
        return basis.unread();
    }

    /** A line of the loader's own list. */
    public sealed interface Listed {
        /** The requested name, raw. */
        String name();

        record Loaded(String name, LoadedObject object) implements Listed {
            /** Whether this is the loader under its own path, not under a name that a library requested. */
            public boolean isLoaderItself() {
                return object.place().kind() == Place.Kind.LOADER && name.equals(object.path());
            }
        }

        record NotFound(String name) implements Listed {}
    }

    public static Resolution alone(LoadedObject program) {
        return new Resolution(
                program,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(program),
                Basis.NONE,
                false);
    }

    public Linkage linkage() {
        return program.facts().linkage();
    }

    /** The objects other than the program, each once. */
    public List<LoadedObject> objects() {
        Set<LoadedObject> objects = new LinkedHashSet<>();
        for (Listed listed : loaded) {
            if (listed instanceof Listed.Loaded loaded) {
                objects.add(loaded.object());
            }
        }
        return List.copyOf(objects);
    }

    /** Required names that were not found. */
    public List<Edge> missing() {
        return required(Outcome.Missing.class);
    }

    /** Requests that would be fatal to the program. */
    public List<Edge> fatal() {
        return required(Outcome.Fatal.class);
    }

    private List<Edge> required(Class<? extends Outcome> outcome) {
        List<Edge> required = new ArrayList<>();
        for (Edge edge : edges) {
            if (outcome.isInstance(edge.outcome()) && edge.isRequired()) {
                required.add(edge);
            }
        }
        return required;
    }

    public List<VersionProblem> versionErrors() {
        List<VersionProblem> errors = new ArrayList<>(versionProblems);
        errors.removeIf(problem -> !problem.error());
        return errors;
    }

    /** Whether the program starts, as far as the loader is concerned. */
    public boolean isComplete() {
        return missing().isEmpty()
                && fatal().isEmpty()
                && versionErrors().isEmpty()
                && interpreter.map(i -> !i.requested() || !i.isMissing()).orElse(true);
    }
}
