package dev.whittle.discover.process;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.path.RootPath;
import dev.whittle.process.Event;
import dev.whittle.rootfs.Node;
import dev.whittle.script.Shells;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Multi-call binaries: the programs that their commands run, and the names of the commands. If a shell is kept, all names
 * are kept: they cost nothing, and a shell often runs commands whose names are computed at run time.
 */
public final class MultiCall implements Detector {
    private static final String NAME = "multi-call";
    private static final List<String> DIRECTORIES =
            List.of("/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin");

    @Override
    public Family family() {
        return new Family(
                NAME,
                "all names of busybox and the like, if a shell is kept; helpers of their commands: wget runs ssl_client for https");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        names(context, findings);
        for (Selection.Kept kept : context.kept().all()) {
            if (kept.node() instanceof Node.SymbolicLink
                    && kept.path().name().equals("wget")
                    && isUsed(context, kept.path())) {
                // networking/wget.c:spawn_ssl_client
                Optional<RootPath> helper = Scripts.command(context, "ssl_client");
                if (helper.isPresent() && leadsToBusybox(context, kept.path())) {
                    findings.because(kept.path())
                            .file(
                                    Finding.Level.RECOMMENDED,
                                    "busybox runs ssl_client for https in "
                                            + kept.path().raw(),
                                    helper);
                }
            }
        }
    }

    /**
     * Whether a command is used, and not only kept as one of all names of its binary: a process of the image starts it,
     * or a script has its name.
     */
    static boolean isUsed(Context context, RootPath link) throws IOException {
        if (!hasShell(context)) {
            return true;
        }
        for (Event event : context.processes().ofImage()) {
            if (event instanceof Event.Started started
                    && started.invocation().name().equals(link.name())) {
                return true;
            }
        }
        Pattern word = Pattern.compile("(?<![A-Za-z0-9_.-])" + Pattern.quote(link.name()) + "(?![A-Za-z0-9_.-])");
        for (Selection.Kept kept : context.kept().all()) {
            if (Scripts.isScript(context, kept)
                    && word.matcher(context.text(kept.path())).find()) {
                return true;
            }
        }
        return false;
    }

    /** A shell by its own name: the multi-call binary always contains one. */
    private static boolean hasShell(Context context) {
        return context.kept().all().stream()
                .anyMatch(kept -> Shells.isShell(kept.path().name())
                        && !(kept.node() instanceof Node.Directory)
                        && context.elfs().stream()
                                .noneMatch(elf -> elf.path().equals(kept.path()) && context.isMultiCall(elf)));
    }

    private static void names(Context context, Findings findings) throws IOException {
        if (!hasShell(context)) {
            return;
        }
        for (Context.Elf elf : context.elfs()) {
            if (!elf.isProgram() || !context.isMultiCall(elf)) {
                continue;
            }
            List<RootPath> names = new ArrayList<>();
            for (String directory : DIRECTORIES) {
                Optional<RootPath> place = context.directory(directory);
                for (RootPath name : place.isPresent() ? context.list(place.get()) : List.<RootPath>of()) {
                    boolean leads = context.root().node(name).orElse(null) instanceof Node.SymbolicLink
                            && context.node(name).filter(elf.node()::equals).isPresent();
                    if (leads) {
                        names.add(name);
                    }
                }
            }
            findings.because(elf.path())
                    .files(
                            Finding.Level.EXPECTED,
                            "a name of " + elf.path().raw()
                                    + ", and a shell is kept, which may run any of its commands",
                            names);
        }
    }

    private static boolean leadsToBusybox(Context context, RootPath link) throws IOException {
        for (Context.Elf elf : context.elfs()) {
            if (context.node(link).filter(node -> node.equals(elf.node())).isPresent()) {
                return context.isMultiCall(elf);
            }
        }
        return false;
    }
}
