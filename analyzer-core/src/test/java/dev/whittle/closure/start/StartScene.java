package dev.whittle.closure.start;

import dev.whittle.bytes.RawText;
import dev.whittle.image.BadImageException;
import dev.whittle.image.ImageConfig;
import dev.whittle.rootfs.RootFs;
import dev.whittle.source.DirectoryRoot;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A root with a few programs in the usual places, and what a configuration starts of them. */
final class StartScene {
    final Tree tree;

    private StartScene(Tree tree) {
        this.tree = tree;
    }

    static StartScene at(Path base) throws IOException {
        StartScene scene = new StartScene(Tree.at(base));
        scene.tree.elf("/bin/sh", ElfBuilder.x86_64());
        return scene.programs(
                "/usr/bin/env",
                "/usr/sbin/nginx",
                "/usr/local/bin/app",
                "/usr/bin/curl",
                "/sbin/tini",
                "/entrypoint.sh");
    }

    StartScene programs(String... paths) throws IOException {
        for (String path : paths) {
            tree.file(path, "#!/bin/sh\n").mode(path, "rwxr-xr-x");
        }
        return this;
    }

    /** @param config the configuration's key "config", in JSON with ' for " */
    StartPlan plan(String config) throws IOException, BadStartException {
        return StartPlan.of(config(config), root());
    }

    /** Programs and the files they read, one per line: {@code PROGRAM /bin/sh: the image's Cmd: sh}. */
    List<String> starts(String config) throws IOException, BadStartException {
        return plan(config).starts().stream()
                .filter(start -> start.evidence().matches("the image's (Entrypoint|Cmd|Healthcheck): .*"))
                .map(start -> start.kind() + " " + start.path() + ": "
                        + start.evidence().substring("the image's ".length()))
                .toList();
    }

    /** The places they need: {@code ENTRY /tmp}. */
    List<String> places(String config) throws IOException, BadStartException {
        return plan(config).starts().stream()
                .filter(start -> start.kind() != Start.Kind.PROGRAM)
                .map(start -> start.kind() + " " + start.path())
                .toList();
    }

    RootFs root() throws IOException {
        return DirectoryRoot.open(tree.base());
    }

    static ImageConfig config(String config) {
        String json = ("{'architecture':'amd64','os':'linux','config':" + config + "}").replace('\'', '"');
        try {
            return ImageConfig.parse(RawText.bytes(json), "test");
        } catch (BadImageException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
