package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the image hands to the program it starts: {@code CMD ["python3", "app.py"]} needs app.py, and what lies beside it. */
final class Application implements Detector {
    /** A working directory above everything is nobody's own. */
    private static final Set<String> SHARED =
            Set.of("/", "/root", "/home", "/tmp", "/usr", "/etc", "/var", "/opt", "/run", "/dev", "/proc", "/sys");

    /** Sources and what was built of them are more; a program that is started in such a place is hardly about all of it. */
    private static final long LARGE = 64L << 20;

    private static final int MAX_ENTRIES = 100_000;

    /** What an interpreter reads, and with it what it includes, requires and imports from beside it. */
    private static final Pattern SOURCE = Pattern.compile(
            ".+\\.(py|pyc|pyz|js|mjs|cjs|ts|rb|ru|pl|psgi|php|lua|tcl|ex|exs|jar|war|sh|r|R|ini|conf|cfg|json|ya?ml|toml)");

    /** Where what is no part of the system is put, each into a directory of its own. */
    private static final List<String> PLACES = List.of("/opt/", "/srv/", "/app/", "/usr/local/", "/usr/src/", "/home/");

    @Override
    public Family family() {
        return new Family(
                "app",
                "files among the arguments of Entrypoint and Cmd, what lies beside them, and the WorkingDir with what is in it");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        if (scene.config().isEmpty() || !scene.isWholeImage()) {
            return;
        }
        findings.becauseOfTheImage();
        List<String> words = scene.command();
        programs(scene, findings);
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
            if (path.isPresent() && isSource(scene, path.get())) {
                beside(scene, path.get(), evidence, findings);
            }
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

    /** What is started from a place of its own: {@code /opt/app/bin/app} reads what lies below {@code /opt/app}. */
    private static void programs(Scene scene, Findings findings) throws IOException {
        for (Selection.Kept kept : scene.kept().all()) {
            boolean started = kept.node() instanceof Node.RegularFile
                    && kept.reasons().stream().anyMatch(reason -> reason.kind() == Reason.Kind.STARTED);
            if (started && PLACES.stream().anyMatch(place -> kept.path().raw().startsWith(place))) {
                beside(scene, kept.path(), "the image starts " + kept.path().raw(), findings);
            }
        }
    }

    private static boolean isSource(Scene scene, RootPath path) throws IOException {
        return SOURCE.matcher(path.name()).matches() && scene.node(path).orElse(null) instanceof Node.RegularFile;
    }

    /** The directory of an application's first file, or the one above {@code bin}. */
    private static void beside(Scene scene, RootPath file, String evidence, Findings findings) throws IOException {
        RootPath directory = file.parent();
        if (directory.name().equals("bin") || directory.name().equals("sbin")) {
            directory = directory.parent();
        }
        if (!isShared(directory) && !isAlone(scene, directory, file)) {
            findings.tree(
                    isLarge(scene, directory) ? Finding.Level.POSSIBLE : Finding.Level.RECOMMENDED,
                    evidence + ", beside which it lies",
                    scene.directory(directory.raw()));
        }
    }

    /** Whether a directory has nothing but this file, so that it need not be kept for its own sake. */
    private static boolean isAlone(Scene scene, RootPath directory, RootPath file) throws IOException {
        RootPath at = directory;
        List<RootPath> all = scene.list(at);
        while (all.size() == 1 && file.startsWith(all.get(0)) && !all.get(0).equals(file)) {
            at = all.get(0);
            all = scene.list(at);
        }
        return all.size() == 1 && all.get(0).equals(file);
    }

    private static boolean isShared(RootPath directory) {
        return SHARED.contains(directory.raw())
                || OwnNames.isShared(directory)
                || List.of("/dev", "/proc", "/sys", "/etc").stream()
                        .anyMatch(top -> directory.startsWith(RootPath.of(top)));
    }

    /** Whether more lies in a directory than a program takes with it. */
    static boolean isLarge(Scene scene, RootPath directory) throws IOException {
        return size(scene, directory, LARGE) > LARGE;
    }

    /** The bytes in a directory, counted no further than some; more of them than that if there are too many entries. */
    static long size(Scene scene, RootPath directory, long most) throws IOException {
        long size = 0;
        int entries = 0;
        Deque<RootPath> pending = new ArrayDeque<>(List.of(directory));
        while (!pending.isEmpty() && size <= most) {
            RootPath path = pending.pop();
            Optional<Node> node =
                    path.equals(directory) ? scene.node(path) : scene.root().node(path);
            if (node.orElse(null) instanceof Node.RegularFile file) {
                size += file.size();
            } else if (node.orElse(null) instanceof Node.Directory) {
                scene.list(path).forEach(pending::push);
            }
            entries++;
            if (entries > MAX_ENTRIES) {
                return Long.MAX_VALUE;
            }
        }
        return size;
    }
}
