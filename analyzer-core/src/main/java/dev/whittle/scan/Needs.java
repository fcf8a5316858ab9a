package dev.whittle.scan;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.Edge;
import dev.whittle.resolve.load.LoadedObject;
import dev.whittle.resolve.load.Outcome;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The users of a library.
 *
 * @param library as requested, raw
 * @param files real paths that it resolves to, for any user
 * @param users every file whose closure contains it, sorted by path
 */
public record Needs(String library, List<RootPath> files, List<User> users) {
    public Needs {
        files = List.copyOf(files);
        users = List.copyOf(users);
    }

    /**
     * @param chain the shortest chain, as real paths: from the file to the one that names the library itself
     * @param missing whether it does not find the library
     */
    public record User(RootPath path, boolean program, List<RootPath> chain, boolean missing) {
        public User {
            chain = List.copyOf(chain);
        }

        public boolean isDirect() {
            return chain.size() == 1;
        }
    }

    public boolean isMissing() {
        return users.stream().anyMatch(User::missing);
    }

    /**
     * @param library a soname, or a path of the root if it contains a slash
     * @return empty if nothing needs it and there is no such file
     */
    public static Optional<Needs> of(
            Resolver resolver, ScanRequest request, String library, ScanRequest.Progress progress) throws IOException {
        Optional<RootPath> real = library.indexOf('/') < 0
                ? Optional.empty()
                : Walk.follow(resolver.root(), RootPath.of(library)).found().map(Walk.Result.Found::path);
        if (library.indexOf('/') >= 0 && real.isEmpty()) {
            return Optional.empty();
        }
        Inventory inventory = Inventory.of(resolver.facts(), request.below(), progress);
        List<ScannedFile> files = inventory.files().stream()
                .filter(file -> file.toResolve().isPresent())
                .toList();
        List<Use> uses = files.parallelStream()
                .map(file -> {
                    try {
                        Resolution resolution =
                                resolver.resolve(file.toResolve().orElseThrow(), request.options());
                        return use(file, resolution, library, real);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .flatMap(Optional::stream)
                .toList();
        TreeSet<RootPath> found = new TreeSet<>();
        real.ifPresent(found::add);
        for (ScannedFile file : files) {
            if (real.isEmpty() && isNamed(file, library)) {
                found.add(file.path());
            }
        }
        uses.forEach(use -> use.file().ifPresent(found::add));
        return uses.isEmpty() && found.isEmpty()
                ? Optional.empty()
                : Optional.of(new Needs(
                        library,
                        List.copyOf(found),
                        uses.stream().map(Use::user).toList()));
    }

    private record Use(User user, Optional<RootPath> file) {}

    private static boolean isNamed(ScannedFile file, String library) {
        return file.path().name().equals(library)
                || file.facts()
                        .flatMap(facts -> facts.soname())
                        .filter(library::equals)
                        .isPresent();
    }

    /** The first request in the loader's order, which is breadth first, has the shortest chain. */
    private static Optional<Use> use(ScannedFile file, Resolution resolution, String library, Optional<RootPath> real) {
        for (Edge edge : resolution.edges()) {
            Optional<LoadedObject> object =
                    edge.outcome() instanceof Outcome.Found found ? Optional.of(found.object()) : Optional.empty();
            boolean meant = real.isPresent()
                    ? object.map(LoadedObject::realPath).equals(real)
                    : edge.name().equals(library)
                            || object.flatMap(
                                            loadedObject -> loadedObject.facts().soname())
                                    .filter(library::equals)
                                    .isPresent();
            if (meant) {
                List<RootPath> chain = new ArrayList<>();
                for (Optional<LoadedObject> at = Optional.of(edge.requester());
                        at.isPresent();
                        at = at.get().requester()) {
                    chain.add(at.get().realPath());
                }
                Collections.reverse(chain);
                if (!chain.get(0).equals(file.path())) {
                    chain.add(0, file.path()); // musl's preloaded libraries have no requester
                }
                return Optional.of(new Use(
                        new User(file.path(), file.isProgram(), chain, object.isEmpty()),
                        object.map(LoadedObject::realPath)));
            }
        }
        return Optional.empty();
    }
}
