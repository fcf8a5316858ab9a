package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the image hands to the program it starts: {@code CMD ["python3", "app.py"]} needs app.py, and what lies beside it. */
final class Application implements Detector {
    /** A working directory above everything is nobody's own. */
    private static final Set<String> SHARED = Set.of("/", "/root", "/home", "/tmp", "/usr", "/etc", "/var", "/opt");

    @Override
    public Family family() {
        return new Family("app", "files among the arguments of Entrypoint and Cmd, and the WorkingDir they lie in");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        if (scene.config().isEmpty()) {
            return;
        }
        List<String> words = new ArrayList<>(scene.config().get().entrypoint());
        words.addAll(scene.config().get().cmd());
        RootPath workingDirectory = scene.commands().workingDirectory();
        for (String word : words.subList(Math.min(1, words.size()), words.size())) {
            int equals = word.startsWith("-") ? word.indexOf('=') : -1;
            String raw = word.substring(equals + 1);
            if (raw.isEmpty() || raw.startsWith("-")) {
                continue;
            }
            Optional<RootPath> path = scene.existing(raw.startsWith("/") ? raw : workingDirectory.raw() + "/" + raw);
            String evidence = "an argument of the image's command is " + word;
            findings.file(Finding.Level.RECOMMENDED, evidence, path);
            boolean within = path.isPresent()
                    && path.get().startsWith(workingDirectory)
                    && scene.node(path.get()).orElse(null) instanceof Node.RegularFile;
            if (within && !SHARED.contains(workingDirectory.raw())) {
                findings.tree(
                        Finding.Level.RECOMMENDED,
                        evidence + ", which lies in the WorkingDir",
                        Optional.of(workingDirectory));
            }
        }
    }
}
