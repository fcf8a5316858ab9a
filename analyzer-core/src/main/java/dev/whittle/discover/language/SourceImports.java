package dev.whittle.discover.language;

import dev.whittle.discover.language.SourceTokens.Kind;
import dev.whittle.discover.language.SourceTokens.Token;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The modules that a source text imports. */
final class SourceImports {
    private static final Pattern MODULE_NAME = Pattern.compile("[@A-Za-z0-9_./:\\\\-]++");

    private final SourceLanguage language;
    private final List<Token> tokens;
    private final Set<String> names = new LinkedHashSet<>();
    private final Map<String, Integer> always = new HashMap<>();

    SourceImports(SourceLanguage language, List<Token> tokens) {
        this.language = language;
        this.tokens = tokens;
    }

    /** As the language writes them. */
    Set<String> names() {
        return names;
    }

    /**
     * Those that are always loaded with the file, with their lines, counted from 1: the statement is not indented, so it
     * is in no function and no branch; Perl's {@code use} wherever it is (perlfunc, "use").
     */
    Map<String, Integer> always() {
        return always;
    }

    /** Reads the statement that begins with a name, if it is an import. */
    void read(int at) {
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
                    boolean isParent = at + 1 < tokens.size()
                            && (tokens.get(at + 1).text().equals("parent")
                                    || tokens.get(at + 1).text().equals("base"));
                    if (isParent) {
                        classes(at + 2);
                    }
                } else if (begins && (name.equals("with") || name.equals("extends"))) {
                    classes(at + 1);
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
        for (int i = from; i < Math.min(tokens.size(), from + SourceTokens.MAX_SPAN); i++) {
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
                add(path, token.line(), false);
            }
        }
    }

    /** {@code use parent 'A::B', 'C';}, and of Moo and Moose {@code with 'A::B';}: to the end of the statement. */
    private void classes(int from) {
        for (int i = from; i < Math.min(tokens.size(), from + SourceTokens.MAX_SPAN); i++) {
            Token token = tokens.get(i);
            if (token.is(";")) {
                return;
            }
            if (token.kind() == Kind.STRING) {
                add(token.text(), token.line(), false);
            } else if (token.kind() == Kind.WORDS) {
                for (String word : token.text().strip().split("\\s+", -1)) {
                    add(word, token.line(), false);
                }
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
            add(tokens.get(at).text(), tokens.get(at).line(), certain);
        }
    }

    private void add(String name, int line, boolean certain) {
        if (language == SourceLanguage.PYTHON || MODULE_NAME.matcher(name).matches()) {
            names.add(name);
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
            add(base, line, certain);
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
                    add((from ? base : "") + token.text(), line, certain);
                }
                alias = as;
            }
        }
    }
}
