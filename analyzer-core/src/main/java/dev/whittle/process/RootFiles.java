package dev.whittle.process;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import dev.whittle.script.CommandPath;
import dev.whittle.script.Shebang;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files of a root as a process sees them, by names that may contain markers. A file or directory without permission
 * to read it counts as absent. Any other error of the medium is an {@link UncheckedIOException}.
 */
public final class RootFiles {
    /** Minimum of known characters of a program's name. */
    private static final int MIN_LITERAL = 4;

    private static final int MAX_TEXT = 1 << 20;
    private static final int MAX_MATCHES = 256;
    private static final String ELF_MAGIC = "\177ELF";

    /** Shared directories: an unknown name in one of them does not mean every file in it. */
    private static final Set<String> SHARED = Set.of(
            "bin", "sbin", "lib", "lib64", "etc", "share", "libexec", "var", "opt", "home", "usr", "local", "tmp",
            "run", "log", "cache", "spool", "srv", "root", "dev", "proc", "sys", "");

    private final RootFs root;

    // Detectors run in parallel and share one instance.
    private final Map<RootPath, String> texts = new ConcurrentHashMap<>();
    private final Map<RootPath, Kind> kinds = new ConcurrentHashMap<>();
    private final Map<String, Optional<Walk.Result.Found>> walks = new ConcurrentHashMap<>();
    private final Map<Command, Optional<RootPath>> commands = new ConcurrentHashMap<>();

    private record Command(String name, String path, String directory) {}

    /** How the kernel would execute a file. */
    enum Kind {
        ELF,
        SCRIPT,
        TEXT,
        OTHER
    }

    public RootFiles(RootFs root) {
        this.root = root;
    }

    RootFs root() {
        return root;
    }

