package dev.whittle.process;

import dev.whittle.path.RootPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The recipes of a makefile (POSIX, make; GNU make for {@code :=}, {@code ?=}, {@code $(shell …)} and {@code include}),
 * each line passed to a shell. Recipes of the goals are certain, those of other targets are not.
 */
final class Makefile {
    private static final List<String> NAMES = List.of("GNUmakefile", "makefile", "Makefile");
    private static final int MAX_INCLUDES = 32;
    private static final int MAX_DEPTH = 8;
    private static final int MAX_LENGTH = 1 << 16;

    /** Variables that are set without a makefile (GNU make, "Variables Used by Implicit Rules"). */
    private static final Map<String, String> PREDEFINED = Map.ofEntries(
            Map.entry("AR", "ar"),
            Map.entry("AS", "as"),
            Map.entry("CC", "cc"),
            Map.entry("CPP", "$(CC) -E"),
            Map.entry("CXX", "g++"),
            Map.entry("FC", "f77"),
            Map.entry("LD", "ld"),
            Map.entry("LEX", "lex"),
            Map.entry("MAKEINFO", "makeinfo"),
            Map.entry("OBJC", "cc"),
            Map.entry("RM", "rm -f"),
            Map.entry("TEX", "tex"),
            Map.entry("YACC", "yacc"));

    /** The variable with the program that makes an object or a program of a source (GNU make, "Catalogue of Built-In Rules"). */
    private static final Map<String, String> COMPILERS = Map.ofEntries(
            Map.entry(".c", "CC"),
            Map.entry(".cc", "CXX"),
            Map.entry(".cpp", "CXX"),
            Map.entry(".C", "CXX"),
            Map.entry(".f", "FC"),
            Map.entry(".F", "FC"),
            Map.entry(".l", "LEX"),
            Map.entry(".m", "OBJC"),
            Map.entry(".S", "CC"),
            Map.entry(".s", "AS"),
            Map.entry(".y", "YACC"));

    private final ProcessModel model;
    private final Invocation invocation;
    private final Event.Certainty certainty;
    private final int depth;
    private final Map<String, String> variables = new HashMap<>();
    private final Set<RootPath> read = new HashSet<>();
    private final List<Recipe> recipes = new ArrayList<>();
    private final Map<String, List<String>> prerequisites = new HashMap<>();
    private String first = "";
    private String directory;

    /** One line of a recipe. */
    private record Recipe(List<String> targets, String text, Where where) {}

    Makefile(ProcessModel model, Invocation invocation, Event.Certainty certainty, int depth) {
        this.model = model;
        this.invocation = invocation;
        this.certainty = certainty;
        this.depth = depth;
        this.directory = invocation.directory();
    }

