package dev.whittle.discover.process;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.Optional;

/** What a multi-call binary runs for one of its commands: its links are kept only if something names them. */
public final class MultiCall implements Detector {
    @Override
    public Family family() {
        return new Family("multi-call", "helpers of busybox commands: wget runs ssl_client for https");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        for (Selection.Kept kept : context.kept().all()) {
            if (kept.node() instanceof Node.SymbolicLink && kept.path().name().equals("wget")) {
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

    private static boolean leadsToBusybox(Context context, RootPath link) throws IOException {
        for (Context.Elf elf : context.elfs()) {
            if (context.node(link).filter(node -> node.equals(elf.node())).isPresent()) {
                return context.isMultiCall(elf);
            }
        }
        return false;
    }
}
