package dev.whittle.discover.modules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the imports of a Python source (The Python Language Reference, 2 "Lexical analysis", 7.11 "The import statement"): every
 * import statement at any depth, and string literals that are dotted names. Linear in the text.
 */
final class PythonNames {
    /** Functions that find all modules of a place (pkgutil). */
    private static final Set<String> DYNAMIC = Set.of("iter_modules", "walk_packages");

    /** Functions and modules that find what packages offer by name (importlib.metadata, pkg_resources). */
    private static final Set<String> OFFERED = Set.of("iter_entry_points", "entry_points", "pkg_resources");

    /** Functions that load or find the module that their first argument names. */
    private static final Set<String> BY_NAME =
            Set.of("import_module", "__import__", "run_module", "find_spec", "find_module", "load_module");

    /** What is executed only interactively in a module of the standard library. */
    private static final List<String> ASIDE = List.of("if __name__ ==", "def _test(", "def test(", "def _demo(");

    private static final int MAX_LITERAL = 120;

    private final String text;
    private final boolean skipsAside;
    private final List<ModuleNames.Name> imported = new ArrayList<>();
    private final List<ModuleNames.Name> literals = new ArrayList<>();
    private boolean dynamic;
    private boolean usesEntryPoints;
    private int at;
    private int line = 1;
    private int depth;

    private PythonNames(String text, boolean skipsAside) {
        this.text = text;
        this.skipsAside = skipsAside;
    }

    /**
     * @param text raw
     * @param isStandard whether it is a module of the standard library that another one imports, so that its {@code __main__} block and
     *     its tests do not run
     */
    static ModuleNames of(String text, boolean isStandard) {
        if (text.indexOf('\0') >= 0) {
            return ModuleNames.NONE;
        }
        PythonNames read = new PythonNames(text, isStandard);
        read.read();
        return new ModuleNames(read.imported, read.literals, read.dynamic, read.usesEntryPoints);
    }

