package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.script.Shebang;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The interpreter of every kept script, and what shell scripts name: commands, files they source, directories of scripts. */
final class Scripts implements Detector {
    private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "busybox");

    /** The option behind which a shell, su and runuser are given what to run. */
    private static final Pattern TEXT = Pattern.compile("-[A-Za-z]*c|--command");

    private static final int MAX_SCRIPT = 1 << 20;

    @Override
    public Family family() {
        return new Family(
                "scripts", "#! of kept scripts: the interpreter, the commands named, files and directories sourced");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        for (Selection.Kept kept : scene.kept().all()) {
            Optional<Shebang> line = shebang(scene, kept);
            if (line.isPresent()) {
                findings.because(kept.path());
                look(scene, kept, line.get(), findings);
            }
        }
        if (scene.config().isPresent() && scene.isWholeImage()) {
            findings.becauseOfTheImage();
            arguments(scene, "Entrypoint", scene.config().get().entrypoint(), findings);
            arguments(scene, "Cmd", scene.config().get().cmd(), findings);
            List<String> check = scene.config().get().healthcheck();
            if (check.size() == 2 && check.get(0).equals("CMD-SHELL")) {
                shellText(scene, "Healthcheck", check.get(1), findings);
            } else if (check.size() > 1) {
                arguments(scene, "Healthcheck", check.subList(1, check.size()), findings);
            }
        }
    }

    /** Whether it may be run, and is more than one of many. */
    static boolean isScript(Scene scene, Selection.Kept kept) throws IOException {
        return shebang(scene, kept).isPresent();
    }

    private static Optional<Shebang> shebang(Scene scene, Selection.Kept kept) {
        return kept.node() instanceof Node.RegularFile file
                        && (file.attributes().mode() & 0111) != 0
                        && file.size() <= MAX_SCRIPT
                        && !scene.isIncidental(kept.path())
                ? scene.shebang(kept.path())
                : Optional.empty();
    }

    private static void look(Scene scene, Selection.Kept kept, Shebang line, Findings findings) throws IOException {
        boolean asked = kept.reasons().stream().anyMatch(reason -> reason.kind() != Reason.Kind.INCLUDED);
        Finding.Level level = asked ? Finding.Level.RECOMMENDED : Finding.Level.POSSIBLE;
        String evidence = "#! of " + kept.path().raw() + " names " + line.interpreter();
        findings.file(level, evidence, scene.existing(line.interpreter()));
        String interpreter = line.interpreter();
        if (line.envCommand().isPresent()) {
            interpreter = line.envCommand().get();
            findings.file(level, evidence + " " + interpreter, command(scene, interpreter));
        }
        if (SHELLS.contains(interpreter.substring(interpreter.lastIndexOf('/') + 1))) {
            ScriptWords words = new ScriptWords(scene, findings, level);
            words.read(kept.path());
            unresolved(words, findings);
        }
    }

    /** {@code ["/bin/sh", "-c", TEXT]}: what a shell form becomes; also behind {@code gosu USER}, or as {@code su -c TEXT}. */
    private static void arguments(Scene scene, String what, List<String> words, Findings findings) throws IOException {
        int shell = 0;
        while (shell < words.size() && !isShell(words.get(shell))) {
            shell++;
        }
        for (int at = shell + 1; at < words.size(); at++) {
            if (TEXT.matcher(words.get(at - 1)).matches()) {
                shellText(scene, what, words.get(at), findings);
                return;
            }
        }
        List<String> operands = words.subList(Math.min(shell + 1, words.size()), words.size());
        Optional<String> name =
                operands.stream().filter(word -> !word.startsWith("-")).findFirst();
        if (name.isPresent()) {
            script(scene, what, name.get(), findings);
        }
    }

    private static boolean isShell(String word) {
        String name = word.substring(word.lastIndexOf('/') + 1);
        return SHELLS.contains(name) || name.equals("su") || name.equals("runuser");
    }

    /** {@code ["sh", "/run.sh"]}: the shell reads it, whether it may be run and says what runs it or not. */
    private static void script(Scene scene, String what, String name, Findings findings) throws IOException {
        String raw = name.startsWith("/")
                ? name
                : scene.commands().workingDirectory().raw() + "/" + name;
        Optional<RootPath> file = scene.file(raw);
        if (file.isPresent()) {
            findings.file(Finding.Level.RECOMMENDED, what + " of the image gives a shell " + name, file);
            ScriptWords words = new ScriptWords(scene, findings, Finding.Level.RECOMMENDED);
            words.read(file.get());
            unresolved(words, findings);
        }
    }

    private static void shellText(Scene scene, String what, String text, Findings findings) throws IOException {
        ScriptWords words = new ScriptWords(scene, findings, Finding.Level.RECOMMENDED);
        words.text(what + " of the image", text, scene.commands().workingDirectory());
        unresolved(words, findings);
    }

    private static void unresolved(ScriptWords words, Findings findings) {
        Map<String, List<String>> all = new TreeMap<>(words.unresolved());
        all.forEach((where, lines) ->
                findings.remark(where + " runs what only a run can tell: " + String.join(", ", lines)));
    }

    static Optional<RootPath> command(Scene scene, String name) {
        try {
            return scene.commands().find(scene.root(), name);
        } catch (IOException e) {
            return Optional.empty(); // a directory of PATH that may not be searched: a shell passes over it as well
        }
    }
}
