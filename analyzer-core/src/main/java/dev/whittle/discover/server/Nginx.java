package dev.whittle.discover.server;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.StringExtractor;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * nginx and its relatives: their build options are strings of the binary, and name everything that they open at start.
 */
public final class Nginx implements Detector {
    private static final String ARGUMENTS = "configure arguments:";
    private static final Pattern OPTION = Pattern.compile("--([a-z0-9_-]+)=('[^']*'|\\S+)");

    private static final StringExtractor<List<String>> BUILT_WITH =
            StringExtractor.where(string -> string.startsWith(ARGUMENTS) && string.contains("path="));

    @Override
    public Family family() {
        return new Family(
                "nginx",
                "its configuration with includes and globs, modules, log links, directories, pages, certificates");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        for (Context.Elf elf : context.elfs()) {
            if (elf.isProgram()) {
                for (String arguments : context.read(elf, BUILT_WITH)) {
                    look(context, elf, arguments, findings.because(elf.path()));
                }
            }
        }
    }

    private static void look(Context context, Context.Elf elf, String arguments, Findings findings) throws IOException {
        Map<String, String> options = options(arguments);
        String prefix = options.getOrDefault("prefix", "/usr/local/nginx");
        String main = absolute(prefix, options.getOrDefault("conf-path", "conf/nginx.conf"));
        for (Map.Entry<String, String> option : options.entrySet()) {
            String name = option.getKey();
            String evidence = elf.path().raw() + " is configured with --" + name + "=" + option.getValue();
            String path = absolute(prefix, option.getValue());
            if (name.endsWith("-temp-path")) {
                // core/ngx_file.c:ngx_create_paths creates the directory itself, not its parents.
                findings.file(Finding.Level.REQUIRED, evidence, context.directory(parent(path)));
                findings.file(Finding.Level.REQUIRED, evidence, context.directory(path));
            } else if (name.equals("pid-path") || name.equals("lock-path")) {
                findings.file(Finding.Level.REQUIRED, evidence, context.directory(parent(path)));
            } else if (name.endsWith("-log-path")) {
                findings.file(Finding.Level.REQUIRED, evidence, context.directory(parent(path)));
                findings.file(Finding.Level.REQUIRED, evidence, context.existing(path));
            }
        }
        if (options.containsKey("user")) {
            users(context, elf.path().raw() + " is configured with --user=" + options.get("user"), findings);
        }
        findings.tree(
                Finding.Level.RECOMMENDED,
                "html below its prefix is the root of " + elf.path().raw() + " where the configuration names none",
                context.directory(prefix + "/html"));
        List<List<String>> starts = ServerStarts.of(context, elf.path());
        Set<String> mains = new HashSet<>();
        for (List<String> words : starts) {
            String from = ServerStarts.value(words, "-p").orElse(prefix);
            Optional<String> given = ServerStarts.value(words, "-c");
            String file = given.map(name -> absolute(from, name)).orElse(main);
            mains.add(file);
            String evidence = given.map(name -> "the image starts it with -c " + name)
                    .orElse(elf.path().raw() + " is configured with --conf-path");
            new NginxFiles(context, findings, from, parent(file), true).read(evidence, file);
        }
        // A configuration that is only named somewhere is read as well, for its content.
        if (!mains.contains(main)) {
            new NginxFiles(context, findings, prefix, parent(main), false)
                    .read(elf.path().raw() + " is configured with --conf-path", main);
        }
        for (String given : given(context, "-c")) {
            String file = absolute(prefix, given);
            if (!mains.contains(file)) {
                new NginxFiles(context, findings, prefix, parent(file), false)
                        .read("the image starts it with -c " + given, file);
            }
        }
    }

    static void users(Context context, String evidence, Findings findings) throws IOException {
        findings.file(Finding.Level.REQUIRED, evidence, context.file("/etc/passwd"));
        findings.file(Finding.Level.REQUIRED, evidence, context.file("/etc/group"));
    }

    /** The value of an option in the image's command. */
    private static List<String> given(Context context, String option) {
        if (context.config().isEmpty()) {
            return List.of();
        }
        List<String> words = new ArrayList<>(context.config().get().entrypoint());
        words.addAll(context.config().get().cmd());
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
        int slash = path.lastIndexOf('/');
        return slash > 0 ? path.substring(0, slash) : "/";
    }

    /** For display: the location in a file. */
    static String line(RootPath file, NginxConfig.Directive directive) {
        return "line " + directive.line() + " of " + file.raw() + ": " + directive.name() + " "
                + String.join(" ", directive.arguments());
    }

    static Optional<String> first(NginxConfig.Directive directive) {
        return directive.arguments().stream().findFirst();
    }
}