    void follow() {
        List<String> goals = new ArrayList<>();
        List<String> files = new ArrayList<>();
        List<String> words = invocation.arguments();
        invocation
                .environment()
                .values()
                .forEach((name, values) -> variables.put(name, values.iterator().next()));
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            boolean next = at + 1 < words.size();
            if (word.equals("-f") && next) {
                files.add(words.get(++at));
            } else if (word.equals("-C") && next) {
                directory = model.files().absolute(words.get(++at), directory);
            } else if (word.indexOf('=') > 0 && !word.startsWith("-")) {
                variables.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
            } else if (!word.startsWith("-")) {
                goals.add(word);
            }
        }
        for (String name : files.isEmpty() ? NAMES : files) {
            Optional<RootPath> file =
                    Marked.isPattern(name) ? Optional.empty() : model.files().file(name, directory);
            if (file.isPresent()) {
                read(file.get());
                break;
            }
        }
        run(goals);
    }

    private void read(RootPath file) {
        if (read.size() >= MAX_INCLUDES || !read.add(file)) {
            return;
        }
        Optional<RootPath> real = Optional.of(model.files().real(file));
        model.event(new Event.Interpreted(
                new Where(invocation.program().raw() + " is started, and reads it", Optional.empty()), file));
        List<String> targets = List.of();
        int number = 0;
        StringBuilder joined = new StringBuilder();
        int begun = 0;
        for (String line : model.content(file).split("\n", -1)) {
            number++;
            begun = joined.length() == 0 ? number : begun;
            if (line.endsWith("\\")) {
                joined.append(line, 0, line.length() - 1).append(' ');
                continue;
            }
            String logicalLine = joined + line;
            joined.setLength(0);
            if (logicalLine.startsWith("\t")) {
                Where where = Where.line(begun, file.raw(), real);
                recipes.add(new Recipe(targets, logicalLine.substring(1), where));
            } else {
                targets = line(logicalLine, targets, begun, file, real);
            }
        }
    }

    private List<String> line(
            String logicalLine, List<String> targets, int number, RootPath file, Optional<RootPath> real) {
        String text = logicalLine.indexOf('#') >= 0 ? logicalLine.substring(0, logicalLine.indexOf('#')) : logicalLine;
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            return targets;
        }
        if (stripped.startsWith("include ") || stripped.startsWith("-include ") || stripped.startsWith("sinclude ")) {
            for (String name :
                    expand(stripped.substring(stripped.indexOf(' ')), 0).strip().split("[ \t]+", -1)) {
                model.files().matches(Marked.unquoted(name), directory).forEach(this::read);
            }
            return targets;
        }
        int equals = stripped.indexOf('=');
        int colon = stripped.indexOf(':');
        boolean assigns = equals > 0 && (colon < 0 || (colon >= equals - 2 && colon + 1 <= equals));
        if (assigns) {
            assign(stripped, equals);
            return targets;
        }
        if (colon <= 0) {
            return targets;
        }
        List<String> names =
                List.of(expand(stripped.substring(0, colon), 0).strip().split("[ \t]+", -1));
        String rest = stripped.substring(colon + 1);
        int semicolon = rest.indexOf(';');
        String needs = semicolon < 0 ? rest : rest.substring(0, semicolon);
        for (String name : names) {
            if (first.isEmpty() && !name.startsWith(".") && name.indexOf('%') < 0) {
                first = name;
            }
            prerequisites
                    .computeIfAbsent(name, key -> new ArrayList<>())
                    .addAll(List.of(expand(needs, 0).strip().split("[ \t]+", -1)));
        }
        if (semicolon >= 0) {
            recipes.add(new Recipe(names, rest.substring(semicolon + 1), Where.line(number, file.raw(), real)));
        }
        return names;
    }

    private void assign(String line, int equals) {
        int end = equals;
        boolean append = false;
        boolean conditional = false;
        while (end > 0 && "?:+!".indexOf(line.charAt(end - 1)) >= 0) {
            end--;
            append |= line.charAt(end) == '+';
            conditional |= line.charAt(end) == '?';
        }
        String name = line.substring(0, end).strip();
        name = name.startsWith("export ") ? name.substring("export ".length()).strip() : name;
        String value = line.substring(equals + 1).strip();
        if (append && variables.containsKey(name)) {
            variables.put(name, variables.get(name) + " " + value);
        } else if (!conditional || !variables.containsKey(name)) {
            variables.put(name, value);
        }
    }

    /** Substitutes values: marked text. */
    private String expand(String text, int nesting) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length() && out.length() < MAX_LENGTH) {
            char c = text.charAt(at);
            if (c != '$' || at + 1 >= text.length()) {
                out.append(c);
                at++;
                continue;
            }
            char next = text.charAt(at + 1);
            if (next == '$') {
                out.append('$');
                at += 2;
            } else if (next == '(' || next == '{') {
                int end = closing(text, at + 1);
                out.append(reference(text.substring(at + 2, end), nesting));
                at = Math.min(end + 1, text.length());
            } else {
                out.append(reference(String.valueOf(next), nesting));
                at += 2;
            }
        }
        return out.toString();
    }

    private static int closing(String text, int open) {
        char close = text.charAt(open) == '(' ? ')' : '}';
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            depth += text.charAt(i) == text.charAt(open) ? 1 : 0;
            if (text.charAt(i) == close && --depth == 0) {
                return i;
            }
        }
        return text.length();
    }

    private String reference(String body, int nesting) {
        if (nesting > MAX_DEPTH) {
            return Marked.UNKNOWN;
        }
        if (body.startsWith("shell ")) {
            Where where = new Where("$(shell) of a makefile", Optional.empty());
            shell(expand(body.substring("shell ".length()), nesting + 1), where, Event.Certainty.CONDITIONAL);
            return Marked.UNKNOWN;
        }
        String value = variables.get(body);
        if (value == null && PREDEFINED.containsKey(body)) {
            return expand(PREDEFINED.get(body), nesting + 1);
        }
        if (value == null) {
            return body.equals("MAKE") ? "make" : body.equals("CURDIR") ? directory : Marked.UNKNOWN;
        }
        return expand(value, nesting + 1);
    }

    private void run(List<String> goals) {
        Set<String> wanted = new HashSet<>();
        List<String> pending = new ArrayList<>(goals.isEmpty() ? List.of(first) : goals);
        while (!pending.isEmpty()) {
            String goal = pending.remove(pending.size() - 1);
            if (wanted.add(goal)) {
                pending.addAll(prerequisites.getOrDefault(goal, List.of()));
            }
        }
        prerequisites.keySet().forEach(target -> model.mayMake(target, directory));
        builtIn(wanted);
        for (Recipe recipe : recipes) {
            boolean certain = recipe.targets().stream().anyMatch(wanted::contains);
            String text = expand(recipe.text(), 0).strip();
            boolean ignored = false;
            while (!text.isEmpty() && "@-+".indexOf(text.charAt(0)) >= 0) {
                ignored |= text.charAt(0) == '-';
                text = text.substring(1).strip();
            }
            if (!text.isEmpty()) {
                shell(text, recipe.where(), certain && !ignored ? certainty : Event.Certainty.CONDITIONAL);
            }
        }
    }

    /** The compilers of what is wanted and has no recipe, where the source is there. */
    private void builtIn(Set<String> wanted) {
        Set<String> withRecipe = new HashSet<>();
        recipes.forEach(recipe -> withRecipe.addAll(recipe.targets()));
        Set<String> compilers = new TreeSet<>();
        for (String target : wanted) {
            int dot = target.lastIndexOf('.');
            boolean isObject = target.endsWith(".o") || target.equals(Marked.UNKNOWN);
            if (withRecipe.contains(target) || (dot > 0 && !isObject)) {
                continue;
            }
            String stem = target.endsWith(".o") ? target.substring(0, dot) : target;
            COMPILERS.forEach((suffix, compiler) -> {
                boolean isThere = Marked.isPattern(stem)
                        ? isObject
                                && !model.files()
                                        .matches(Marked.unquoted("*" + suffix), directory)
                                        .isEmpty()
                        : model.files().file(stem + suffix, directory).isPresent();
                if (isThere) {
                    compilers.add(compiler);
                }
            });
        }
        for (String compiler : compilers) {
            String text = expand("$(" + compiler + ")", 0);
            shell(text, new Where("a built-in rule of make", Optional.empty()), Event.Certainty.CONDITIONAL);
        }
    }

    private void shell(String text, Where where, Event.Certainty how) {
        String shell = Marked.isKnown(variables.getOrDefault("SHELL", Marked.UNKNOWN))
                ? expand(variables.getOrDefault("SHELL", "/bin/sh"), 0)
                : "/bin/sh";
        model.command(new CommandRequest(
                List.of(shell, "-c", text),
                false,
                invocation::environment,
                invocation.environment().get("PATH"),
                directory,
                where,
                how,
                Set.of(Marked.UNKNOWN),
                depth + 1));
    }
}
