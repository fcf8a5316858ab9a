package dev.whittle.discover.process;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.Settled;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Command lines with a placeholder in tables of kept settings, whatever their format is: {@code tar archive:tar:tar xvf '%e'},
 * {@code image/png; display -resize 50% %s}. A program fills in the name of a file and passes the line to a shell.
 */
public final class CommandTables {
    private static final Pattern FILE =
            Pattern.compile("(?i).*\\.(conf|cnf|cfg|ini|config|rc|tab|list|types)|.*/mailcap");

    /** A field that begins with a name and has a placeholder in quotes, or an option before one. */
    private static final Pattern COMMAND = Pattern.compile("(?:^|[:=|;,\\t])[ \"]*+([a-z][a-z0-9_.+-]{1,40}+)"
            + "((?: ++[^ :|;'\"-][^ :|;'\"]{0,60}+){0,8}?"
            + "(?: ++-[^ :|;'\"]{1,60}+(?: ++[^ :|;'\"]{1,60}+){0,8}? ++['\"]?|"
            + " ++['\"])(?:%[a-zA-Z]|\\{}|\\$1)['\"]?+(?![a-zA-Z]))");

    private static final int MAX_SIZE = 1 << 16;
    private static final int MAX_LINE = 1024;

    private final Settled settled;

    /** @param family whose findings these are */
    public CommandTables(String family) {
        this.settled = new Settled(family);
    }

    /** Adds the programs of the command lines in kept settings. */
    public void add(Context context, Findings findings) throws IOException {
        for (Selection.Kept kept : context.kept().all()) {
            boolean isTable = kept.node() instanceof Node.RegularFile file
                    && file.size() <= MAX_SIZE
                    && FILE.matcher(kept.path().raw()).matches();
            if (isTable) {
                settled.add(kept.path(), findings, made -> {
                    read(context, kept.path(), made);
                    return true;
                });
            }
        }
    }

    private static void read(Context context, RootPath file, Findings findings) throws IOException {
        int number = 0;
        for (String line : context.sourceText(file, MAX_SIZE).split("\n", -1)) {
            number++;
            if (line.length() > MAX_LINE || line.stripLeading().startsWith("#")) {
                continue;
            }
            Matcher command = COMMAND.matcher(line);
            while (command.find()) {
                Optional<RootPath> program = Scripts.command(context, command.group(1));
                findings.file(
                        Finding.Level.UNCERTAIN,
                        "line " + number + " of " + file.raw() + " has the command line " + command.group(1)
                                + command.group(2),
                        program);
            }
        }
    }
}
