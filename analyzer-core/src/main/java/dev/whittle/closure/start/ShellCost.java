package dev.whittle.closure.start;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Closure;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.image.ImageConfig;
import dev.whittle.path.RootPath;
import dev.whittle.process.FinalExec;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.script.Shebang;
import dev.whittle.script.Shells;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The cost of an image's shell if only a script that the image starts needs one.
 *
 * @param files number of regular files that are kept only for the script, including the script
 * @param bytes of these
 * @param direct the command that works without it: what the script finally starts; empty if that cannot be derived
 */
public record ShellCost(RootPath script, int files, long bytes, List<String> direct) {

    private static final int MAX_SCRIPT = 1 << 20;

    public ShellCost {
        direct = List.copyOf(direct);
    }

    /** Empty if nothing is started through a shell script, or if the shell has other reasons too. */
    public static Optional<ShellCost> of(ImageConfig config, RootFs root, Closure closure) throws IOException {
        ProgramSearch search = new ProgramSearch(root, config);
        List<String> words = new ArrayList<>(config.entrypoint());
        words.addAll(config.cmd());
        for (int at = 0; at < words.size(); at++) {
            Optional<ProgramSearch.Named> program = search.program(words.get(at));
            Optional<RootPath> shell =
                    program.isPresent() ? shell(root, search, program.get().realPath()) : Optional.empty();
            if (shell.isPresent()) {
                return of(root, search, closure, words, at, program.get(), shell.get());
            }
        }
        return Optional.empty();
    }

    private static Optional<ShellCost> of(
            RootFs root,
            ProgramSearch search,
            Closure closure,
            List<String> words,
            int at,
            ProgramSearch.Named script,
            RootPath shell)
            throws IOException {
        FinalExec exec = FinalExec.of(text(root, script.realPath()));
        List<String> direct = new ArrayList<>();
        if (exec.problem().isEmpty()) {
            List<String> arguments = words.subList(at + 1, words.size());
            direct.addAll(words.subList(0, at));
            for (String word : exec.words()) {
                direct.addAll(word.equals(FinalExec.ARGUMENTS) ? arguments : List.of(word));
            }
        }
        Optional<ProgramSearch.Named> program = direct.size() > at ? search.program(direct.get(at)) : Optional.empty();
        Set<RootPath> alive = alive(closure.selection(), script.realPath(), program.map(ProgramSearch.Named::realPath));
        if (alive.contains(shell) || closure.selection().get(shell).isEmpty()) {
            return Optional.empty();
        }
        Set<Object> seen = new HashSet<>();
        long bytes = 0;
        for (Selection.Kept kept : closure.selection().all()) {
            if (kept.node() instanceof Node.RegularFile file
                    && !alive.contains(kept.path())
                    && seen.add(file.identity())) {
                bytes += file.size();
            }
        }
        return Optional.of(new ShellCost(script.path(), seen.size(), bytes, program.isPresent() ? direct : List.of()));
    }

    /** The shell that interprets a file, its real path; empty if none does. */
    private static Optional<RootPath> shell(RootFs root, ProgramSearch search, RootPath file) throws IOException {
        Optional<Shebang> line;
        try (ByteSource content = root.open(file)) {
            line = Shebang.of(content);
        }
        if (line.isEmpty()) {
            return Optional.empty();
        }
        String name = line.get().envCommand().orElse(line.get().interpreter());
        if (!Shells.isShell(name)) {
            return Optional.empty();
        }
        return search.program(name).map(ProgramSearch.Named::realPath);
    }

    private static String text(RootFs root, RootPath file) throws IOException {
        try (ByteSource content = root.open(file)) {
            return RawText.of(content.head(MAX_SCRIPT));
        }
    }

    /** What would be kept if the program were started instead of the script. */
    private static Set<RootPath> alive(Selection selection, RootPath script, Optional<RootPath> program) {
        Map<RootPath, List<RootPath>> askedFor = new HashMap<>();
        Deque<RootPath> pending = new ArrayDeque<>();
        program.ifPresent(pending::add);
        for (Selection.Kept kept : selection.all()) {
            for (Reason reason : kept.reasons()) {
                if (reason.because().isPresent()) {
                    askedFor.computeIfAbsent(reason.because().get(), path -> new ArrayList<>())
                            .add(kept.path());
                } else if (!kept.path().equals(script)) {
                    pending.add(kept.path());
                }
            }
        }
        Set<RootPath> alive = new HashSet<>();
        while (!pending.isEmpty()) {
            RootPath path = pending.pop();
            if (!path.equals(script) && alive.add(path)) {
                pending.addAll(askedFor.getOrDefault(path, List.of()));
            }
        }
        return alive;
    }

    /** The words to type after {@code --entrypoint}, in a shell. */
    public static String typed(List<String> words) {
        boolean plain = words.stream().allMatch(word -> word.matches("[A-Za-z0-9_@%+=:,./-]+"));
        if (plain) {
            return words.size() == 1 ? words.get(0) : '"' + String.join(" ", words) + '"';
        }
        boolean quotable = words.stream().allMatch(word -> word.matches("[^'\"$`\\\\!\\p{Cntrl}]*"));
        if (quotable) {
            List<String> quoted = words.stream()
                    .map(word -> word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word + "'")
                    .toList();
            return '"' + String.join(" ", quoted) + '"';
        }
        List<String> strings = words.stream().map(ShellCost::json).toList();
        return "'[" + String.join(", ", strings).replace("'", "'\\''") + "]'";
    }

    private static String json(String word) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c < 0x20) {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
        }
        return out.append('"').toString();
    }
}