    /**
     * A name relative to a directory, both marked; {@code .} and {@code ..} are resolved unless a hole is before them.
     */
    public String absolute(String name, String directory) {
        if (name.isEmpty()) {
            return directory;
        }
        String joined = name.startsWith("/") || name.startsWith(Marked.UNKNOWN) ? name : directory + "/" + name;
        if (!Marked.isKnown(joined) || !joined.startsWith("/") || joined.indexOf('\0') >= 0) {
            return joined;
        }
        try {
            return Walk.normalise(root, joined).raw();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Walk.Result.Found> found(String name, String directory) {
        if (name.isEmpty() || Marked.isPattern(name) || name.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        String absolute = absolute(name, directory);
        if (Marked.isPattern(absolute) || !absolute.startsWith("/")) {
            return Optional.empty();
        }
        return walks.computeIfAbsent(absolute, this::walk);
    }

    private Optional<Walk.Result.Found> walk(String absolute) {
        try {
            return Walk.follow(root, RootPath.of(absolute)).found();
        } catch (AccessDeniedException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether there is something at an absolute path, links resolved. */
    boolean exists(String absolute) {
        return found(absolute, "/").isPresent();
    }

    /** A regular file, links unresolved. */
    Optional<RootPath> file(String name, String directory) {
        return found(name, directory)
                .filter(found -> found.node() instanceof Node.RegularFile)
                .map(found -> RootPath.of(absolute(name, directory)));
    }

    /** The target of a path; the path itself if the target does not exist. */
    public RootPath real(RootPath path) {
        return found(path.raw(), "/").map(Walk.Result.Found::path).orElse(path);
    }

    /** As {@code readlink -f} prints it; marked. */
    String realName(String name, String directory) {
        return found(name, directory)
                .map(found -> found.path().raw())
                .orElseGet(() -> Marked.isPattern(name) ? Marked.UNKNOWN : absolute(name, directory));
    }

    /** The target of a link as {@code readlink} prints it, marked; empty if it is not a link. */
    String linkTarget(String name, String directory) {
        String absolute = absolute(name, directory);
        if (name.isEmpty() || Marked.isPattern(absolute) || !absolute.startsWith("/") || absolute.indexOf('\0') >= 0) {
            return Marked.UNKNOWN;
        }
        try {
            return Walk.followParents(root, RootPath.of(absolute))
                                    .found()
                                    .map(Walk.Result.Found::node)
                                    .orElse(null)
                            instanceof Node.SymbolicLink link
                    ? link.target()
                    : "";
        } catch (AccessDeniedException e) {
            return Marked.UNKNOWN;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A file in an unknown directory: {@code $dir/name} with an unknown {@code $dir}. Scripts usually mean their own
     * directory.
     *
     * @param rest what follows the unknown part, without the slash
     * @param script the path of the script, as it was started
     */
    Optional<RootPath> beside(String rest, RootPath script) {
        for (RootPath at : List.of(script, real(script))) {
            Optional<RootPath> file = file(rest, at.parent().raw());
            if (file.isPresent()) {
                return file;
            }
        }
        return Optional.empty();
    }

    /**
     * The program that a command starts.
     *
     * @param paths possible values of PATH; none for the default
     */
    public Optional<RootPath> command(String name, Set<String> paths, String directory) {
        if (Marked.isPattern(name)) {
            return Optional.empty();
        }
        boolean relative = !name.startsWith("/") && name.indexOf('/') >= 0;
        if (relative && !Marked.isKnown(directory)) {
            return Optional.empty();
        }
        // Only a relative directory of PATH depends on the working directory.
        String from = Marked.isKnown(directory) ? directory : "/";
        if (paths.isEmpty()) {
            return find(name, CommandPath.DEFAULT, from);
        }
        for (String path : paths) {
            Optional<RootPath> found = find(name, withoutHoles(path), from);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /**
     * The programs that a partly unknown name may mean: {@code "protoc-gen-$lang"}.
     *
     * @param pattern marked, without a slash; one with fewer than {@value #MIN_LITERAL} known characters may mean any
     * @param paths values of PATH
     */
    List<RootPath> commandMatches(String pattern, Set<String> paths, String directory) {
        long literal = pattern.chars()
                .filter(c -> !Marked.isPattern(String.valueOf((char) c)))
                .count();
        if (literal < MIN_LITERAL || pattern.indexOf('/') >= 0 || pattern.indexOf(Marked.HOLE) == 0) {
            return List.of();
        }
        Set<RootPath> found = new LinkedHashSet<>();
        for (String path : paths.isEmpty() ? Set.of(CommandPath.DEFAULT) : paths) {
            for (String place : withoutHoles(path).split(":", -1)) {
                if (place.startsWith("/")) {
                    found.addAll(matches(place + "/" + pattern, "/"));
                }
            }
        }
        found.removeIf(path -> command(path.raw(), Set.of(), directory).isEmpty());
        return List.copyOf(found);
    }

    /** Unknown directories of PATH are left out. */
    private static String withoutHoles(String path) {
        if (!Marked.isPattern(path)) {
            return path;
        }
        List<String> directories = new ArrayList<>();
        for (String directory : path.split(":", -1)) {
            if (!Marked.isPattern(directory)) {
                directories.add(directory);
            }
        }
        return String.join(":", directories);
    }

    private Optional<RootPath> find(String name, String path, String directory) {
        if (name.isEmpty() || name.indexOf('\0') >= 0 || path.indexOf('\0') >= 0 || directory.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return commands.computeIfAbsent(new Command(name, path, directory), this::search);
    }

    private Optional<RootPath> search(Command command) {
        try {
            return CommandPath.of(Optional.of(command.path), RootPath.of(command.directory))
                    .find(root, command.name);
        } catch (AccessDeniedException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The matches of a pattern, in order; at most {@value #MAX_MATCHES}. */
    public List<RootPath> matches(String pattern, String directory) {
        String absolute = absolute(pattern, directory);
        if (!absolute.startsWith("/") || absolute.indexOf('\0') >= 0) {
            return List.of();
        }
        List<RootPath> at = List.of(RootPath.ROOT);
        for (String part : RootPath.split(absolute)) {
            List<RootPath> next = new ArrayList<>();
            for (RootPath path : at) {
                if (next.size() < MAX_MATCHES) {
                    next.addAll(children(path, part));
                }
            }
            at = next;
        }
        return at.size() > MAX_MATCHES ? at.subList(0, MAX_MATCHES) : at;
    }

    private List<RootPath> children(RootPath directory, String part) {
        if (part.equals(".")) {
            return List.of(directory);
        }
        if (part.equals("..")) {
            return List.of(directory.parent());
        }
        if (!Marked.isPattern(part)) {
            RootPath child = directory.child(part);
            return found(child.raw(), "/").isPresent() ? List.of(child) : List.of();
        }
        if (part.equals(Marked.UNKNOWN) && SHARED.contains(directory.name())) {
            return List.of();
        }
        Glob glob = Glob.of(Marked.glob(part));
        List<RootPath> matches = new ArrayList<>();
        for (String name : list(directory)) {
            boolean hidden = name.startsWith(".") && !part.startsWith(".");
            if (!hidden && glob.matches(RootPath.ROOT.child(name))) {
                matches.add(directory.child(name));
            }
        }
        return matches;
    }

    private List<String> list(RootPath directory) {
        Optional<Walk.Result.Found> found = found(directory.raw(), "/");
        try {
            return found.isPresent() && found.get().node() instanceof Node.Directory
                    ? root.list(found.get().path())
                    : List.of();
        } catch (AccessDeniedException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The content of a file, raw; empty if it is larger than {@value #MAX_TEXT} bytes or not a file. */
    String text(RootPath path) {
        Optional<Walk.Result.Found> found = found(path.raw(), "/");
        if (found.isEmpty() || !(found.get().node() instanceof Node.RegularFile file) || file.size() > MAX_TEXT) {
            return "";
        }
        return texts.computeIfAbsent(found.get().path(), real -> {
            try (ByteSource content = root.open(real)) {
                return RawText.of(content.head(MAX_TEXT));
            } catch (AccessDeniedException e) {
                return "";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    Kind kind(RootPath path) {
        Optional<Walk.Result.Found> found = found(path.raw(), "/");
        if (found.isEmpty() || !(found.get().node() instanceof Node.RegularFile)) {
            return Kind.OTHER;
        }
        return kinds.computeIfAbsent(found.get().path(), this::readKind);
    }

    private Kind readKind(RootPath real) {
        String head;
        try (ByteSource content = root.open(real)) {
            head = RawText.of(content.head(Shebang.LIMIT));
        } catch (AccessDeniedException e) {
            return Kind.OTHER;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (head.startsWith(ELF_MAGIC)) {
            return Kind.ELF;
        }
        if (Shebang.parse(head).isPresent()) {
            return Kind.SCRIPT;
        }
        return head.isEmpty() || head.indexOf('\0') >= 0 ? Kind.OTHER : Kind.TEXT;
    }

    /** The first line of a script, which may be larger than what {@link #text} reads: bytecode can follow it. */
    Optional<Shebang> shebang(RootPath path) {
        Optional<Walk.Result.Found> found = found(path.raw(), "/");
        if (found.isEmpty() || !(found.get().node() instanceof Node.RegularFile)) {
            return Optional.empty();
        }
        try (ByteSource content = root.open(found.get().path())) {
            return Shebang.parse(RawText.of(content.head(Shebang.LIMIT)));
        } catch (AccessDeniedException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
