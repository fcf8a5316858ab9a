package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the configuration files of one httpd name (server/config.c:ap_build_config, server/core.c). */
final class HttpdFiles {
    private static final int MAX_FILES = 2000;
    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)'|(\\S+)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9_]+)\\}");

    /** Below these nobody's pages lie. */
    private static final Set<String> NOT_PAGES =
            Set.of("/", "/bin", "/etc", "/lib", "/usr", "/usr/lib", "/usr/share", "/var", "/srv", "/home");

    private static final Set<String> PAGES = Set.of("documentroot", "alias", "scriptalias");
    private static final Set<String> INCLUDES = Set.of("include", "includeoptional");

    /** Written, not read: the directory must be there. */
    private static final Set<String> WRITTEN =
            Set.of("errorlog", "customlog", "transferlog", "pidfile", "scoreboardfile", "defaultruntimedir");

    /** These name files without saying so by a slash in front. */
    private static final Set<String> FILES = Set.of("typesconfig", "mimemagicfile", "loadfile");

    private final Scene scene;
    private final Findings findings;
    private final Map<String, String> variables;
    private final Set<RootPath> read = new HashSet<>();
    private String root;

    /** @param root as built in; ServerRoot sets another */
    HttpdFiles(Scene scene, Findings findings, String root, Map<String, String> variables) {
        this.scene = scene;
        this.findings = findings;
        this.root = root;
        this.variables = new HashMap<>(variables);
    }

    void main(String evidence, String raw) throws IOException {
        if (scene.file(raw).isEmpty()) {
            findings.remark(evidence + ": " + raw + " is not in the root");
        }
        read(evidence, raw);
    }

    private void read(String evidence, String raw) throws IOException {
        Optional<RootPath> file = scene.file(raw);
        if (file.isEmpty() || read.size() >= MAX_FILES || !read.add(file.get())) {
            return;
        }
        findings.file(Finding.Level.REQUIRED, evidence, file);
        int number = 0;
        int start = 0;
        StringBuilder line = new StringBuilder();
        for (String physical : scene.text(file.get()).split("\n", -1)) {
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
    }

    private void directive(RootPath file, int number, String line) throws IOException {
        if (line.isEmpty() || line.startsWith("#") || line.startsWith("</")) {
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
            findings.file(Finding.Level.REQUIRED, evidence, scene.directory(first));
        } else if (INCLUDES.contains(name)) {
            include(evidence, absolute(first));
        } else if (name.equals("loadmodule") && words.size() > 2) {
            module(evidence, absolute(words.get(2)));
        } else if (WRITTEN.contains(name)) {
            written(evidence, first);
        } else if (PAGES.contains(name)) {
            pages(evidence, absolute(words.get(words.size() - 1)));
        } else if (name.equals("user") || name.equals("group")) {
            Nginx.users(scene, evidence, findings);
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
            words.add(VARIABLE.matcher(word)
                    .replaceAll(its -> Matcher.quoteReplacement(variables.getOrDefault(its.group(1), its.group()))));
        }
        return words;
    }

    private String absolute(String path) {
        return Nginx.absolute(root, path);
    }

    /** A file, a pattern in any component, or a directory with all below it (server/config.c:ap_process_resource_config). */
    private void include(String evidence, String path) throws IOException {
        List<RootPath> found = new ArrayList<>();
        if (Glob.isPattern(path)) {
            int star = path.indexOf('*');
            String fixed = path.substring(0, Math.max(star, 0));
            findings.file(Finding.Level.RECOMMENDED, evidence, scene.directory(Nginx.parent(fixed)));
            found.addAll(scene.glob(path));
        } else {
            scene.existing(path).ifPresent(found::add);
        }
        for (RootPath each : found) {
            if (scene.node(each).orElse(null) instanceof Node.Directory) {
                for (RootPath below : scene.list(each)) {
                    include(evidence, below.raw());
                }
            } else {
                read(evidence, each.raw());
            }
        }
    }

    private void module(String evidence, String path) throws IOException {
        Optional<RootPath> module = scene.file(path);
        findings.file(Finding.Level.REQUIRED, evidence, module);
        if (module.isEmpty()) {
            findings.remark(evidence + ": not in the root");
        }
    }

    private void written(String evidence, String argument) throws IOException {
        if (argument.startsWith("|") || argument.startsWith("syslog") || argument.indexOf('$') >= 0) {
            return;
        }
        String path = absolute(argument);
        findings.file(Finding.Level.REQUIRED, evidence, scene.directory(Nginx.parent(path)));
        findings.file(Finding.Level.REQUIRED, evidence, scene.existing(path));
    }

    private void pages(String evidence, String path) throws IOException {
        Optional<RootPath> pages = scene.existing(path);
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
            Optional<RootPath> there = scene.existing(raw);
            if (there.isEmpty()) {
                findings.file(
                        Finding.Level.RECOMMENDED,
                        evidence,
                        raw.startsWith("/run/") || raw.startsWith("/var/")
                                ? scene.directory(Nginx.parent(raw))
                                : Optional.empty());
            } else {
                findings.file(Finding.Level.RECOMMENDED, evidence, there);
            }
        }
    }
}
