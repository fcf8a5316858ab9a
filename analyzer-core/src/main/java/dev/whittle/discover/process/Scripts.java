package dev.whittle.discover.process;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.DevelopmentFiles;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.script.Shells;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the processes of the image start and read, according to its command, its scripts and makefiles; and every kept
 * script.
 */
public final class Scripts implements Detector {
    private static final String NAME = "scripts";

    /** githooks(5): a hook with this suffix is disabled. */
    private static final Pattern SAMPLE = Pattern.compile(".*\\.(?:sample|example)");

    private static final int MAX_SCRIPT = 1 << 20;

    private record Read(RootPath script, Finding.Level level) {}

    private final Map<Read, List<Finding>> ofScripts = new HashMap<>();
    private @Nullable List<Finding> ofImage;

    @Override
    public Family family() {
        return new Family(
                NAME, "what scripts run and read: the interpreter, commands, files and directories that they name");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        if (ofImage == null) {
            ofImage = new ArrayList<>();
            new ProcessFindings(context, new Findings(NAME, ofImage), Finding.Level.RECOMMENDED, true)
                    .add(context.processes().ofImage());
        }
        findings.addAll(ofImage);
        CommandLines.add(context, findings);
        for (Selection.Kept kept : context.kept().all()) {
            if (mayRun(context, kept)) {
                findings.addAll(ofScript(context, kept.path(), level(context, kept)));
            }
        }
    }

    /** The effect of a script does not depend on what else is kept. */
    private List<Finding> ofScript(Context context, RootPath script, Finding.Level level) throws IOException {
        Read key = new Read(script, level);
        List<Finding> known = ofScripts.get(key);
        if (known == null) {
            known = new ArrayList<>();
            ProcessFindings made = new ProcessFindings(context, new Findings(NAME, known), level, false);
            if (context.shebang(script).isPresent()) {
                made.add(context.processes().ofScript(script));
            } else {
                made.text(script.raw(), Optional.of(script), context.text(script), RootPath.ROOT);
            }
            ofScripts.put(key, known);
        }
        return known;
    }

    /** One of many scripts in a kept directory may never be run. */
    private static Finding.Level level(Context context, Selection.Kept kept) {
        boolean local = kept.reasons().stream()
                .allMatch(reason -> reason.family().equals(Family.LOCAL) || reason.kind() == Reason.Kind.PARENT);
        if (local || context.isIncidentalAmongOthers(kept.path())) {
            return Finding.Level.UNCERTAIN;
        }
        Finding.Level level = Finding.Level.POSSIBLE;
        for (Reason reason : kept.reasons()) {
            if (reason.kind() == Reason.Kind.TREE) {
                level = Finding.Level.EXPECTED;
            } else if (reason.kind() != Reason.Kind.INCLUDED) {
                return Finding.Level.RECOMMENDED;
            }
        }
        return level;
    }

    /** Whether a kept file may be run, and is not only a part of a large directory. */
    public static boolean isScript(Context context, Selection.Kept kept) {
        return mayRun(context, kept) && !context.isIncidental(kept.path());
    }

    private static boolean mayRun(Context context, Selection.Kept kept) {
        return kept.node() instanceof Node.RegularFile file
                && file.size() <= MAX_SCRIPT
                && !SAMPLE.matcher(kept.path().name()).matches()
                && !DevelopmentFiles.contains(kept.path())
                && !(DevelopmentFiles.isOfLibrary(kept.path()) && isOnlyInTree(kept))
                && (file.attributes().isExecutable()
                        ? context.shebang(kept.path()).isPresent() || isShellText(context, kept.path())
                        : isNamedShellScript(context, kept));
    }

    private static boolean isOnlyInTree(Selection.Kept kept) {
        return kept.reasons().stream().allMatch(reason -> reason.kind() == Reason.Kind.TREE);
    }

    /** {@code x.sh} without an interpreter line: the shell reads it (POSIX XCU 2.9.1.1), or a server passes it to a shell. */
    private static boolean isShellText(Context context, RootPath path) {
        return path.name().endsWith(".sh")
                && context.elfs().stream().noneMatch(elf -> elf.path().equals(path));
    }

    /** A script that another one names, to install it or to pass it to a shell, need not be executable. */
    private static boolean isNamedShellScript(Context context, Selection.Kept kept) {
        return kept.reasons().stream().anyMatch(reason -> reason.family().equals(NAME))
                && context.shebang(kept.path())
                        .map(line -> line.envCommand().orElse(line.interpreter()))
                        .filter(program -> Shells.isShell(program.substring(program.lastIndexOf('/') + 1)))
                        .isPresent();
    }

    /** Where the image's processes find a command. */
    public static Optional<RootPath> command(Context context, String name) {
        try {
            Optional<RootPath> program = context.commands().find(context.root(), name);
            return program.isPresent() || !context.isWholeImage()
                    ? program
                    : context.processes().program(name);
        } catch (IOException e) {
            return Optional.empty(); // a directory of PATH that may not be searched: a shell also skips it
        }
    }
}
