package dev.whittle.discover.server;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.ReadingBudget;
import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files named in the configuration of one httpd (server/config.c:ap_build_config, server/core.c). */
final class HttpdFiles {
    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"|'([^']*)'|(\\S+)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9_]+)\\}");

    /** Sections that are skipped if their condition is false (server/core.c, modules/core/mod_version.c). */
    private static final Pattern CONDITION = Pattern.compile(
            "(?i)<(/?)(?:IfModule|IfDefine|IfFile|IfDirective|IfSection|IfVersion|If|ElseIf|Else|Macro)\\b");

    /** Directories without pages below them. */
    private static final Set<String> NOT_PAGES =
            Set.of("/", "/bin", "/etc", "/lib", "/usr", "/usr/lib", "/usr/share", "/var", "/srv", "/home");

    private static final Set<String> PAGES = Set.of("documentroot", "alias", "scriptalias");
    private static final Set<String> INCLUDES = Set.of("include", "includeoptional");

    /** Written, not read: the parent directory must exist. */
    private static final Set<String> WRITTEN =
            Set.of("errorlog", "customlog", "transferlog", "pidfile", "scoreboardfile", "defaultruntimedir");

    /** Directives with a file that need not begin with a slash. */
    private static final Set<String> FILES = Set.of("typesconfig", "mimemagicfile", "loadfile");

    private final Context context;
    private final Findings findings;
    private final Map<String, String> variables;
    private final ReadingBudget budget = new ReadingBudget();
    private final boolean certain;
    private String root;

    /** Number of open conditional sections. */
    private int conditions;

    /**
     * @param root the built-in one; ServerRoot sets another
     * @param certain whether the image's command reads this configuration, so that it fails without a file
     */
    HttpdFiles(Context context, Findings findings, String root, Map<String, String> variables, boolean certain) {
        this.context = context;
        this.findings = findings;
        this.root = root;
        this.certain = certain;
        this.variables = new HashMap<>(variables);
    }

    void main(String evidence, String raw) throws IOException {
        if (context.file(raw).isEmpty()) {
            missing(evidence, raw);
        }
        read(evidence, raw);
        if (budget.isExhausted()) {
            findings.remark(
                    evidence + ": only a part of the configuration was read, it includes or expands to too much");
        }
    }

    private void read(String evidence, String raw) throws IOException {
        Optional<RootPath> file = context.file(raw);
        if (file.isEmpty() || !budget.enter(context.real(file.get()))) {
            return;
        }
        findings.file(Finding.Level.REQUIRED, evidence, file);
        int number = 0;
        int start = 0;
        StringBuilder line = new StringBuilder();
        for (String physical : context.text(file.get()).split("\n", -1)) {
            number++;
            start = line.length() == 0 ? number : start;
            String text = physical.endsWith("\r") ? physical.substring(0, physical.length() - 1) : physical;
            if (text.endsWith("\\")) {
                line.append(text, 0, text.length() - 1);
                continue;
            }
            directive(file.get(), start, line.append(text).toString().strip());
            line.setLength(0);
        }
        budget.leave();
    }

    private void directive(RootPath file, int number, String line) throws IOException {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        Matcher section = CONDITION.matcher(line);
        if (section.lookingAt()) {
            conditions = Math.max(0, conditions + (section.group(1).isEmpty() ? 1 : -1));
        }
        if (line.startsWith("</")) {
            return;
        }
        List<String> words = words(line.startsWith("<") ? line.substring(1).replaceAll(">\\s*$", "") : line);
        if (words.size() < 2) {
            return;
        }
        String name = words.get(0).toLowerCase(Locale.ROOT);
        String evidence = "line " + number + " of " + file.raw() + ": " + line;
        String first = words.get(1);
        if (name.equals("define") && words.size() > 2) {
            variables.put(words.get(1), words.get(2));
        } else if (name.equals("serverroot")) {
            root = first;
            findings.file(Finding.Level.REQUIRED, evidence, context.directory(first));
        } else if (INCLUDES.contains(name)) {
            include(evidence, absolute(first), name.equals("include"));
        } else if (name.equals("loadmodule") && words.size() > 2) {
            module(evidence, absolute(words.get(2)));
        } else if (WRITTEN.contains(name)) {
            written(evidence, first);
        } else if (PAGES.contains(name)) {
            pages(evidence, absolute(words.get(words.size() - 1)));
        } else if (name.equals("user") || name.equals("group")) {
            Nginx.users(context, evidence, findings);
        } else {
            files(evidence, name, words);
        }
    }

    private List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            String word = matcher.group(1) != null
                    ? matcher.group(1).replaceAll("\\\\(.)", "$1")
                    : matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
            words.add(budget.expand(word, VARIABLE, variables::get));
        }
        return words;
    }

    private String absolute(String path) {
        return Nginx.absolute(root, path);
    }

    /**
     * A file, a pattern in any component, or a directory with everything below it
     * (server/config.c:ap_process_resource_config).
     */
    private void include(String evidence, String path, boolean required) throws IOException {
        List<RootPath> found = new ArrayList<>();
        if (Glob.isPattern(path)) {
            int star = path.indexOf('*');
            String fixed = path.substring(0, Math.max(star, 0));
            findings.file(Finding.Level.RECOMMENDED, evidence, context.directory(Nginx.parent(fixed)));
            found.addAll(context.glob(path));
        } else {
            context.existing(path).ifPresent(found::add);
            if (found.isEmpty() && required) {
                missing(evidence, path);
            }
        }
        for (RootPath each : found) {
            if (context.node(each).orElse(null) instanceof Node.Directory) {
                if (!budget.enter(context.real(each))) {
                    continue;
                }
                for (RootPath below : context.list(each)) {
                    include(evidence, below.raw(), false);
                }
                budget.leave();
            } else {
                read(evidence, each.raw());
            }
        }
    }

    private void module(String evidence, String path) throws IOException {
        Optional<RootPath> module = context.file(path);
        findings.file(Finding.Level.REQUIRED, evidence, module);
        if (module.isEmpty()) {
            missing(evidence, path);
        }
    }

    private void missing(String evidence, String path) throws IOException {
        boolean read = certain && conditions == 0 && path.indexOf('$') < 0;
        ServerStarts.missing(context, findings, evidence, path, read);
    }

    private void written(String evidence, String argument) throws IOException {
        if (argument.startsWith("|") || argument.startsWith("syslog") || argument.indexOf('$') >= 0) {
            return;
        }
        String path = absolute(argument);
        findings.file(Finding.Level.REQUIRED, evidence, context.directory(Nginx.parent(path)));
        findings.file(Finding.Level.REQUIRED, evidence, context.existing(path));
    }

    private void pages(String evidence, String path) throws IOException {
        Optional<RootPath> pages = context.existing(path);
        if (pages.isPresent() && !NOT_PAGES.contains(pages.get().raw())) {
            findings.tree(Finding.Level.RECOMMENDED, evidence, pages);
        }
    }

    /** Certificates, keys, password files, types: whatever a directive names and the root has. */
    private void files(String evidence, String name, List<String> words) throws IOException {
        for (String word : words.subList(1, words.size())) {
            String path =
                    word.substring(word.indexOf(':') + 1); // Mutex file:/run/lock, SSLSessionCache shmcb:/x(512000)
            boolean named =
                    word.startsWith("/") || path.startsWith("/") || FILES.contains(name) || name.endsWith("file");
            if (!named || word.indexOf('$') >= 0 || Glob.isPattern(word)) {
                continue;
            }
            String raw = path.startsWith("/") ? path.replaceFirst("\\([0-9]+\\)$", "") : absolute(word);
            Optional<RootPath> there = context.existing(raw);
            if (there.isEmpty()) {
                findings.file(
                        Finding.Level.RECOMMENDED,
                        evidence,
                        raw.startsWith("/run/") || raw.startsWith("/var/")
                                ? context.directory(Nginx.parent(raw))
                                : Optional.empty());
            } else {
                findings.file(Finding.Level.RECOMMENDED, evidence, there);
            }
        }
    }
}
