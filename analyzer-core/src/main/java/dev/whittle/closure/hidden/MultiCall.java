package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.Optional;

/** What a binary of many commands runs for one of them: its links are kept only where something names them. */
final class MultiCall implements Detector {
    @Override
    public Family family() {
        return new Family("multi-call", "helpers of busybox commands: wget runs ssl_client for https");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        for (Selection.Kept kept : scene.kept().all()) {
            if (kept.node() instanceof Node.SymbolicLink && kept.path().name().equals("wget")) {
                // networking/wget.c:spawn_ssl_client
                Optional<RootPath> helper = Scripts.command(scene, "ssl_client");
                if (helper.isPresent() && leadsToBusybox(scene, kept.path())) {
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

    private static boolean leadsToBusybox(Scene scene, RootPath link) throws IOException {
        for (Scene.Elf elf : scene.elfs()) {
            if (scene.node(link).filter(node -> node.equals(elf.node())).isPresent()) {
                return scene.strings(elf).stream().anyMatch(string -> string.startsWith("BusyBox v"));
            }
        }
        return false;
    }
}
