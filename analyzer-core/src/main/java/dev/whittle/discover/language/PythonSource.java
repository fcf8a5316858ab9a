package dev.whittle.discover.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The import statements that a Python file always executes when it is loaded: those at the top level, before the file
 * exits. Imports in functions, branches and {@code try} blocks are indented and excluded. Only lines, strings, brackets
 * and comments are parsed (The Python Language Reference, 2: Lexical analysis), in linear time.
 */
final class PythonSource {
    private static final Pattern IMPORT = Pattern.compile("import\\s+(.+)", Pattern.DOTALL);
    private static final Pattern FROM =
            Pattern.compile("from\\s*(\\.[\\s.]*)?([A-Za-z_][\\w.]*)?\\s+import\\b\\s*(.*)", Pattern.DOTALL);
    private static final Pattern NAME =
            Pattern.compile("([A-Za-z_]\\w*+(?:\\s*+\\.\\s*+[A-Za-z_]\\w*+)*+)(?:\\s+as\\s+\\w+)?");

    /** A statement with a block, which may be on the same line. */
    private static final Pattern COMPOUND = Pattern.compile(
            "(?:if|elif|else|for|while|try|except|finally|with|def|class|async|match|case)\\b.*", Pattern.DOTALL);

    private static final Pattern END = Pattern.compile(
            "(?:raise\\b|(?:sys\\s*\\.\\s*)?exit\\s*\\(|quit\\s*\\(|os\\s*\\.\\s*(?:_exit|exec\\w+)\\s*\\().*",
            Pattern.DOTALL);

    /** Names that change where modules are searched for, or that provide modules. */
    private static final Pattern CHANGES_PATH =
            Pattern.compile("\\bsys\\s*\\.\\s*(?:path|modules|meta_path|path_hooks)\\b"
                    + "|\\bfrom\\s+sys\\s+import\\b[^;\\n]*(?:\\b(?:path|modules|meta_path|path_hooks)\\b|\\*)"
                    + "|\\bimportlib\\b(?!\\s*\\.\\s*(?:metadata|resources)\\b)"
                    + "|\\b(?:import|from)\\s+site\\b|\\bsite\\s*\\.\\s*add|\\bpkg_resources\\b|\\bpyximport\\b"
                    + "|\\b__path__\\b");

    private static final Pattern INSTALLS = Pattern.compile("\\bpip[0-9.]*[\"',\\s]+install\\b");

    private final String text;
    private final List<Import> imports = new ArrayList<>();
    private final StringBuilder statement = new StringBuilder();
    private int at;
    private int line = 1;
    private int first = 1;
    private int depth;
    private boolean ended;
    private boolean clear = true;
    private boolean changesPath;

    /**
     * An import statement.
     *
     * @param line counted from 1
     * @param level number of leading dots: 0 for an absolute import
     * @param module with dots; empty in {@code from . import a}
     * @param names imported with {@code from}, which may be modules too
     */
    record Import(int line, int level, String module, List<String> names) {
        /** The package or module that Python looks for first. */
        String top() {
            int dot = module.indexOf('.');
            return dot < 0 ? module : module.substring(0, dot);
        }
    }

    private PythonSource(String text) {
        this.text = text;
    }

    /** @param text raw; text with a NUL is not a source, and imports nothing */
    static PythonSource of(String text) {
        boolean source = text.indexOf('\0') < 0;
        String lines = text.replace("\r\n", "\n").replace('\r', '\n');
        PythonSource read =
                new PythonSource(!source ? "" : lines.startsWith("\u00ef\u00bb\u00bf") ? lines.substring(3) : lines);
        read.clear = source;
        read.read();
        read.changesPath |= INSTALLS.matcher(read.text).find();
        return read;
    }

    /** In line order. */
    List<Import> imports() {
        return List.copyOf(imports);
    }

    /** Whether strings and brackets are closed, so that the text was parsed correctly. */
    boolean isClear() {
        return clear;
    }

    /** Whether it may change where modules are found. */
    boolean changesPath() {
        return changesPath;
    }

    private void read() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c == '\\' && text.startsWith("\n", at + 1)) {
                statement.append(' ');
                line++;
                at += 2;
            } else if (c == '"' || c == '\'') {
                statement.append("''");
                string(c);
            } else if (c == '\n') {
                line++;
                at++;
                if (depth > 0) {
                    statement.append(' ');
                } else {
                    end();
                }
            } else {
                bracket(c);
                statement.append(c == '\f' ? "" : c);
                at++;
            }
        }
        clear &= depth == 0;
        end();
    }

    private void bracket(char c) {
        if (c == '(' || c == '[' || c == '{') {
            depth++;
        } else if (c == ')' || c == ']' || c == '}') {
            clear &= depth > 0;
            depth = Math.max(0, depth - 1);
        }
    }

    /** A backslash prevents a quote from ending the string, in a raw one too. */
    private void string(char quote) {
        boolean triple = text.startsWith(String.valueOf(quote).repeat(3), at);
        String end = String.valueOf(quote).repeat(triple ? 3 : 1);
        at += end.length();
        while (at < text.length() && !text.startsWith(end, at)) {
            char c = text.charAt(at);
            if (c == '\n' && !triple) {
                clear = false;
                return;
            }
            if (c == '\\' && at + 1 < text.length()) {
                at++;
            }
            line += text.charAt(at) == '\n' ? 1 : 0;
            at++;
        }
        clear &= at < text.length();
        at = Math.min(text.length(), at + end.length());
    }

    private void end() {
        String text = statement.toString();
        int start = first;
        statement.setLength(0);
        first = line;
        changesPath |= CHANGES_PATH.matcher(text).find();
        boolean outermost = !text.isEmpty() && text.charAt(0) != ' ' && text.charAt(0) != '\t';
        if (!outermost || ended || COMPOUND.matcher(text).matches()) {
            return;
        }
        for (String part : text.split(";", -1)) {
            String simple = part.strip();
            ended |= END.matcher(simple).matches();
            if (!ended) {
                simple(start, simple);
            }
        }
    }

    private void simple(int number, String simple) {
        Matcher from = FROM.matcher(simple);
        Matcher plain = IMPORT.matcher(simple);
        if (from.matches()) {
            int level = from.group(1) == null
                    ? 0
                    : from.group(1).replaceAll("\\s", "").length();
            String module = Optional.ofNullable(from.group(2)).orElse("");
            String names = from.group(3).replaceAll("[()]", " ");
            imports.add(new Import(number, level, module, names(names)));
        } else if (plain.matches()) {
            names(plain.group(1)).forEach(name -> imports.add(new Import(number, 0, name, List.of())));
        }
    }

    private static List<String> names(String list) {
        List<String> names = new ArrayList<>();
        for (String item : list.split(",", -1)) {
            Matcher name = NAME.matcher(item.strip());
            if (name.matches()) {
                names.add(name.group(1).replaceAll("\\s", ""));
            }
        }
        return names;
    }
}
