package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.script.ShellWord;
import dev.whittle.script.ShellWords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the words of one shell script, and of the files that it sources, name in the root. */
final class ScriptWords {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_\\[][A-Za-z0-9_.+-]*");

    /** Of every shell, so that no file is run for them. */
    private static final Set<String> BUILTINS = Set.of(
            "[",
            "[[",
            "]",
            "]]",
            ".",
            ":",
            "alias",
            "bg",
            "break",
            "cd",
            "command",
            "continue",
            "declare",
            "echo",
            "eval",
            "exec",
            "exit",
            "export",
            "false",
            "fg",
            "getopts",
            "hash",
            "jobs",
            "kill",
            "let",
            "local",
            "printf",
            "pwd",
            "read",
            "readonly",
            "return",
            "set",
            "shift",
            "shopt",
            "source",
            "test",
            "times",
            "trap",
            "true",
            "type",
            "typeset",
            "ulimit",
            "umask",
            "unalias",
            "unset",
            "wait");

    /** Their arguments are prose. */
    private static final Set<String> TALKERS = Set.of("echo", "printf", ":");

    /** What the runtime mounts. */
    private static final List<String> MOUNTED = List.of("/dev", "/proc", "/sys");

    private static final int MAX_SCRIPTS_IN_DIRECTORY = 500;

    private final Scene scene;
    private final Findings findings;
    private final Finding.Level level;
    private final Set<RootPath> read = new HashSet<>();
    private final Map<String, List<String>> unresolved = new LinkedHashMap<>();

    ScriptWords(Scene scene, Findings findings, Finding.Level level) {
        this.scene = scene;
        this.findings = findings;
        this.level = level;
    }

    /** Per script the words that nothing but a run resolves, with their lines. */
    Map<String, List<String>> unresolved() {
        return unresolved;
    }

    void read(RootPath script) throws IOException {
        if (read.add(script)) {
            text(script.raw(), scene.text(script), script.parent());
        }
    }

    void text(String name, String text, RootPath ownDirectory) throws IOException {
        for (ShellWord word : ShellWords.of(text, ownDirectory.raw())) {
            String evidence = "line " + word.line() + " of " + name + " names " + word.text();
            if (!word.resolved()) {
                unresolved(name, word);
            } else if (word.role() == ShellWord.Role.SOURCED) {
                sourced(evidence, word.text());
            } else if (!TALKERS.contains(word.command()) || word.role() != ShellWord.Role.ARGUMENT) {
                named(evidence, word);
            }
        }
    }

    private void unresolved(String name, ShellWord word) {
        boolean runs = word.role() == ShellWord.Role.COMMAND || word.role() == ShellWord.Role.SOURCED;
        boolean known = word.text().equals("$@")
                && scene.config().isPresent()
                && !scene.config().get().cmd().isEmpty(); // the arguments of the image, which are started anyway
        if (runs && !known) {
            List<String> lines = unresolved.computeIfAbsent(name, n -> new ArrayList<>());
            String line = word.text() + " in line " + word.line();
            if (!lines.contains(line)) {
                lines.add(line);
            }
        }
    }

    private void sourced(String evidence, String text) throws IOException {
        List<RootPath> files = new ArrayList<>();
        if (Glob.isPattern(text)) {
            files.addAll(scene.glob(absolute(text)));
        } else {
            scene.file(absolute(text)).ifPresent(files::add);
        }
        if (files.isEmpty()) {
            Scripts.command(scene, text).ifPresent(files::add);
        }
        findings.files(level, evidence, files);
        for (RootPath file : files) {
            read(file);
        }
    }

    private void named(String evidence, ShellWord word) throws IOException {
        String text = word.text();
        if (NAME.matcher(text).matches()) {
            if (!BUILTINS.contains(text)) {
                findings.file(level, evidence, Scripts.command(scene, text));
            }
            return;
        }
        int equals = text.indexOf('=');
        String path = equals > 0 ? text.substring(equals + 1) : text;
        if (path.indexOf('/') < 0 || path.indexOf(' ') >= 0 || path.startsWith("-") || isMounted(path)) {
            return;
        }
        if (Glob.isPattern(path)) {
            if (path.startsWith("/") && path.indexOf('/', 1) > 0) {
                findings.files(level, evidence, scene.glob(path));
            }
            return;
        }
        Optional<RootPath> there = scene.existing(absolute(path));
        if (there.isPresent() && scene.node(there.get()).orElse(null) instanceof Node.Directory) {
            directory(evidence, there.get());
        } else {
            findings.file(level, evidence, there);
        }
    }

    /** A directory of scripts comes with what is in it; any other as it is. */
    private void directory(String evidence, RootPath directory) throws IOException {
        List<RootPath> entries = scene.list(directory);
        List<RootPath> scripts = new ArrayList<>();
        boolean ofOthers = entries.size() > MAX_SCRIPTS_IN_DIRECTORY;
        for (RootPath entry : entries) {
            if (scene.node(entry).orElse(null) instanceof Node.RegularFile file && !ofOthers) {
                boolean runs = (file.attributes().mode() & 0111) != 0;
                boolean script = entry.name().endsWith(".sh")
                        || entry.name().endsWith(".envsh")
                        || (runs && scene.text(entry).startsWith("#!"));
                if (script) {
                    scripts.add(entry);
                }
                ofOthers = runs && !script;
            }
        }
        if (!scripts.isEmpty() && !ofOthers) {
            findings.files(level, evidence + ", a directory of scripts", scripts);
            findings.tree(level, evidence + ", a directory of scripts", Optional.of(directory));
        } else {
            findings.file(level, evidence, Optional.of(directory));
        }
    }

    private static boolean isMounted(String path) {
        return MOUNTED.stream().anyMatch(mount -> path.equals(mount) || path.startsWith(mount + "/"));
    }

    private String absolute(String text) {
        return text.startsWith("/") ? text : scene.commands().workingDirectory().raw() + "/" + text;
    }
}
