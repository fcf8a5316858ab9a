package dev.whittle.discover.process;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.path.RootPath;
import dev.whittle.process.Builtins;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Command lines in text files of the application without a specific reader: recipes of task runners, hooks, jobs and
 * process lists. A word counts if it is in command position, and if PATH has a program with that name.
 */
public final class CommandLines {
    private static final int MAX_SIZE = 1 << 16;
    private static final int MAX_LINE = 1024;
    private static final int MAX_FILES = 200;

    /** Prose, data, and formats with their own readers. */
    private static final Pattern OTHERS = Pattern.compile(
            "(?i).*\\.(md|markdown|rst|adoc|html?|css|scss|less|svg|xml|csv|tsv|json|jsonl|lock|sum|map|log|po|pot|txt|tex|sql|pem"
                    + "|crt|key|c|cc|cpp|h|hpp|rs|go|java|kt|cs|swift|py|pyi|rb|pl|pm|js|mjs|cjs|ts|tsx|jsx|php|lua|tcl|erl|ex|exs"
                    + "|sh|bash|mk)|.*/(makefile|license.*|readme.*|changelog.*|notice.*|authors.*|copying.*)");

    /**
     * {@code key: command}, {@code - command}, {@code key = command}, an indented line; each possibly after a quote or
     * a marker.
     */
    private static final Pattern PLACE = Pattern.compile(
            "(?:^[ \\t]++(?:-[ \\t]++)?+|^-[ \\t]++|^[A-Za-z0-9_.\" -]{1,40}?[:=][ \\t]*+|[`\\[{,(|;&][ \\t]*+)"
                    + "(?:[\"'@-]|\\$\\()?([A-Za-z0-9_][A-Za-z0-9_.+-]{0,40})(?=[ \\t\"'`,)]|$)");

    private CommandLines() {}

    static void add(Context context, Findings findings) throws IOException {
        int count = 0;
        for (Selection.Kept kept : context.kept().all()) {
            if (count < MAX_FILES && isText(context, kept)) {
                count++;
                read(context, kept.path(), findings);
            }
        }
    }

    /** Whether a file is in the working directory of the image's command, or is named by the command or by a script. */
    private static boolean isText(Context context, Selection.Kept kept) {
        RootPath path = kept.path();
        if (!(kept.node() instanceof Node.RegularFile file)
                || file.size() == 0
                || file.size() > MAX_SIZE
                || OTHERS.matcher(path.raw()).matches()
                || SystemPaths.isSystemDirectory(path.parent())
                || path.startsWith(RootPath.of("/usr"))
                || path.startsWith(RootPath.of("/etc"))
                || path.startsWith(RootPath.of("/var/lib"))) {
            return false;
        }
        RootPath directory = context.commands().workingDirectory();
        boolean beside = !directory.isRoot()
                && (path.parent().equals(directory) || path.parent().parent().equals(directory));
        boolean named = kept.reasons().stream()
                .anyMatch(reason ->
                        reason.kind() == Reason.Kind.HIDDEN && Family.OF_APPLICATION.contains(reason.family()));
        return (beside || named) && context.shebang(path).isEmpty();
    }

    private static void read(Context context, RootPath file, Findings findings) throws IOException {
        String text = context.text(file);
        if (text.indexOf('\0') >= 0) {
            return;
        }
        boolean any = false;
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (line.isBlank()
                    || line.length() > MAX_LINE
                    || line.stripLeading().startsWith("#")) {
                continue;
            }
            for (String word : commands(line)) {
                Optional<RootPath> program =
                        Builtins.contains(word) ? Optional.empty() : Scripts.command(context, word);
                any |= program.isPresent();
                findings.because(file)
                        .file(
                                Finding.Level.UNCERTAIN,
                                "line " + number + " of " + file.raw() + " has " + word + " where a command may stand",
                                program);
            }
        }
        if (any) {
            findings.because(file)
                    .file(Finding.Level.UNCERTAIN, file.raw() + " has lines for a shell", context.file("/bin/sh"));
        }
    }

    /** The words of a line in command position. */
    public static List<String> commands(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = PLACE.matcher(line);
        int at = 0;
        while (at < line.length() && matcher.find(at)) {
            words.add(matcher.group(1));
            at = Math.max(matcher.end(1), at + 1);
        }
        return words;
    }
}
