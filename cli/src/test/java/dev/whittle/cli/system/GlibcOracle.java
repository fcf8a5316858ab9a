package dev.whittle.cli.system;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** glibc's loader, called like its {@code ldd} does. */
final class GlibcOracle extends RootOracle {
    private static final Pattern LEVEL = Pattern.compile("^  (\\S+) \\(supported, searched\\)$");
    private static final Pattern PLATFORM = Pattern.compile("^  (\\S+) \\(AT_PLATFORM; supported, searched\\)$");

    private static final Pattern DIAGNOSED = Pattern.compile("^dl_platform=\"(\\S+)\"$");

    /** Names under the old heading that every processor has, and that {@code --hwcaps} therefore does not accept. */
    private static final Set<String> ALWAYS = Set.of("tls", "x86_64", "zarch");
    /** Under the names that the ABIs define, the first in a root. */
    private static final List<String> LOADERS = List.of(
            "/lib64/ld-linux-x86-64.so.2",
            "/lib64/ld64.so.2",
            "/lib/ld64.so.1",
            "/lib/ld-linux-aarch64.so.1",
            "/lib/ld-linux-riscv64-lp64d.so.1",
            "/lib/ld-linux-armhf.so.3",
            "/lib/ld-linux.so.2");

    private final List<String> options;

    GlibcOracle(Chroot root) throws IOException, InterruptedException {
        super(root, loader(root));
        List<String> found = new ArrayList<>(options(root.command(loader(), "--help")));
        if (!found.contains("--at-platform")) {
            found.addAll(platform(root.command(loader(), "--list-diagnostics")));
        }
        options = List.copyOf(found);
    }

    /** Since glibc 2.37 the help does not name it. On Intel's processors it may be {@code haswell}: cpu_features.c. */
    private static List<String> platform(Command diagnostics) throws IOException, InterruptedException {
        Ended ended = diagnostics.run();
        for (String line : ended.exit() == 0 ? ended.lines() : List.<String>of()) {
            Matcher platform = DIAGNOSED.matcher(line);
            if (platform.matches()) {
                return List.of("--at-platform", platform.group(1));
            }
        }
        return List.of();
    }

    private static String loader(Chroot root) {
        return LOADERS.stream()
                .filter(root::has)
                .findFirst()
                .orElseThrow(() -> Setup.missing("glibc's loader in " + root.path()));
    }

    @Override
    Command question(String file) {
        return root().command("LD_TRACE_LOADED_OBJECTS=1", loader(), file);
    }

    @Override
    List<String> options() {
        return options;
    }

    @Override
    void compareMessages(Oracle oracle, String file, Ended expected) {
        // A missing library is in the list.
    }

    String version() throws IOException, InterruptedException {
        return root().command(loader(), "--version").run().lines().get(0).replaceAll(".*version |\\.$", "");
    }

    /**
     * The levels of this processor or the emulator's, the older names, and the platform, as the loader itself lists
     * them. A loader that is too old to list anything supports no levels.
     */
    private static List<String> options(Command help) throws IOException, InterruptedException {
        Ended ended = help.run();
        List<String> levels = new ArrayList<>();
        List<String> options = new ArrayList<>();
        boolean inSection = false;
        for (String line : ended.exit() == 0 ? ended.lines() : List.<String>of()) {
            inSection = !line.isEmpty()
                    && (inSection
                            || line.startsWith("Subdirectories of glibc-hwcaps")
                            || line.startsWith("Legacy HWCAP subdirectories"));
            Matcher level = LEVEL.matcher(line);
            if (inSection && level.matches() && !ALWAYS.contains(level.group(1))) {
                levels.add(level.group(1));
            }
            Matcher platform = PLATFORM.matcher(line);
            if (inSection && platform.matches()) {
                options.addAll(List.of("--at-platform", platform.group(1)));
            }
        }
        options.addAll(List.of("--hwcaps", levels.isEmpty() ? "none" : String.join(",", levels)));
        return List.copyOf(options);
    }
}
