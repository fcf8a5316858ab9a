package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** nginx and its kin: what they were built with stands in the binary, and names all they open at start. */
final class Nginx implements Detector {
    private static final String ARGUMENTS = "configure arguments:";
    private static final Pattern OPTION = Pattern.compile("--([a-z0-9_-]+)=('[^']*'|\\S+)");

    private static final Reading<List<String>> BUILT_WITH =
            Reading.where(string -> string.startsWith(ARGUMENTS) && string.contains("path="));

    @Override
    public Family family() {
        return new Family(
                "nginx",
                "its configuration with includes and globs, modules, log links, directories, pages, certificates");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        for (Scene.Elf elf : scene.elfs()) {
            if (elf.isProgram()) {
                for (String arguments : scene.read(elf, BUILT_WITH)) {
                    look(scene, elf, arguments, findings.because(elf.path()));
                }
            }
        }
    }

    private static void look(Scene scene, Scene.Elf elf, String arguments, Findings findings) throws IOException {
        Map<String, String> options = options(arguments);
        String prefix = options.getOrDefault("prefix", "/usr/local/nginx");
        String main = absolute(prefix, options.getOrDefault("conf-path", "conf/nginx.conf"));
        for (Map.Entry<String, String> option : options.entrySet()) {
            String name = option.getKey();
            String evidence = elf.path().raw() + " is configured with --" + name + "=" + option.getValue();
            String path = absolute(prefix, option.getValue());
            if (name.endsWith("-temp-path")) {
                // core/ngx_file.c:ngx_create_paths makes the directory itself, not those above it.
                findings.file(Finding.Level.REQUIRED, evidence, scene.directory(parent(path)));
                findings.file(Finding.Level.REQUIRED, evidence, scene.directory(path));
            } else if (name.equals("pid-path") || name.equals("lock-path")) {
                findings.file(Finding.Level.REQUIRED, evidence, scene.directory(parent(path)));
            } else if (name.endsWith("-log-path")) {
                findings.file(Finding.Level.REQUIRED, evidence, scene.directory(parent(path)));
                findings.file(Finding.Level.REQUIRED, evidence, scene.existing(path));
            }
        }
        if (options.containsKey("user")) {
            users(scene, elf.path().raw() + " is configured with --user=" + options.get("user"), findings);
        }
        findings.tree(
                Finding.Level.RECOMMENDED,
                "html below its prefix is the root of " + elf.path().raw() + " where the configuration names none",
                scene.directory(prefix + "/html"));
        NginxFiles files = new NginxFiles(scene, findings, prefix, parent(main));
        files.read(elf.path().raw() + " is configured with --conf-path", main);
        for (String given : given(scene, "-c")) {
            files.read("the image starts it with -c " + given, absolute(prefix, given));
        }
    }

    static void users(Scene scene, String evidence, Findings findings) throws IOException {
        findings.file(Finding.Level.REQUIRED, evidence, scene.file("/etc/passwd"));
        findings.file(Finding.Level.REQUIRED, evidence, scene.file("/etc/group"));
    }

    /** What follows an option in the image's command. */
    private static List<String> given(Scene scene, String option) {
        if (scene.config().isEmpty()) {
            return List.of();
        }
        List<String> words = new ArrayList<>(scene.config().get().entrypoint());
        words.addAll(scene.config().get().cmd());
        int at = words.indexOf(option);
        boolean ofShell = words.size() > 0 && words.get(0).endsWith("sh");
        return at > 0 && at + 1 < words.size() && !ofShell ? List.of(words.get(at + 1)) : List.of();
    }

    private static Map<String, String> options(String arguments) {
        Map<String, String> options = new HashMap<>();
        Matcher matcher = OPTION.matcher(arguments);
        while (matcher.find()) {
            options.put(matcher.group(1), matcher.group(2).replace("'", ""));
        }
        return new TreeMap<>(options);
    }

    static String absolute(String directory, String path) {
        return path.startsWith("/") ? path : directory + "/" + path;
    }

    static String parent(String path) {
        return path.substring(0, Math.max(1, path.lastIndexOf('/')));
    }

    /** For a person: where in which file. */
    static String line(RootPath file, NginxConfig.Directive directive) {
        return "line " + directive.line() + " of " + file.raw() + ": " + directive.name() + " "
                + String.join(" ", directive.arguments());
    }

    static Optional<String> first(NginxConfig.Directive directive) {
        return directive.arguments().stream().findFirst();
    }
}
