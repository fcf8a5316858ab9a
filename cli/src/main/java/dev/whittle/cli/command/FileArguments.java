package dev.whittle.cli.command;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.cli.options.SourceOptions;
import dev.whittle.elf.BadElfException;
import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import dev.whittle.pipeline.PathArguments;
import dev.whittle.resolve.Program;
import dev.whittle.resolve.Resolver;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.SystemPaths;
import dev.whittle.rootfs.Walk;
import dev.whittle.script.Shebang;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** FILE arguments: from what a person typed to programs of the root. */
final class FileArguments {
    private final PathArguments paths;
    private final RootFs root;

    /**
     * @param typed what the person calls it; for what a pattern brought, its path
     * @param matched whether a pattern brought it, so that it is passed over if it is no ELF file
     */
    record Named(RootPath path, String typed, boolean matched) {}

    /** A pattern matched it, and it is nothing that the pattern was meant for. */
    static final class NotMeant extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private FileArguments(UnaryOperator<String> inRoot, RootFs root) {
        this.paths = new PathArguments(inRoot, root);
        this.root = root;
    }

    FileArguments(SourceOptions source, RootFs root, Path workingDirectory) {
        this(file -> source.inRoot(workingDirectory, file), root);
    }

    /** Paths of options, seen from where a FILE is. */
    PathArguments paths() {
        return paths;
    }

    /** One file or more. A name that exists is meant literally; opening it reports what is wrong with it. */
    List<Named> expand(String argument) throws FailureException {
        if (argument.isEmpty()) {
            throw new FailureException(ExitCode.USAGE, "a FILE argument is empty");
        }
        String raw = paths.inRoot(argument);
        try {
            RootPath path = Walk.normalise(root, raw);
            if (!Glob.isPattern(argument) || Walk.followParents(root, path) instanceof Walk.Result.Found) {
                return List.of(new Named(path, argument, false));
            }
            List<RootPath> matches = paths.pattern(argument).expand(root);
            if (matches.isEmpty()) {
                throw new FailureException(ExitCode.INPUT, path + ": no file has this name or matches it");
            }
            return matches.stream()
                    .map(match -> new Named(match, match.raw(), true))
                    .toList();
        } catch (IOException e) {
            throw unreadable(RootPath.of(raw), e);
        }
    }

    /** Whether the root has something under the name, if it be a link to nothing. */
    boolean isThere(Named named) throws FailureException {
        try {
            return Walk.followParents(root, named.path()) instanceof Walk.Result.Found;
        } catch (IOException e) {
            throw unreadable(named.path(), e);
        }
    }

    /** The files that a directory argument means: every regular file below it; links are not followed. */
    List<Named> below(Named named) throws FailureException {
        try {
            Walk.Result.Found start = Walk.follow(root, named.path()).found().orElse(null);
            if (start == null || !(start.node() instanceof Node.Directory)) {
                return List.of(named);
            }
            List<RootPath> files = new ArrayList<>();
            Deque<RootPath> pending = new ArrayDeque<>(List.of(start.path()));
            while (!pending.isEmpty()) {
                RootPath directory = pending.pop();
                for (String name : root.list(directory)) {
                    RootPath path = directory.child(name);
                    Node node = root.node(path).orElse(null);
                    if (node instanceof Node.Directory && !SystemPaths.isMountPoint(path)) {
                        pending.push(path);
                    } else if (node instanceof Node.RegularFile) {
                        files.add(path);
                    }
                }
            }
            Collections.sort(files);
            return files.stream().map(path -> new Named(path, path.raw(), true)).toList();
        } catch (IOException e) {
            throw unreadable(named.path(), e);
        }
    }

    /**
     * @throws FailureException with exit code 3 and one line that says why
     * @throws NotMeant if a pattern matched a file that is not an ELF file
     */
    static Program open(Resolver resolver, Named file) throws FailureException, NotMeant {
        try {
            return resolver.open(file.path()).named(file.typed());
        } catch (BadElfException e) {
            if (file.matched() && !e.isElf()) {
                throw new NotMeant();
            }
            Optional<Shebang> script = e.isElf() ? Optional.empty() : script(resolver.root(), file.path());
            if (script.isPresent()) {
                throw new FailureException(ExitCode.INPUT, file.path() + ": not an ELF file: " + told(script.get()), e);
            }
            String where = e.isElf() ? " (at offset " + e.offset() + ")" : "";
            String meant = !e.isElf() && SourceOptions.isArchiveName(file.typed())
                    ? "; did you mean --from " + RawText.visible(file.typed()) + "?"
                    : "";
            throw new FailureException(
                    ExitCode.INPUT, file.path() + ": " + RawText.ofText(e.reason()) + where + meant, e);
        } catch (IOException e) {
            if (file.matched()) {
                throw new NotMeant();
            }
            throw unreadable(file.path(), e);
        }
    }

    private static Optional<Shebang> script(RootFs root, RootPath path) {
        try {
            Walk.Result.Found found = Walk.follow(root, path).found().orElse(null);
            if (found == null || !(found.node() instanceof Node.RegularFile)) {
                return Optional.empty();
            }
            try (ByteSource content = root.open(found.path())) {
                return Shebang.of(content);
            }
        } catch (IOException e) {
            return Optional.empty(); // a hint is worth no second error
        }
    }

    private static String told(Shebang script) {
        String line = RawText.visible(script.interpreter()
                + script.argument().map(argument -> " " + argument).orElse(""));
        String program = RawText.visible(script.envCommand().orElse(script.interpreter()));
        return "a script that " + line + " interprets; ask about " + program;
    }

    static FailureException unreadable(RootPath path, IOException cause) {
        return new FailureException(ExitCode.INPUT, path + ": " + Messages.reason(cause), cause);
    }
}
