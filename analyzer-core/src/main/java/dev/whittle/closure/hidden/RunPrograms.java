package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a program runs that is no script: the shell of popen, command lines, and programs beside it. */
final class RunPrograms implements Detector {
    private static final List<String> RUNNERS = List.of(
            "execl",
            "execle",
            "execlp",
            "execv",
            "execve",
            "execvp",
            "execvpe",
            "posix_spawn",
            "posix_spawnp",
            "popen",
            "system");

    /** A whole string that is a command and its options: {@code locale -a}. */
    private static final Pattern COMMAND = Pattern.compile("([a-z][a-z0-9._+-]*)( --?[A-Za-z0-9][A-Za-z0-9=-]*)+");

    private static final String SHELL = "/bin/sh";
    private static final int MAX_SIBLINGS = 500;

    private static final int MIN_NAME = 4;
    private final OwnTrees trees = new OwnTrees();
    private final Map<RootPath, List<String>> named = new HashMap<>();
    private final Set<String> inPath = new TreeSet<>();

    @Override
    public Family family() {
        return new Family(
                "programs",
                "popen: /bin/sh and the command lines in strings; programs named in a directory of their own");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        for (Scene.Elf elf : scene.elfs()) {
            if (elf.isLibc() || scene.isIncidental(elf.path()) || scene.isMultiCall(elf)) {
                continue;
            }
            findings.because(elf.path());
            shell(scene, elf, findings);
            if (elf.isProgram()
                    && !OwnNames.isShared(elf.path().parent())
                    && scene.imported(elf, RUNNERS).isPresent()) {
                siblings(scene, elf, findings);
            }
            if (elf.isProgram() && scene.imported(elf, RUNNERS).isPresent()) {
                relatives(scene, elf, findings);
            }
        }
    }

    /** POSIX: popen and system run {@code sh -c}; who has popen reads what comes of it, and does little without. */
    private static void shell(Scene scene, Scene.Elf elf, Findings findings) throws IOException {
        Optional<String> symbol = scene.imported(elf, List.of("popen", "system"));
        if (symbol.isEmpty()) {
            return;
        }
        String evidence = elf.path().raw() + " imports " + symbol.get();
        boolean reads = symbol.get().equals("popen") && elf.isProgram();
        findings.file(reads ? Finding.Level.RECOMMENDED : Finding.Level.POSSIBLE, evidence, scene.file(SHELL));
        for (String string : scene.strings(elf)) {
            Matcher command = COMMAND.matcher(string);
            if (reads && command.matches()) {
                findings.file(
                        Finding.Level.RECOMMENDED,
                        evidence + " and holds the string " + string,
                        Scripts.command(scene, command.group(1)));
            }
        }
    }

    /** Programs of PATH whose name begins with that of a program which holds it as a string, or the other way round. */
    private void relatives(Scene scene, Scene.Elf elf, Findings findings) throws IOException {
        Set<String> wanted = new TreeSet<>();
        for (String name : programs(scene)) {
            if (isRelated(elf.path().name(), name)) {
                wanted.add(name);
            }
        }
        if (wanted.isEmpty()) {
            return;
        }
        for (String name : named.computeIfAbsent(elf.path(), path -> scene.words(elf, wanted))) {
            Optional<RootPath> program = Scripts.command(scene, name);
            boolean cheap = program.isPresent() && trees.isCheap(scene, program.get());
            findings.file(
                    cheap ? Finding.Level.RECOMMENDED : Finding.Level.POSSIBLE,
                    elf.path().raw() + " runs programs and holds the string " + name,
                    program);
        }
    }

    /** The names in the directories of PATH. */
    private Set<String> programs(Scene scene) throws IOException {
        if (inPath.isEmpty()) {
            for (String directory : scene.commands().directories()) {
                Optional<RootPath> place = scene.directory(directory);
                if (place.isPresent()) {
                    scene.list(place.get()).forEach(path -> inPath.add(path.name()));
                }
            }
        }
        return inPath;
    }

    private static boolean isRelated(String own, String name) {
        return !name.equals(own)
                && Math.min(own.length(), name.length()) >= MIN_NAME
                && (name.startsWith(own) || own.startsWith(name));
    }

    private static void siblings(Scene scene, Scene.Elf elf, Findings findings) throws IOException {
        Map<String, RootPath> siblings = new TreeMap<>();
        for (RootPath path : scene.list(elf.path().parent())) {
            if (!path.equals(elf.path())
                    && scene.node(path).orElse(null) instanceof Node.RegularFile file
                    && (file.attributes().mode() & 0111) != 0) {
                siblings.put(path.name(), path);
            }
        }
        if (siblings.size() > MAX_SIBLINGS) {
            return;
        }
        for (String name : new ArrayList<>(scene.words(elf, siblings.keySet()))) {
            findings.file(
                    Finding.Level.RECOMMENDED,
                    elf.path().raw() + " runs programs and holds the string " + name + ", one beside it",
                    Optional.ofNullable(siblings.get(name)));
        }
    }
}
