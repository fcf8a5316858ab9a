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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** crontab(5): commands that a cron daemon runs, and the shell for each line. */
public final class Crontabs implements Detector {
    /** Crontabs with a column for the user, and those of one user. */
    private static final List<String> OF_ALL = List.of("/etc/crontab", "/etc/cron.d/*");

    private static final List<String> OF_USERS =
            List.of("/var/spool/cron/crontabs/*", "/var/spool/cron/*", "/etc/crontabs/*");

    private static final String TIME = "^[ \t]*(?:@[a-z]+|[0-9*][^ \t]*(?:[ \t]+[^ \t]+){4})[ \t]+";
    private static final Pattern LINE = Pattern.compile(TIME + "(.+)$");
    private static final Pattern LINE_WITH_USER = Pattern.compile(TIME + "[^ \t]+[ \t]+(.+)$");
    private static final Pattern SHELL = Pattern.compile("^[ \t]*SHELL[ \t]*=[ \t]*\"?(/[^ \t\"]+).*$");

    @Override
    public Family family() {
        return new Family("crontab", "cron daemons: their tables, the shell, and the commands of the lines");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        for (Selection.Kept kept : context.kept().all()) {
            String name = kept.path().name();
            boolean daemon = (name.equals("cron") || name.equals("crond"))
                    && (kept.node() instanceof Node.RegularFile || MultiCall.isUsed(context, kept.path()));
            if (daemon && context.node(kept.path()).orElse(null) instanceof Node.RegularFile file && isRun(file)) {
                findings.because(kept.path());
                String evidence = kept.path().raw() + " is a cron daemon";
                findings.file(Finding.Level.REQUIRED, evidence, context.file("/bin/sh"));
                tables(context, OF_ALL, LINE_WITH_USER, evidence, findings);
                tables(context, OF_USERS, LINE, evidence, findings);
                for (String directory : List.of("/etc/cron.d", "/etc/crontabs", "/var/spool/cron/crontabs")) {
                    findings.file(Finding.Level.RECOMMENDED, evidence, context.directory(directory));
                }
            }
        }
    }

    private static boolean isRun(Node.RegularFile file) {
        return file.attributes().isExecutable();
    }

    private static void tables(Context context, List<String> globs, Pattern form, String evidence, Findings findings)
            throws IOException {
        List<RootPath> tables = new ArrayList<>();
        for (String glob : globs) {
            for (RootPath path : context.glob(glob)) {
                // cron(8): names with a dot and directories are ignored.
                if (context.file(path.raw()).isPresent() && path.name().indexOf('.') < 0) {
                    tables.add(path);
                }
            }
        }
        findings.files(Finding.Level.RECOMMENDED, evidence + ", and this one of its tables", tables);
        for (RootPath table : tables) {
            int number = 0;
            for (String line : context.text(table).split("\n", -1)) {
                number++;
                Matcher shell = SHELL.matcher(line);
                Matcher entry = form.matcher(line);
                String where = "line " + number + " of " + table.raw();
                if (shell.matches()) {
                    findings.file(Finding.Level.RECOMMENDED, where + " is its shell", context.file(shell.group(1)));
                } else if (entry.matches()) {
                    new ProcessFindings(context, findings, Finding.Level.RECOMMENDED, false)
                            .text(where, Optional.of(table), entry.group(1), RootPath.ROOT);
                }
            }
        }
    }
}
