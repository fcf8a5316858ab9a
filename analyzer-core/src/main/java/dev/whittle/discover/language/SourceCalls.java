package dev.whittle.discover.language;

import dev.whittle.discover.language.SourceTokens.Kind;
import dev.whittle.discover.language.SourceTokens.Token;
import dev.whittle.process.Marked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What source code starts, loads and imports: the calls of {@link SourceFunctions} whose arguments are literals, or
 * names to which a literal is assigned once in the same text. A part that is known at run time only is
 * {@link Marked#HOLE}.
 */
final class SourceCalls {
    private static final int MAX_CALLS = 2000;
    private static final int MAX_WORDS = 64;

    /** Limit for the tokens of one call: an unclosed bracket must not make each call read the rest of the text. */
    private static final int MAX_SPAN = 1000;

    /** Functions that build a text or a list from their arguments, which are therefore searched. */
    private static final Set<String> TRANSPARENT = Set.of(
            "paste", "paste0", "sprintf", "split", "quote", "join", "str", "String", "list", "array", "c", "b",
            "encode");

    private static final Pattern MODULE_NAME = Pattern.compile("[@A-Za-z0-9_./:\\\\-]++");
    private static final Pattern CONVERSION = Pattern.compile("%[-0-9.]*+(?:\\([A-Za-z0-9_]++\\))?[sdrfiq]");

    /** The meaning of a call. */
    enum Use {
        /** A program and its arguments. */
        ARGV,
        /** A shell text. */
        SHELL,
        /** Names of programs. */
        PROGRAM,
        /** Names of libraries. */
        LIBRARY,
        LOCALE,
        /** A file that the function itself needs. */
        FILE
    }

    /**
     * @param words marked text
     * @param line counted from 1
     */
    record Call(Use use, List<String> words, int line) {}

    /**
     * @param imports names of modules, as the language writes them
     * @param always those that are always loaded with the file, with their lines, counted from 1: the statement is not
     *     indented, so it is in no function and no branch; Perl's {@code use} wherever it is (perlfunc, "use")
     */
    record Found(List<Call> calls, Set<String> imports, Map<String, Integer> always) {}

    private final SourceLanguage language;
    private final String text;
    private final List<Token> tokens;
    private final Map<String, List<SourceFunctions.Function>> functions;
    private final Map<String, List<String>> constants = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private final Set<String> imports = new LinkedHashSet<>();
    private final Map<String, Integer> always = new HashMap<>();
    private List<String> lines = List.of();

    private SourceCalls(SourceLanguage language, String text) {
        this.language = language;
        this.text = text;
        this.tokens = SourceTokens.of(language, text);
        this.functions = SourceFunctions.of(language);
    }

    /** @param text raw; text with a NUL is not a source */
    static Found of(SourceLanguage language, String text) {
        if (text.indexOf('\0') >= 0) {
            return new Found(List.of(), Set.of(), Map.of());
        }
        SourceCalls read = new SourceCalls(language, text);
        read.constants();
        for (int i = 0; i < read.tokens.size() && read.calls.size() < MAX_CALLS; i++) {
            Token token = read.tokens.get(i);
            if (token.kind() == Kind.SHELL) {
                read.add(Use.SHELL, List.of(token.text()), token.line());
            } else if (token.kind() == Kind.NAME) {
                read.imported(i);
                read.called(i);
            }
        }
        return new Found(List.copyOf(read.calls), Set.copyOf(read.imports), Map.copyOf(read.always));
    }

    /** Names to which a literal, or a list of literals, is assigned once. */
    private void constants() {
        Set<String> twice = new HashSet<>();
        for (int i = 0; i + 2 < tokens.size(); i++) {
            boolean assigns = tokens.get(i).kind() == Kind.NAME
                    && tokens.get(i + 1).is("=")
                    && !tokens.get(i + 2).is("=")
                    && !tokens.get(i + 2).is(">");
            boolean arrow = language == SourceLanguage.R
                    && tokens.get(i).kind() == Kind.NAME
                    && tokens.get(i + 1).is("<")
                    && tokens.get(i + 2).is("-");
            boolean set = language == SourceLanguage.TCL
                    && tokens.get(i).text().equals("set")
                    && tokens.get(i + 1).kind() == Kind.NAME;
            if (!assigns && !arrow && !set) {
                continue;
            }
            String name = tokens.get(set ? i + 1 : i).text();
            int value = arrow ? i + 3 : i + 2;
            List<String> words = value < tokens.size() ? literal(value) : List.of();
            if (constants.containsKey(name)) {
                twice.add(name);
            }
            constants.put(name, words);
        }
        constants.keySet().removeAll(twice);
        constants.values().removeIf(List::isEmpty);
    }

    private List<String> literal(int from) {
        Token token = tokens.get(from);
        if (token.kind() == Kind.STRING) {
            boolean ends = from + 1 >= tokens.size()
                    || tokens.get(from + 1).kind() == Kind.NEWLINE
                    || tokens.get(from + 1).is(";")
                    || tokens.get(from + 1).is(",");
            return ends ? List.of(token.text()) : List.of();
        }
        if (token.is("[") || token.is("(")) {
            Arguments read = new Arguments(from + 1, true, false);
            return read.words;
        }
        return List.of();
    }

    private void called(int at) {
        Token name = tokens.get(at);
        String last = name.last();
        List<SourceFunctions.Function> known = functions.get(last);
        if (known == null && last.startsWith("_")) {
            // A private name for an import or for a wrapper: find_library as _find_library.
            known = functions.get(last.replaceFirst("^_+", ""));
        }
        boolean declared = at > 0
                && tokens.get(at - 1).kind() == Kind.NAME
                && Set.of("def", "function", "sub", "proc", "class")
                        .contains(tokens.get(at - 1).text());
        if (known == null || declared || at + 1 >= tokens.size()) {
            return;
        }
        boolean method = language == SourceLanguage.JAVASCRIPT
                && last.equals("exec")
                && (name.text().indexOf('.') > 0
                        ? !name.text().matches("(?:child_?[pP]rocess|cp|proc|shell)\\.exec")
                        : at > 1
                                && tokens.get(at - 1).is(".")
                                && !tokens.get(at - 2).is(")"));
        if (method) {
            return; // of a regular expression
        }
        Token next = tokens.get(at + 1);
        boolean parenthesis = next.is("(");
        boolean bare = !parenthesis
                && (language == SourceLanguage.PERL
                        || language == SourceLanguage.RUBY
                        || language == SourceLanguage.LUA
                        || language == SourceLanguage.LISP)
                && (next.kind() == Kind.STRING
                        || next.kind() == Kind.WORDS
                        || next.kind() == Kind.NAME
                        || (next.is(":") && language == SourceLanguage.RUBY));
        for (SourceFunctions.Function function : known) {
            if (function.word().isPresent() && !text.contains(function.word().get())) {
                continue;
            }
            if (language == SourceLanguage.TCL) {
                tcl(at, function);
            } else if (parenthesis || bare) {
                boolean keyed = function.kind() == SourceFunctions.Kind.PROGRAM;
                add(function, new Arguments(parenthesis ? at + 2 : at + 1, parenthesis, keyed), name.line());
            }
        }
    }

    private void add(SourceFunctions.Function function, Arguments arguments, int line) {
        List<String> words = arguments.words;
        function.files().forEach(file -> add(Use.FILE, List.of(file), line));
        if (words.isEmpty()) {
            return;
        }
        switch (function.kind()) {
            case ARGV -> add(arguments.shell ? Use.SHELL : Use.ARGV, arguments.shell ? first(words) : words, line);
            case SHELL -> add(Use.SHELL, first(words), line);
            case EITHER -> add(words.size() == 1 && !arguments.listed ? Use.SHELL : Use.ARGV, words, line);
            case PROGRAM -> add(Use.PROGRAM, words, line);
            case LIBRARY -> add(Use.LIBRARY, words, line);
            case LOCALE -> add(Use.LOCALE, words, line);
            case OPEN -> opened(words, line);
        }
    }

    private static List<String> first(List<String> words) {
        return List.of(words.get(0));
    }

    /** perlfunc, open: {@code open($f, '-|', 'cmd', @args)}, {@code open(F, "cmd |")}, {@code open(F, "| cmd")}. */
    private void opened(List<String> words, int line) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i).strip();
            if ((word.equals("-|") || word.equals("|-")) && i + 1 < words.size()) {
                List<String> rest = words.subList(i + 1, words.size());
                add(rest.size() == 1 ? Use.SHELL : Use.ARGV, rest, line);
                return;
            }
            if (word.length() > 2 && (word.startsWith("|") || word.endsWith("|"))) {
                String command = word.startsWith("|") ? word.substring(1) : word.substring(0, word.length() - 1);
                add(Use.SHELL, List.of(command.strip()), line);
                return;
            }
        }
    }

    /** Words in Tcl need no quotes: they end with the command. */
    private void tcl(int token, SourceFunctions.Function function) {
        Token name = tokens.get(token);
        long before = tokens.subList(Math.max(0, token - MAX_SPAN), token).stream()
                .filter(name::equals)
                .count();
        if (lines.isEmpty()) {
            lines = List.of(text.split("\n", -1));
        }
        String line = name.line() <= lines.size() ? lines.get(name.line() - 1) : "";
        int at = line.indexOf(name.text());
        for (long i = before; i > 0 && at >= 0; i--) {
            at = line.indexOf(name.text(), at + 1);
        }
        if (at < 0) {
            return;
        }
        String rest = line.substring(at + name.text().length());
        int end = rest.length();
        for (char c : new char[] {']', ';'}) {
            int found = rest.indexOf(c);
            end = found >= 0 ? Math.min(end, found) : end;
        }
        List<String> words = new ArrayList<>();
        for (String word : Arrays.asList(rest.substring(0, end).strip().split("[ \t]+", -1))) {
            String bare = word.replaceAll("[\"{}]", "");
            boolean option = words.isEmpty() && bare.startsWith("-");
            if (!bare.isEmpty() && !option) {
                words.add(bare.indexOf('$') >= 0 ? Marked.UNKNOWN : bare);
            }
        }
        if (!words.isEmpty()) {
            add(function.kind() == SourceFunctions.Kind.LIBRARY ? Use.LIBRARY : Use.ARGV, words, name.line());
        }
    }

    private void add(Use use, List<String> words, int line) {
        calls.add(new Call(use, List.copyOf(words), line));
    }

    private void imported(int at) {
        String name = tokens.get(at).text();
        boolean begins = at == 0
                || tokens.get(at - 1).kind() == Kind.NEWLINE
                || tokens.get(at - 1).is(";")
                || tokens.get(at - 1).is("{")
                || tokens.get(at - 1).is(":");
        switch (language) {
            case PYTHON -> {
                if (begins && (name.equals("import") || name.equals("from"))) {
                    python(at, name.equals("from"));
                }
            }
            case PERL -> {
                if (begins && (name.equals("use") || name.equals("require") || name.equals("no"))) {
                    module(at + 1, Kind.NAME, name.equals("use"));
                }
            }
            case RUBY -> {
                if (name.equals("require") || name.equals("require_relative")) {
                    module(argument(at), Kind.STRING, begins && isOutermost(at));
                }
            }
            case JAVASCRIPT -> {
                if (name.equals("require") || name.equals("import")) {
                    module(argument(at), Kind.STRING, isOutermost(at));
                } else if (name.equals("from")) {
                    module(at + 1, Kind.STRING, isOutermost(at));
                }
            }
            case LUA -> {
                if (name.equals("require") || name.equals("dofile") || name.equals("loadfile")) {
                    module(argument(at), Kind.STRING, begins && isOutermost(at));
                }
            }
            case PHP -> {
                if (begins && name.equals("use")) {
                    module(at + 1, Kind.NAME, false); // loaded when it is used
                } else if (name.matches("(?:require|include)(?:_once)?+")) {
                    file(at + 1, "");
                }
            }
            case TCL -> {
                if (name.equals("source")) {
                    file(at + 1, ".tcl");
                } else if (name.equals("package")
                        && at + 1 < tokens.size()
                        && tokens.get(at + 1).text().equals("require")) {
                    module(at + 2, Kind.NAME, false);
                }
            }
            case R -> {
                if (name.equals("source")) {
                    module(argument(at), Kind.STRING, false);
                }
            }
            case GNUPLOT, LISP, ERLANG, ELIXIR -> {}
        }
    }

    /** {@code include __DIR__ . '/a/b.php';}, {@code source [file join $dir b.tcl]}: the known end of a path. */
    private void file(int from, String extension) {
        for (int i = from; i < Math.min(tokens.size(), from + MAX_SPAN); i++) {
            Token token = tokens.get(i);
            if (token.kind() == Kind.NEWLINE || token.is(";")) {
                return;
            }
            boolean word = token.kind() == Kind.STRING || (token.kind() == Kind.NAME && !extension.isEmpty());
            if (word && token.text().endsWith(extension)) {
                String path = token.text()
                        .substring(
                                token.text().lastIndexOf("../") < 0
                                        ? 0
                                        : token.text().lastIndexOf("../") + 3);
                imported(path, token.line(), false);
            }
        }
    }

    private int argument(int at) {
        return tokens.size() > at + 1 && tokens.get(at + 1).is("(") ? at + 2 : at + 1;
    }

    /** Whether a line is not indented and has no block before this token. */
    private boolean isOutermost(int at) {
        if (!tokens.get(at).outermost()) {
            return false;
        }
        for (int i = at - 1; i >= 0 && tokens.get(i).kind() != Kind.NEWLINE; i--) {
            if (tokens.get(i).is("{")
                    || tokens.get(i).is(":")
                    || tokens.get(i).is("&")
                    || tokens.get(i).is("?")) {
                return false;
            }
        }
        return true;
    }

    private void module(int at, Kind kind, boolean certain) {
        if (at < tokens.size() && tokens.get(at).kind() == kind) {
            imported(tokens.get(at).text(), tokens.get(at).line(), certain);
        }
    }

    private void imported(String name, int line, boolean certain) {
        if (language == SourceLanguage.PYTHON || MODULE_NAME.matcher(name).matches()) {
            imports.add(name);
            if (certain) {
                always.putIfAbsent(name, line);
            }
        }
    }

    /** {@code import a.b as c, d}; {@code from .a import b, (c)}: {@code .a} and {@code .a.b}. */
    private void python(int at, boolean from) {
        int line = tokens.get(at).line();
        boolean certain = isOutermost(at);
        StringBuilder dots = new StringBuilder();
        int i = at + 1;
        while (i < tokens.size() && tokens.get(i).is(".")) {
            dots.append('.');
            i++;
        }
        String base = dots.toString();
        if (from && i < tokens.size() && !tokens.get(i).text().equals("import")) {
            base += tokens.get(i).text();
            i++;
        }
        if (from) {
            imported(base, line, certain);
            base = base.endsWith(".") ? base : base + ".";
            i++;
        }
        boolean alias = false;
        int depth = 0;
        for (; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.is("(")) {
                depth++;
            } else if (token.is(")") || token.is(";") || (token.kind() == Kind.NEWLINE && depth == 0)) {
                return;
            } else if (token.kind() == Kind.NAME) {
                boolean as = token.text().equals("as");
                if (!as && !alias) {
                    imported((from ? base : "") + token.text(), line, certain);
                }
                alias = as;
            }
        }
    }

    /** The arguments of a call, as far as they are literals. */
    private final class Arguments {
        private final List<String> words = new ArrayList<>();

        /** Whether the first argument is a list. */
        private boolean listed;

        /** Whether an option says that a shell is used. */
        private boolean shell;

        /**
         * @param closed whether a bracket ends them
         * @param keyed whether values with a key count, as in {@code add: "useradd"}
         */
        Arguments(int from, boolean closed, boolean keyed) {
            int depth = 0;
            boolean named = false;
            for (int i = from; i < Math.min(tokens.size(), from + MAX_SPAN) && words.size() < MAX_WORDS; i++) {
                Token token = tokens.get(i);
                boolean end = !closed && depth == 0 && (token.kind() == Kind.NEWLINE || isEnd(token));
                if (end || (depth == 0 && (token.is(")") || token.is("]")))) {
                    return;
                }
                if (token.kind() == Kind.NEWLINE) {
                    continue;
                }
                if (language == SourceLanguage.LISP && depth == 0 && token.is(":")) {
                    return; // a keyword: options follow
                }
                if (token.is("(") || token.is("[") || token.is("{")) {
                    listed |= words.isEmpty() && token.is("[");
                    named |= token.is("{") && depth == 0 && !words.isEmpty();
                    depth++;
                } else if (token.is(")") || token.is("]") || token.is("}")) {
                    depth--;
                } else if (token.kind() == Kind.STRING && !named) {
                    literal(text(token, i), joins(i, from));
                } else if (token.kind() == Kind.WORDS && !named) {
                    words.addAll(Arrays.asList(token.text().strip().split("\\s+", -1)));
                    listed |= words.size() > 1;
                } else if (token.kind() == Kind.NAME) {
                    if (isOption(i)) {
                        shell |= token.last().equals("shell")
                                && i + 2 < tokens.size()
                                && tokens.get(i + 2).text().equalsIgnoreCase("true");
                        named = !keyed && (depth == 0 || named || language == SourceLanguage.JAVASCRIPT);
                    } else if (!named
                            && !isTransparent(token, i)
                            && !isNoValue(token)
                            && !tokens.get(i - 1).is("%")) {
                        name(token, joins(i, from));
                        i = skipCall(i);
                    }
                } else if (token.is("|") && depth == 0) {
                    return;
                }
            }
        }

        /** Whether a value continues the previous one: after an operator or, in Python, one literal after another. */
        private boolean joins(int at, int from) {
            int before = at - 1;
            while (before >= from && tokens.get(before).kind() == Kind.NEWLINE) {
                before--;
            }
            if (before < from) {
                return false;
            }
            Token last = tokens.get(before);
            return last.is("+")
                    || last.is(".")
                    || (language == SourceLanguage.PYTHON
                            && last.kind() == Kind.STRING
                            && tokens.get(at).kind() == Kind.STRING);
        }

        /** A number, or a keyword between values. */
        private boolean isNoValue(Token token) {
            char first = token.text().charAt(0);
            return (first >= '0' && first <= '9')
                    || Set.of("or", "and", "if", "else", "not", "None", "True", "False", "null", "undefined", "nil")
                            .contains(token.text());
        }

        private boolean isEnd(Token token) {
            return token.is(";")
                    || token.is("}")
                    || (token.kind() == Kind.NAME
                            && Set.of("or", "and", "if", "unless", "do", "then").contains(token.text()));
        }

        /** {@code shell=True}, {@code shell: true}, {@code chdir => x}. */
        private boolean isOption(int at) {
            if (at + 2 >= tokens.size()) {
                return false;
            }
            Token next = tokens.get(at + 1);
            Token second = tokens.get(at + 2);
            boolean arrow = next.is("=") && second.is(">") && language == SourceLanguage.RUBY;
            boolean value = next.is("=") && !second.is("=") && !second.is(">") && language != SourceLanguage.PERL;
            boolean colon = next.is(":")
                    && !second.is(":")
                    && (language == SourceLanguage.JAVASCRIPT
                            || language == SourceLanguage.RUBY
                            || language == SourceLanguage.ELIXIR);
            return arrow || value || colon;
        }

        private boolean isTransparent(Token token, int at) {
            boolean call = at + 1 < tokens.size() && tokens.get(at + 1).is("(");
            return (call && TRANSPARENT.contains(token.last()))
                    || Set.of("new", "await", "const", "my", "our", "lib").contains(token.text())
                    || (language == SourceLanguage.PERL
                            && words.isEmpty()
                            && token.text().matches("[A-Z][A-Z0-9_]*+|\\$\\w++"));
        }

        private void literal(String literal, boolean joins) {
            if (joins && !words.isEmpty()) {
                words.set(words.size() - 1, words.get(words.size() - 1) + literal);
            } else {
                words.add(literal);
            }
        }

        private void name(Token token, boolean joins) {
            List<String> value = constants.get(token.text());
            if (value == null) {
                value = constants.get("self." + token.last());
            }
            if (value != null && value.isEmpty()) {
                value = null; // assigned a value that is known at run time only
            }
            if (value != null && value.size() > 1 && !joins) {
                listed |= words.isEmpty();
                words.addAll(value);
            } else {
                literal(value == null ? Marked.UNKNOWN : value.get(0), joins);
            }
        }

        /** The arguments of a call with an unknown value. */
        private int skipCall(int at) {
            int i = at;
            while (i + 1 < tokens.size()
                    && (tokens.get(i + 1).is("(") || tokens.get(i + 1).is("["))) {
                int depth = 0;
                do {
                    i++;
                    Token token = tokens.get(i);
                    depth += token.is("(") || token.is("[") ? 1 : token.is(")") || token.is("]") ? -1 : 0;
                } while (depth > 0 && i + 1 < Math.min(tokens.size(), at + MAX_SPAN));
            }
            return i;
        }

        /** A literal to which a format is applied has holes. */
        private String text(Token token, int at) {
            if (at + 1 >= tokens.size()) {
                return token.text();
            }
            Token next = tokens.get(at + 1);
            boolean sprintf = at >= 2
                    && tokens.get(at - 1).is("(")
                    && tokens.get(at - 2).last().equals("sprintf");
            if (next.is("%") || sprintf || (next.is(":") && language == SourceLanguage.LUA)) {
                return CONVERSION.matcher(token.text()).replaceAll(Marked.UNKNOWN);
            }
            boolean format = next.is(".")
                    && at + 2 < tokens.size()
                    && tokens.get(at + 2).text().equals("format");
            return format ? SourceTokens.braces(token.text()) : token.text();
        }
    }

    /** Program text passed to an interpreter as an argument. */
    static Optional<String> textArgument(SourceLanguage language, List<String> arguments) {
        for (int i = 0; i + 1 < arguments.size(); i++) {
            if (!arguments.get(i).startsWith("-")) {
                return Optional.empty();
            }
            if (language.isTextOption(arguments.get(i))) {
                return Optional.of(arguments.get(i + 1));
            }
        }
        return Optional.empty();
    }
}
