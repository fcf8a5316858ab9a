package dev.whittle.trial;

import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds missing paths in messages of programs ({@code messages.txt}): needs no privileges, and works with every engine.
 */
final class Messages {
    private static final int MAX_LINE = 4096;
    private static final int MAX_LINES = 1000;
    /** A name of more files than this is not specific. */
    private static final int MAX_CANDIDATES = 4;

    private static final Pattern ABSOLUTE = Pattern.compile("(?<![A-Za-z0-9_.%$}/-])/[^\\s'\"`,;:()<>\\[\\]{}|=]+");
    private static final Pattern MAKING =
            Pattern.compile("(?i)mkdir|creat|\\bbind|writ|rename|temp|lock|\\bpid\\b|touch|socket");
    private static final Pattern LISTING = Pattern.compile("(?i)opendir|scandir|readdir|\\blist|\\bglob\\b|director");
    private static final List<Form> FORMS = forms();

    private final MissingPaths missing;

    private record Form(String kind, Pattern pattern) {}

    private Messages(MissingPaths missing) {
        this.missing = missing;
    }

    private static List<Form> forms() {
        List<Form> forms = new ArrayList<>();
        for (String line : Normaliser.resource("messages.txt")) {
            int tab = line.indexOf('\t');
            forms.add(new Form(line.substring(0, tab), Pattern.compile(line.substring(tab + 1))));
        }
        return List.copyOf(forms);
    }

    /** @param lines raw, each printed by the slim image only */
    static List<Missing> find(Collection<String> lines, MissingPaths missing) throws IOException {
        Messages messages = new Messages(missing);
        Map<RootPath, Missing> all = new LinkedHashMap<>();
        int read = 0;
        for (String line : lines) {
            if (line.length() <= MAX_LINE && read++ < MAX_LINES) {
                for (Missing each : messages.find(line)) {
                    all.putIfAbsent(each.path(), each);
                }
            }
        }
        return List.copyOf(all.values());
    }

    private List<Missing> find(String line) throws IOException {
        Map<RootPath, Missing> all = new LinkedHashMap<>();
        Matcher absolute = ABSOLUTE.matcher(line);
        while (absolute.find()) {
            take(all, line, trimmed(absolute.group()));
        }
        for (Form form : FORMS) {
            Matcher matcher = form.pattern().matcher(line);
            while (matcher.find()) {
                String name = trimmed(matcher.group(1));
                if (name.startsWith("/")) {
                    take(all, line, name);
                } else if (!name.isEmpty() && (all.isEmpty() || !form.kind().equals("path"))) {
                    for (Missing each : candidates(form.kind(), name, line)) {
                        all.putIfAbsent(each.path(), each);
                    }
                }
            }
        }
        return List.copyOf(all.values());
    }

    private void take(Map<RootPath, Missing> all, String line, String raw) throws IOException {
        boolean makes = MAKING.matcher(line).find();
        Optional<RootPath> lacking = missing.lacking(raw, true, makes);
        if (lacking.isPresent()) {
            RootPath path = lacking.get();
            boolean listed =
                    path.equals(RootPath.of(raw)) && LISTING.matcher(line).find();
            all.putIfAbsent(path, missing(path, listed, line));
        }
    }

    private Missing missing(RootPath path, boolean listed, String line) throws IOException {
        return new Missing(path, missing.extent(path, listed), Missing.Way.MESSAGE, line.strip());
    }

    private List<Missing> candidates(String kind, String name, String line) throws IOException {
        List<RootPath> paths =
                switch (kind) {
                    case "path" -> missing.endingIn(name);
                    case "library" -> missing.named(name);
                    case "program" -> programs(name);
                    case "python" -> python(name.replace('.', '/'));
                    case "perl" -> perl(name);
                    case "ruby" -> first(name + ".rb", name + ".so", name);
                    case "node" -> first("node_modules/" + name, name, name + ".js");
                    case "lua" -> first(name.replace('.', '/') + ".lua", name.replace('.', '/') + ".so");
                    default -> throw new IllegalStateException(kind);
                };
        if (paths.size() > MAX_CANDIDATES) {
            return List.of();
        }
        List<Missing> candidates = new ArrayList<>();
        for (RootPath path : paths) {
            // The directory of a module is read; that of a program that is only named may not be.
            boolean tree = !kind.equals("program") && !kind.equals("library");
            candidates.add(missing(path, tree, line));
        }
        return candidates;
    }

    /** A package is kept whole, since it imports its own parts. */
    private List<RootPath> python(String module) {
        List<RootPath> found = new ArrayList<>();
        missing.endingIn(module + "/__init__.py").forEach(path -> found.add(path.parent()));
        found.addAll(missing.endingIn(module + ".py"));
        if (found.isEmpty()) {
            String name = module.substring(module.lastIndexOf('/') + 1);
            for (String pattern : List.of(name + ".so", name + ".abi3.so")) {
                found.addAll(missing.named(pattern));
            }
            found.addAll(missing.beginningWith(name + ".cpython-"));
        }
        // A package of packages has parts with the same names.
        int least = found.stream().mapToInt(Messages::depth).min().orElse(0);
        return found.stream().filter(path -> depth(path) == least).toList();
    }

    private static int depth(RootPath path) {
        return path.components().size();
    }

    private List<RootPath> perl(String name) {
        if (!name.contains("::")) {
            return missing.endingIn(name);
        }
        String last = name.substring(name.lastIndexOf(':') + 1);
        return missing.endingIn("auto/" + name.replace("::", "/") + "/" + last + ".so");
    }

    private List<RootPath> first(String... relative) {
        for (String each : relative) {
            List<RootPath> paths = missing.endingIn(each);
            if (!paths.isEmpty()) {
                return paths;
            }
        }
        return List.of();
    }

    private List<RootPath> programs(String name) throws IOException {
        List<RootPath> programs = new ArrayList<>();
        for (RootPath path : missing.named(name)) {
            String directory = path.parent().name();
            if ((directory.endsWith("bin") || directory.equals("games")) && missing.isProgram(path)) {
                programs.add(path);
            }
        }
        return programs;
    }

    private static String trimmed(String name) {
        int end = name.length();
        while (end > 0 && ".,;:!?)]}>'\"`".indexOf(name.charAt(end - 1)) >= 0) {
            end--;
        }
        String utf8 = RawText.ofText("’");
        String trimmed = name.substring(0, end);
        return trimmed.endsWith(utf8) ? trimmed.substring(0, trimmed.length() - utf8.length()) : trimmed;
    }
}
