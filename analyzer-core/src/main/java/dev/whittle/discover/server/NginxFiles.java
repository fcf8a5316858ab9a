package dev.whittle.discover.server;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.ReadingBudget;
import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Files named in the configuration of one nginx. */
final class NginxFiles {
    /** Directories without pages below them; a root of / serves what is kept anyway. */
    private static final Set<String> NOT_PAGES = Set.of(
            "/", "/bin", "/dev", "/etc", "/lib", "/proc", "/sbin", "/sys", "/usr", "/usr/lib", "/usr/share", "/var");

    private final Context context;
    private final Findings findings;
    private final String prefix;
    private final String directory;
    private final ReadingBudget budget = new ReadingBudget();
    private final boolean certain;

    /**
     * @param directory of the main file: base of relative names in the configuration
     * @param certain whether the image's command reads this configuration, so that it fails without a file
     */
    NginxFiles(Context context, Findings findings, String prefix, String directory, boolean certain) {
        this.context = context;
        this.findings = findings;
        this.prefix = prefix;
        this.directory = directory;
        this.certain = certain;
    }

    void read(String evidence, String raw) throws IOException {
        Optional<RootPath> file = context.file(raw);
        if (file.isEmpty()) {
            ServerStarts.missing(context, findings, evidence, raw, certain);
        } else if (budget.enter(context.real(file.get()))) {
            findings.file(Finding.Level.REQUIRED, evidence, file);
            for (NginxConfig.Directive directive : NginxConfig.parse(context.text(file.get()))) {
                look(Nginx.line(file.get(), directive), directive);
            }
            budget.leave();
        }
    }

    private void look(String evidence, NginxConfig.Directive directive) throws IOException {
        Optional<String> first = Nginx.first(directive).filter(argument -> argument.indexOf('$') < 0);
        if (directive.name().equals("user")) {
            Nginx.users(context, evidence, findings);
        }
        if (first.isEmpty()) {
            return;
        }
        String argument = first.get();
        switch (directive.name()) {
            case "include" -> include(evidence, Nginx.absolute(directory, argument));
            case "load_module" -> module(evidence, Nginx.absolute(prefix, argument));
            case "root", "alias" -> pages(evidence, Nginx.absolute(prefix, argument));
            case "pid", "lock_file" -> parent(evidence, Nginx.absolute(prefix, argument));
            case "access_log", "error_log" -> log(evidence, argument);
            default -> {
                if (directive.name().endsWith("_temp_path") || directive.name().endsWith("_cache_path")) {
                    parent(evidence, Nginx.absolute(prefix, argument));
                    findings.file(
                            Finding.Level.REQUIRED, evidence, context.directory(Nginx.absolute(prefix, argument)));
                } else {
                    files(evidence, directive);
                }
            }
        }
    }

    private void include(String evidence, String path) throws IOException {
        if (!Glob.isPattern(path)) {
            read(evidence, path);
            return;
        }
        findings.file(Finding.Level.RECOMMENDED, evidence, context.directory(Nginx.parent(path)));
        for (RootPath match : context.glob(path)) {
            read(evidence, match.raw());
        }
    }

    private void module(String evidence, String path) throws IOException {
        Optional<RootPath> module = context.file(path);
        findings.file(Finding.Level.REQUIRED, evidence, module);
        if (module.isEmpty()) {
            ServerStarts.missing(context, findings, evidence, path, certain);
        }
    }

    private void pages(String evidence, String path) throws IOException {
        Optional<RootPath> pages = context.existing(path);
        if (pages.isPresent() && !NOT_PAGES.contains(pages.get().raw())) {
            findings.tree(Finding.Level.RECOMMENDED, evidence, pages);
        }
    }

    private void parent(String evidence, String path) throws IOException {
        findings.file(Finding.Level.REQUIRED, evidence, context.directory(Nginx.parent(path)));
    }

    private void log(String evidence, String argument) throws IOException {
        if (argument.equals("off") || argument.equals("stderr") || argument.startsWith("syslog:")) {
            return;
        }
        String path = Nginx.absolute(prefix, argument);
        parent(evidence, path);
        findings.file(Finding.Level.REQUIRED, evidence, context.existing(path));
    }

    /** Certificates, keys, password files, databases: whatever a directive names and the root has. */
    private void files(String evidence, NginxConfig.Directive directive) throws IOException {
        for (String argument : directive.arguments()) {
            if (argument.indexOf('$') >= 0) {
                continue;
            }
            int socket = argument.indexOf("unix:");
            if (socket >= 0) {
                findings.file(
                        Finding.Level.RECOMMENDED,
                        evidence,
                        context.directory(Nginx.parent(argument.substring(socket + "unix:".length()))));
            }
            boolean relative = !argument.startsWith("/")
                    && List.of("certificate", "_key", "_file", "dhparam", "_crl").stream()
                            .anyMatch(directive.name()::contains);
            if (argument.startsWith("/") || relative) {
                Optional<RootPath> path = context.existing(Nginx.absolute(directory, argument));
                boolean location = path.isPresent() && context.node(path.get()).orElse(null) instanceof Node.Directory;
                if (!location) {
                    findings.file(Finding.Level.RECOMMENDED, evidence, path);
                }
            }
        }
    }
}
