package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.cli.options.SourceOptions;
import dev.whittle.closure.PathPattern;
import dev.whittle.elf.BadElfException;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Program;
import dev.whittle.resolve.Resolver;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** FILE arguments: from what a person typed to programs of the root. */
final class FileArguments {
    private final SourceOptions source;
    private final RootFs root;
    private final Path workingDirectory;

    /** @param matched whether a pattern brought it, so that it is passed over if it is no ELF file */
    record Named(RootPath path, boolean matched) {}

    /** A pattern matched it, and it is nothing that the pattern was meant for. */
    static final class NotMeant extends Exception {
        private static final long serialVersionUID = 1L;
    }

    FileArguments(SourceOptions source, RootFs root, Path workingDirectory) {
        this.source = source;
        this.root = root;
        this.workingDirectory = workingDirectory;
    }

    List<Named> expand(String argument) throws FailureException {
        String raw = source.inRoot(workingDirectory, argument);
        try {
            RootPath path = Walk.normalise(root, raw);
            List<RootPath> matches = new PathPattern(path.raw()).expand(root);
            if (matches.isEmpty() || (matches.size() == 1 && matches.get(0).equals(path))) {
                return List.of(new Named(path, false)); // opening it tells what is wrong
            }
            return matches.stream().map(match -> new Named(match, true)).toList();
        } catch (IOException e) {
            throw unreadable(RootPath.of(raw), e);
        }
    }

    /**
     * @throws FailureException with exit code 3 and one line that says why
     * @throws NotMeant if a pattern matched what is no ELF file
     */
    static Program open(Resolver resolver, Named file) throws FailureException, NotMeant {
        try {
            return resolver.open(file.path());
        } catch (BadElfException e) {
            if (file.matched() && !e.isElf()) {
                throw new NotMeant();
            }
            String where = e.isElf() ? " (at offset " + e.offset() + ")" : "";
            throw new FailureException(ExitCode.INPUT, file.path() + ": " + RawText.ofText(e.reason()) + where, e);
        } catch (IOException e) {
            if (file.matched()) {
                throw new NotMeant();
            }
            throw unreadable(file.path(), e);
        }
    }

    static FailureException unreadable(RootPath path, IOException cause) {
        return new FailureException(ExitCode.INPUT, path + ": " + Messages.reason(cause), cause);
    }
}
