package dev.whittle.discover.language;

import dev.whittle.path.RootPath;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Languages whose source code is searched for the programs and libraries that it names. */
enum SourceLanguage {
    PYTHON("py|pyw", "python[0-9.]*+|pypy[0-9.]*+", "c"),
    PERL("pl|pm|psgi|t", "perl[0-9.]*+", "eE"),
    RUBY("rb|ru|rake", "ruby[0-9.]*+|rake", "e"),
    JAVASCRIPT("js|mjs|cjs|ts", "node|nodejs|deno|bun", "ep"),
    PHP("php|phtml", "php[0-9.]*+|php-cgi", "r"),
    TCL("tcl|tm", "tclsh[0-9.]*+|wish[0-9.]*+|expect", "c"),
    LUA("lua", "lua[0-9.]*+|luajit.*+|texlua", "e"),
    R("R|r", "Rscript|R|r|littler", "e"),
    GNUPLOT("gp|gnuplot|plt|gpi", "gnuplot.*+", "e"),
    LISP("scm|ss|sld|el|lisp|cl|clj", "guile[0-9.]*+|emacs.*+|sbcl|gosh|csi|chibi-scheme", "c"),
    ERLANG("erl|escript", "escript", ""),
    ELIXIR("ex|exs|eex|heex", "elixir|iex|mix", "e");

    private final Pattern extension;
    private final Pattern interpreter;
    private final String options;

    SourceLanguage(String extensions, String interpreters, String options) {
        this.extension = Pattern.compile(extensions);
        this.interpreter = Pattern.compile(interpreters);
        this.options = options;
    }

    /** Its name in {@code source-calls.txt}. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<SourceLanguage> ofFile(RootPath file) {
        String name = file.name();
        int dot = name.lastIndexOf('.');
        String extension = dot <= 0 ? "" : name.substring(dot + 1);
        for (SourceLanguage language : values()) {
            if (language.extension.matcher(extension).matches()) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }

    /** @param name of a program, without directories */
    static Optional<SourceLanguage> ofInterpreter(String name) {
        for (SourceLanguage language : values()) {
            if (language.interpreter.matcher(name).matches()) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }

    /** Whether an interpreter with these arguments has no file to read: {@code python3 - a}, {@code perl -w}. */
    static boolean readsInput(List<String> arguments) {
        for (String argument : arguments) {
            if (argument.equals("-")) {
                return true;
            }
            if (!argument.startsWith("-")) {
                return false;
            }
        }
        return true;
    }

    /** Program text among the arguments of an interpreter. */
    Optional<String> textArgument(List<String> arguments) {
        for (int i = 0; i + 1 < arguments.size(); i++) {
            if (!arguments.get(i).startsWith("-")) {
                return Optional.empty();
            }
            if (isTextOption(arguments.get(i))) {
                return Optional.of(arguments.get(i + 1));
            }
        }
        return Optional.empty();
    }

    /** Whether program text follows this option: {@code -c}, {@code -ne}. */
    private boolean isTextOption(String argument) {
        return argument.length() > 1
                && argument.charAt(0) == '-'
                && argument.charAt(1) != '-'
                && options.indexOf(argument.charAt(argument.length() - 1)) >= 0;
    }

    /** The start of a line comment. */
    boolean isComment(String text, int at) {
        return switch (this) {
            case PYTHON, RUBY, ELIXIR, R -> text.charAt(at) == '#';
            case PERL -> text.charAt(at) == '#' && (at == 0 || " \t\n;{}()".indexOf(text.charAt(at - 1)) >= 0);
            case PHP -> (text.charAt(at) == '#' && !text.startsWith("#[", at)) || text.startsWith("//", at);
            case JAVASCRIPT -> text.startsWith("//", at);
            case TCL -> text.charAt(at) == '#' && (at == 0 || " \t\n;".indexOf(text.charAt(at - 1)) >= 0);
            case LUA -> text.startsWith("--", at);
            case GNUPLOT -> text.charAt(at) == '#';
            case LISP -> text.charAt(at) == ';';
            case ERLANG -> text.charAt(at) == '%';
        };
    }
}
