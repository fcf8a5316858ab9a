package dev.whittle.closure.start;

import dev.whittle.bytes.RawText;
import dev.whittle.image.ImageConfig;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import dev.whittle.script.CommandPath;
import java.io.IOException;
import java.util.Optional;

/**
 * Finds the program for a word of a command, as the runtime does: in the working directory if it has a slash, otherwise
 * in PATH (runc, libcontainer/standard_init_linux.go: Init; Go, os/exec/lp_unix.go: LookPath).
 */
final class ProgramSearch {
    private final RootFs root;
    private final CommandPath commands;

    /** @param path links unresolved */
    record Named(RootPath path, RootPath realPath, Node node) {
        boolean isProgram() {
            return node instanceof Node.RegularFile && node.attributes().isExecutable();
        }
    }

    ProgramSearch(RootFs root, ImageConfig config) {
        this.root = root;
        this.commands = StartPlan.commands(config);
    }

    /** Raw. */
    String workingDirectory() {
        return commands.workingDirectory().raw();
    }

    /** The program that a word starts. */
    Optional<Named> program(String word) throws IOException {
        Optional<RootPath> found = commands.find(root, word);
        return found.isEmpty() ? Optional.empty() : named(found.get().raw());
    }

    /** The file at a path; a relative one is relative to the working directory. */
    Optional<Named> named(String word) throws IOException {
        if (word.isEmpty() || word.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        RootPath requested = Walk.normalise(root, absolute(word));
        return Walk.follow(root, requested).found().map(found -> new Named(requested, found.path(), found.node()));
    }

    /** Why the runtime would not start it. */
    String problem(String word) throws IOException {
        String shown = RawText.visible(word);
        if (word.isEmpty()) {
            return "an empty word is not a program";
        }
        if (word.indexOf('/') < 0) {
            return shown + ": no program of this name in the image's PATH ("
                    + RawText.visible(String.join(":", commands.directories())) + ")";
        }
        Optional<Named> named = named(word);
        if (named.isPresent()) {
            boolean directory = named.get().node() instanceof Node.Directory;
            return shown + (directory ? ": is a directory" : ": is not executable");
        }
        boolean relative = !word.startsWith("/");
        return shown + ": no such file in the image"
                + (relative ? ", seen from its WorkingDir " + commands.workingDirectory() : "");
    }

    private String absolute(String word) {
        return word.startsWith("/") ? word : commands.workingDirectory().raw() + "/" + word;
    }
}