    private void read() {
        boolean atStart = true; // nothing of the statement has been read
        boolean skipping = false;
        String before = "";
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean isLineStart = at == 0 || text.charAt(at - 1) == '\n';
            if (isLineStart && skipsAside && depth == 0 && !isBlank(c) && c != '#') {
                skipping = ASIDE.stream().anyMatch(aside -> text.startsWith(aside, at));
            }
            if (c == '\n') {
                line++;
                at++;
                atStart |= depth == 0;
            } else if (c == '#') {
                skipComment();
            } else if (c == '\\' && at + 1 < text.length()) {
                line += text.charAt(at + 1) == '\n' ? 1 : 0;
                at += 2;
            } else if (c == '"' || c == '\'') {
                string(c, skipping);
                atStart = false;
            } else if (isWordStart(c)) {
                String word = word();
                if (isQuote() && isPrefix(word)) {
                    string(text.charAt(at), skipping);
                } else if (atStart && !skipping && word.equals("import")) {
                    plain();
                } else if (atStart && !skipping && word.equals("from")) {
                    from();
                } else if (!skipping && !before.equals("def")) {
                    dynamic |= DYNAMIC.contains(word) || (BY_NAME.contains(word) && isComputed());
                    usesEntryPoints |= OFFERED.contains(word);
                }
                before = word;
                atStart = false;
            } else {
                depth = Math.max(0, depth + ("([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0));
                atStart = (atStart && isBlank(c)) || (depth == 0 && (c == ';' || c == ':'));
                at++;
            }
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\n';
    }

    private static boolean isWordStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isWord(char c) {
        return isWordStart(c) || (c >= '0' && c <= '9');
    }

    private void skipComment() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
    }

    private String word() {
        int start = at;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private boolean isQuote() {
        return at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
    }

    private static boolean isPrefix(String word) {
        return word.length() <= 2 && word.chars().allMatch(c -> "rbufRBUF".indexOf(c) >= 0);
    }

    /** Whether the call's first argument is anything but a literal, or one that begins with the name of a package. */
    private boolean isComputed() {
        int next = at;
        while (next < text.length() && isBlank(text.charAt(next))) {
            next++;
        }
        if (next >= text.length() || text.charAt(next) != '(') {
            return false; // an import of the function itself, or its definition's name
        }
        next++;
        while (next < text.length() && isBlank(text.charAt(next))) {
            next++;
        }
        return next < text.length() && !isNamed(next);
    }

    /** Whether a literal begins here that is a whole name, or the part of one up to a dot: {@code f"plugins.{name}"}. */
    private boolean isNamed(int from) {
        int start = from;
        while (start < text.length() && start < from + 2 && isPrefix(text.substring(start, start + 1))) {
            start++;
        }
        if (start >= text.length() || (text.charAt(start) != '"' && text.charAt(start) != '\'')) {
            return false;
        }
        char quote = text.charAt(start);
        int end = start + 1;
        while (end < text.length() && (isWord(text.charAt(end)) || text.charAt(end) == '.')) {
            end++;
        }
        boolean isPackage = text.substring(start, end).indexOf('.') >= 0;
        if (end >= text.length() || text.charAt(end) != quote) {
            return isPackage;
        }
        int after = end + 1;
        while (after < text.length() && isBlank(text.charAt(after))) {
            after++;
        }
        return isPackage || after >= text.length() || "+%.".indexOf(text.charAt(after)) < 0;
    }

    private void string(char quote, boolean skipping) {
        String end = String.valueOf(quote);
        if (text.startsWith(end.repeat(3), at)) {
            end = end.repeat(3);
        }
        at += end.length();
        int start = at;
        int first = line;
        while (at < text.length() && !text.startsWith(end, at)) {
            char c = text.charAt(at);
            if (c == '\n' && end.length() == 1) {
                return; // not closed: not Python, or a syntax that this reader does not know
            }
            if (c == '\\' && at + 1 < text.length()) {
                at++;
            }
            line += text.charAt(at) == '\n' ? 1 : 0;
            at++;
        }
        int stop = Math.min(at, text.length());
        at = Math.min(text.length(), at + end.length());
        if (!skipping) {
            literal(start, stop, first);
        }
    }

    /** A dotted name, a name with an attribute after a colon, or code. */
    private void literal(int start, int stop, int first) {
        int end = start;
        while (end < stop && (isWord(text.charAt(end)) || text.charAt(end) == '.')) {
            end++;
        }
        boolean isName = end > start
                && end - start <= MAX_LITERAL
                && isWordStart(text.charAt(start))
                && (end == stop || text.charAt(end) == ':');
        if (isName) {
            literals.add(new ModuleNames.Name(text.substring(start, end), first));
        } else if (text.startsWith("import ", start) || contains("import ", start, stop)) {
            ModuleNames code = of(text.substring(start, stop), false);
            code.imported().forEach(module -> imported.add(new ModuleNames.Name(module.text(), first)));
        }
    }

    private boolean contains(String word, int start, int stop) {
        int found = text.indexOf(word, start);
        return found >= 0 && found < stop;
    }

    private void skipBlanks() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\' && text.startsWith("\n", at + 1)) {
                line++;
                at += 2;
            } else if (c == ' ' || c == '\t' || c == '\f' || c == '\r') {
                at++;
            } else {
                return;
            }
        }
    }

    private String dotted() {
        int start = at;
        while (at < text.length() && (isWord(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        return text.substring(start, at);
    }

    private void plain() {
        int number = line;
        do {
            skipBlanks();
            String name = dotted();
            if (!name.isEmpty() && isWordStart(name.charAt(0))) {
                imported.add(new ModuleNames.Name(name, number));
            }
            skipBlanks();
            if (text.startsWith("as", at) && at + 2 < text.length() && isBlank(text.charAt(at + 2))) {
                at += 2;
                skipBlanks();
                word();
                skipBlanks();
            }
        } while (at < text.length() && text.charAt(at) == ',' && at++ >= 0);
    }

    private boolean isImport() {
        int end = at + "import".length();
        return text.startsWith("import", at) && (end >= text.length() || !isWord(text.charAt(end)));
    }

    private void from() {
        int number = line;
        skipBlanks();
        StringBuilder module = new StringBuilder();
        while (at < text.length() && (text.charAt(at) == '.' || isBlank(text.charAt(at)))) {
            if (text.charAt(at) == '\n') {
                return;
            }
            module.append(text.charAt(at) == '.' ? "." : "");
            at++;
        }
        int dots = module.length();
        module.append(isImport() ? "" : dotted());
        skipBlanks();
        if (module.length() == 0 || !isImport()) {
            return;
        }
        at += "import".length();
        imported.add(new ModuleNames.Name(module.toString(), number));
        String base = module.length() == dots ? module.toString() : module + ".";
        skipBlanks();
        boolean isList = at < text.length() && text.charAt(at) == '(';
        at += isList ? 1 : 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n' && !isList) {
                return;
            } else if (c == '\n') {
                line++;
                at++;
            } else if (c == '#') {
                skipComment();
            } else if (isWordStart(c)) {
                String name = word();
                if (name.equals("as")) {
                    skipBlanks();
                    word();
                } else {
                    imported.add(new ModuleNames.Name(base + name, number));
                }
            } else if (c == ',' || c == '\\' || isBlank(c)) {
                line += c == '\\' && text.startsWith("\n", at + 1) ? 1 : 0;
                at += c == '\\' ? 2 : 1;
            } else {
                at += c == ')' && isList ? 1 : 0;
                return; // the end of the list, a star, or another statement
            }
        }
    }
}
