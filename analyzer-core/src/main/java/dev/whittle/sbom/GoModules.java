package dev.whittle.sbom;

import dev.whittle.bytes.ByteSource;
import dev.whittle.golang.BuildInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The modules in a Go program's build information. */
final class GoModules {
    private static final int MAX_MODULES = 20_000;

    private GoModules() {}

    /** The program's own module first; none if there is no build information. */
    static List<Module> of(ByteSource content) throws IOException {
        return BuildInfo.of(content).map(GoModules::modules).orElse(List.of());
    }

    private static List<Module> modules(BuildInfo info) {
        List<Module> all = new ArrayList<>();
        for (String line : info.lines().split("\n", -1)) {
            String[] words = line.split("\t", -1);
            if (words.length < 3 || all.size() >= MAX_MODULES) {
                continue;
            }
            Module module = new Module("golang", "", words[1], words[2].equals("(devel)") ? "" : words[2]);
            switch (words[0]) {
                case "mod", "dep" -> all.add(module);
                case "=>" -> {
                    if (!all.isEmpty()) {
                        all.set(all.size() - 1, module); // replaces the previous one
                    }
                }
                default -> {}
            }
        }
        if (info.version().startsWith("go")) {
            all.add(new Module(
                    "golang", "", "stdlib", info.version().substring(2).split(" ", 2)[0]));
        }
        return all;
    }
}
