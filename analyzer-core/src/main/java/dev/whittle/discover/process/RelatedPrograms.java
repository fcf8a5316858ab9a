package dev.whittle.discover.process;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.OwnTrees;
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

/** Programs that a program has as strings, and that are beside it or share the beginning of its name. */
final class RelatedPrograms {
    private static final int MAX_SIBLINGS = 500;

    private static final int MIN_NAME = 4;

    /** A program with more helpers than this selects one by its arguments. */
    private static final int MANY_SIBLINGS = 24;

    private final PathNames inPath;
    private final OwnTrees trees = new OwnTrees();
    private final Map<RootPath, List<String>> names = new HashMap<>();

    RelatedPrograms(PathNames inPath) {
        this.inPath = inPath;
    }

    /** How often a program was left out because of its cost, which may be less when more is kept. */
    int leftOut() {
        return trees.leftOut();
    }

    /** Programs in PATH whose name begins with that of a program that contains it as a string, or the reverse. */
    void addRelatives(Context context, Context.Elf elf, Findings findings) throws IOException {
        List<String> found = names.get(elf.path());
        if (found == null) {
            Set<String> wanted = new TreeSet<>();
            for (String name : inPath.of(context)) {
                if (isRelated(elf.path().name(), name)) {
                    wanted.add(name);
                }
            }
            found = wanted.isEmpty() ? List.of() : context.words(elf, wanted);
            names.put(elf.path(), found);
        }
        for (String name : found) {
            Optional<RootPath> program = Scripts.command(context, name);
            boolean cheap = program.isPresent() && trees.isCheap(context, program.get());
            findings.file(
                    cheap ? Finding.Level.RECOMMENDED : Finding.Level.LARGE,
                    elf.path().raw() + " runs programs and holds the string " + name,
                    program);
        }
    }

    private static boolean isRelated(String program, String name) {
        return !name.equals(program)
                && Math.min(program.length(), name.length()) >= MIN_NAME
                && (name.startsWith(program) || program.startsWith(name));
    }

    /** Programs in the directory of a program that contains their names as strings. */
    static void addSiblings(Context context, Context.Elf elf, Findings findings) throws IOException {
        Map<String, RootPath> siblings = new TreeMap<>();
        for (RootPath path : context.list(elf.path().parent())) {
            if (!path.equals(elf.path())
                    && context.node(path).orElse(null) instanceof Node.RegularFile file
                    && file.attributes().isExecutable()) {
                siblings.put(path.name(), path);
            }
        }
        if (siblings.size() > MAX_SIBLINGS) {
            return;
        }
        List<String> named = new ArrayList<>(context.words(elf, siblings.keySet()));
        // If there are many, its arguments select the one that it runs: they are followed where it is started.
        Finding.Level level = named.size() > MANY_SIBLINGS ? Finding.Level.POSSIBLE : Finding.Level.RECOMMENDED;
        for (String name : named) {
            findings.file(
                    level,
                    elf.path().raw() + " runs programs and holds the string " + name + ", one beside it",
                    Optional.ofNullable(siblings.get(name)));
        }
    }
}
