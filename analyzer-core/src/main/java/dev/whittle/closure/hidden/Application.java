package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the image hands to the program it starts: {@code CMD ["python3", "app.py"]} needs app.py, and what lies beside it. */
final class Application implements Detector {
    /** A working directory above everything is nobody's own. */
    private static final Set<String> SHARED =
            Set.of("/", "/root", "/home", "/tmp", "/usr", "/etc", "/var", "/opt", "/run", "/dev", "/proc", "/sys");

    /** Sources and what was built of them are more; a program that is started in such a place is hardly about all of it. */
    private static final long LARGE = 64L << 20;

    private static final int MAX_ENTRIES = 100_000;

    @Override
    public Family family() {
        return new Family(
                "app", "files among the arguments of Entrypoint and Cmd, and the WorkingDir with what is in it");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        if (scene.config().isEmpty() || !scene.isWholeImage()) {
            return;
        }
        findings.becauseOfTheImage();
        List<String> words = scene.command();
        RootPath workingDirectory = scene.commands().workingDirectory();
        boolean within = false;
        for (String word : words.subList(Math.min(1, words.size()), words.size())) {
            int equals = word.startsWith("-") ? word.indexOf('=') : -1;
            String raw = word.substring(equals + 1);
            if (raw.isEmpty() || raw.startsWith("-")) {
                continue;
            }
            Optional<RootPath> path = scene.existing(raw.startsWith("/") ? raw : workingDirectory.raw() + "/" + raw);
            String evidence = "an argument of the image's command is " + word;
            findings.file(Finding.Level.RECOMMENDED, evidence, path);
            within |= path.isPresent()
                    && path.get().startsWith(workingDirectory)
                    && scene.node(path.get()).orElse(null) instanceof Node.RegularFile;
        }
        String directory = scene.config().get().workingDir();
        if (!directory.isEmpty() && !isShared(workingDirectory)) {
            boolean own = within || !isLarge(scene, workingDirectory);
            findings.tree(
                    own ? Finding.Level.RECOMMENDED : Finding.Level.POSSIBLE,
                    "the image's WorkingDir is " + directory,
                    scene.directory(workingDirectory.raw()));
        }
    }

    private static boolean isShared(RootPath directory) {
        return SHARED.contains(directory.raw())
                || OwnNames.isShared(directory)
                || List.of("/dev", "/proc", "/sys", "/etc").stream()
                        .anyMatch(top -> directory.startsWith(RootPath.of(top)));
    }

    /** Whether more lies in a directory than a program takes with it. */
    static boolean isLarge(Scene scene, RootPath directory) throws IOException {
        long size = 0;
        int entries = 0;
        Deque<RootPath> pending = new ArrayDeque<>(List.of(directory));
        while (!pending.isEmpty()) {
            RootPath path = pending.pop();
            Optional<Node> node =
                    path.equals(directory) ? scene.node(path) : scene.root().node(path);
            if (node.orElse(null) instanceof Node.RegularFile file) {
                size += file.size();
            } else if (node.orElse(null) instanceof Node.Directory) {
                scene.list(path).forEach(pending::push);
            }
            entries++;
            if (size > LARGE || entries > MAX_ENTRIES) {
                return true;
            }
        }
        return false;
    }
}
