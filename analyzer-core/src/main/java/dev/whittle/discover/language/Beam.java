package dev.whittle.discover.language;

import dev.whittle.bytes.ByteSource;
import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.process.ProcessFindings;
import dev.whittle.discover.process.Scripts;
import dev.whittle.path.RootPath;
import dev.whittle.process.Builtins;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Programs that compiled Erlang and Elixir code starts. Arguments of calls are not tracked: in a module that starts
 * programs, the literals that are names of programs count, and those that are lines for a shell.
 */
public final class Beam implements Detector {
    private static final String NAME = "beam";

    /** Of kernel, erts, Elixir's own library, erlexec and MuonTrap. */
    private static final Set<String> STARTS = Set.of(
            "os:cmd",
            "os:find_executable",
            "erlang:open_port",
            "Elixir.System:cmd",
            "Elixir.System:shell",
            "Elixir.System:find_executable",
            "Elixir.Port:open",
            "Elixir.MuonTrap:cmd",
            "exec:run");

    private static final Pattern PROGRAM =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]{1,63}+|/[A-Za-z0-9_.+/-]{2,200}+");

    /** A name, then an option, a path, a number, a variable, a format field or another command. */
    private static final Pattern LINE =
            Pattern.compile("[/a-z][a-z0-9_.+/-]{1,60}+ (?:[-/~$%{0-9'\"]|[^|&;\\n]{1,200}[|&;]).*", Pattern.DOTALL);

    private static final int MAX_FILE = 4 << 20;

    /** Limit for all files that are read for one closure, in bytes. */
    private static final long MAX_READ = 128L << 20;

    private final Map<RootPath, List<String>> commands = new HashMap<>();
    private long left = MAX_READ;

    @Override
    public Family family() {
        return new Family(NAME, "programs that compiled Erlang and Elixir code starts");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        for (Selection.Kept kept : context.kept().all()) {
            boolean isCode = kept.node() instanceof Node.RegularFile file
                    && kept.path().name().endsWith(".beam")
                    && file.size() <= MAX_FILE;
            if (!isCode) {
                continue;
            }
            findings.because(kept.path());
            for (String text : commands.computeIfAbsent(kept.path(), path -> texts(context, path))) {
                addNamed(context, kept.path(), text, findings);
            }
        }
    }

    /** The literals of a module that starts programs; none of another one. */
    private List<String> texts(Context context, RootPath path) {
        try (ByteSource content = context.root().open(path)) {
            byte[] bytes = content.head((int) Math.min(left, MAX_FILE));
            left -= bytes.length;
            Optional<BeamFile> file = BeamFile.of(bytes);
            boolean starts = file.isPresent() && file.get().calls().stream().anyMatch(STARTS::contains);
            List<String> texts = new ArrayList<>();
            for (String text : starts ? file.get().literals() : List.<String>of()) {
                if (PROGRAM.matcher(text).matches() || LINE.matcher(text).matches()) {
                    texts.add(text);
                }
            }
            return texts;
        } catch (IOException e) {
            return List.of(); // an unreadable file names nothing
        }
    }

    private static void addNamed(Context context, RootPath file, String text, Findings findings) throws IOException {
        String evidence = file.raw() + " starts programs and names ";
        if (PROGRAM.matcher(text).matches()) {
            findings.file(Finding.Level.UNCERTAIN, evidence + text, Scripts.command(context, text));
            return;
        }
        String first = text.substring(0, text.indexOf(' '));
        if (Builtins.contains(first) || Scripts.command(context, first).isPresent()) {
            findings.file(Finding.Level.UNCERTAIN, evidence + "a line for a shell", context.file("/bin/sh"));
            new ProcessFindings(context, findings, Finding.Level.UNCERTAIN, false)
                    .text(file.raw() + " has a line that", Optional.of(file), text, RootPath.ROOT);
        }
    }
}
