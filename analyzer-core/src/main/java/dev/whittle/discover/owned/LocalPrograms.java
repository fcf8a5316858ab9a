package dev.whittle.discover.owned;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.TreeSize;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import dev.whittle.script.Shebang;
import dev.whittle.script.Shells;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Programs and shell scripts in {@code /usr/local/bin} and {@code /usr/local/sbin}. Packages of distributions have none
 * there (FHS 3.0, 4.9; Debian Policy, 9.1.2): the author of the image installed them, usually for the application to
 * call.
 */
public final class LocalPrograms implements Detector {
    private static final List<String> DIRECTORIES = List.of("/usr/local/bin", "/usr/local/sbin");

    /** With more of them they are not helpers of one application. */
    private static final int MAX_PROGRAMS = 40;

    private @Nullable List<RootPath> programs;

    @Override
    public Family family() {
        return new Family(
                Family.LOCAL,
                "programs and shell scripts in /usr/local/bin and /usr/local/sbin, which no package puts there");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        if (!context.isWholeImage()) {
            return;
        }
        if (programs == null) {
            programs = programs(context);
        }
        findings.becauseOfTheImage();
        for (RootPath program : programs) {
            String evidence = "no package puts programs into " + program.parent();
            findings.file(Finding.Level.UNCERTAIN, evidence, Optional.of(program));
            RootPath place = context.real(program).parent();
            boolean hasMore = context.list(place).size() > 1;
            if (hasMore
                    && context.kept().get(context.real(program)).isPresent()
                    && !SystemPaths.isSharedByPrograms(place)
                    && !SystemPaths.isSystemDirectory(place)) {
                findings.tree(
                        TreeSize.isLarge(context, place) ? Finding.Level.UNCERTAIN : Finding.Level.EXPECTED,
                        program.raw() + " leads to " + place.raw() + ", a directory of its own",
                        Optional.of(place));
            }
        }
    }

    private static List<RootPath> programs(Context context) throws IOException {
        List<RootPath> found = new ArrayList<>();
        for (String directory : DIRECTORIES) {
            for (RootPath path : context.list(RootPath.of(directory))) {
                boolean runs = context.node(path).orElse(null) instanceof Node.RegularFile file
                        && file.attributes().isExecutable();
                if (runs && (context.elf(path).isPresent() || isShellScript(context, path))) {
                    found.add(path);
                }
            }
        }
        return found.size() > MAX_PROGRAMS ? List.of() : found;
    }

    private static boolean isShellScript(Context context, RootPath path) throws IOException {
        Optional<Shebang> line = context.shebang(context.real(path));
        String interpreter = line.map(Shebang::interpreter).orElse("");
        String name = line.flatMap(Shebang::envCommand).orElse(interpreter);
        return Shells.isShell(name.substring(name.lastIndexOf('/') + 1));
    }
}
