package dev.whittle.discover.language;

import dev.whittle.discover.language.SourceTokens.Kind;
import dev.whittle.discover.language.SourceTokens.Token;
import dev.whittle.process.Marked;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What source code starts, loads and imports: the calls of {@link SourceFunctions} whose arguments are literals, or
 * names to which a literal is assigned once in the same text. A part that is known at run time only is
 * {@link Marked#HOLE}.
 */
final class SourceCalls {
    private static final int MAX_CALLS = 2000;

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
     * @param imports as {@link SourceImports#names}
     * @param always as {@link SourceImports#always}
     */
    record Found(List<Call> calls, Set<String> imports, Map<String, Integer> always) {}

    private final SourceLanguage language;
    private final String text;
    private final List<Token> tokens;
    private final Map<String, List<SourceFunctions.Function>> functions;
    private final SourceConstants constants;
    private final List<Call> calls = new ArrayList<>();
    private @Nullable TclWords tcl;

    private SourceCalls(SourceLanguage language, String text) {
        this.language = language;
        this.text = text;
        this.tokens = SourceTokens.of(language, text);
        this.functions = SourceFunctions.of(language);
        this.constants = SourceConstants.of(language, tokens);
    }

    /** @param text raw; text with a NUL is not a source */
    static Found of(SourceLanguage language, String text) {
        if (text.indexOf('\0') >= 0) {
            return new Found(List.of(), Set.of(), Map.of());
        }
        SourceCalls read = new SourceCalls(language, text);
        SourceImports imports = new SourceImports(language, read.tokens);
        for (int i = 0; i < read.tokens.size() && read.calls.size() < MAX_CALLS; i++) {
            Token token = read.tokens.get(i);
            if (token.kind() == Kind.SHELL) {
                read.add(Use.SHELL, List.of(token.text()), token.line());
            } else if (token.kind() == Kind.NAME) {
                imports.read(i);
                read.readCall(i);
            }
        }
        return new Found(List.copyOf(read.calls), Set.copyOf(imports.names()), Map.copyOf(imports.always()));
    }

    private void readCall(int at) {
        Token name = tokens.get(at);
        String last = name.last();
        List<SourceFunctions.Function> candidates = functions.get(last);
        if (candidates == null && last.startsWith("_")) {
            // A private name for an import or for a wrapper: find_library as _find_library.
            candidates = functions.get(last.replaceFirst("^_+", ""));
        }
        boolean declared = at > 0
                && tokens.get(at - 1).kind() == Kind.NAME
                && Set.of("def", "function", "sub", "proc", "class")
                        .contains(tokens.get(at - 1).text());
        if (candidates == null || declared || at + 1 >= tokens.size()) {
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
        for (SourceFunctions.Function function : candidates) {
            if (function.word().isPresent() && !text.contains(function.word().get())) {
                continue;
            }
            if (language == SourceLanguage.TCL) {
                tclCommand(at, function);
            } else if (parenthesis || bare) {
                boolean keyed = function.kind() == SourceFunctions.Kind.PROGRAM;
                int first = parenthesis ? at + 2 : at + 1;
                CallArguments arguments = CallArguments.read(language, tokens, constants, first, parenthesis, keyed);
                add(function, arguments.words(), arguments.isListed(), arguments.usesShell(), name.line());
                // if x: command = ['a'] else: command = ['b']
                for (List<String> words : constants.otherValues(firstName(first))) {
                    add(function, words, words.size() > 1, arguments.usesShell(), name.line());
                }
            }
        }
    }

    /** Where a call's first argument begins, without brackets and the reference of Perl: {@code \@command}. */
    private int firstName(int from) {
        int at = from;
        while (at < tokens.size()
                && (tokens.get(at).is("[")
                        || tokens.get(at).is("(")
                        || tokens.get(at).is("\\")
                        || tokens.get(at).is("*")
                        || tokens.get(at).kind() == Kind.NEWLINE)) {
            at++;
        }
        return at;
    }

    private void add(
            SourceFunctions.Function function, List<String> words, boolean isListed, boolean usesShell, int line) {
        function.files().forEach(file -> add(Use.FILE, List.of(file), line));
        if (words.isEmpty()) {
            return;
        }
        switch (function.kind()) {
            case ARGV -> add(usesShell ? Use.SHELL : Use.ARGV, usesShell ? firstWord(words) : words, line);
            case SHELL -> add(Use.SHELL, firstWord(words), line);
            case EITHER -> add(words.size() == 1 && !isListed ? Use.SHELL : Use.ARGV, words, line);
            case PROGRAM -> add(Use.PROGRAM, words, line);
            case LIBRARY -> add(Use.LIBRARY, words, line);
            case LOCALE -> add(Use.LOCALE, words, line);
            case OPEN -> addOpened(words, line);
        }
    }

    private static List<String> firstWord(List<String> words) {
        return List.of(words.get(0));
    }

    /** perlfunc, open: {@code open($f, '-|', 'cmd', @args)}, {@code open(F, "cmd |")}, {@code open(F, "| cmd")}. */
    private void addOpened(List<String> words, int line) {
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

    private void tclCommand(int at, SourceFunctions.Function function) {
        if (tcl == null) {
            tcl = new TclWords(tokens, text);
        }
        List<String> words = tcl.after(at);
        if (!words.isEmpty()) {
            boolean library = function.kind() == SourceFunctions.Kind.LIBRARY;
            add(library ? Use.LIBRARY : Use.ARGV, words, tokens.get(at).line());
        }
    }

    private void add(Use use, List<String> words, int line) {
        calls.add(new Call(use, List.copyOf(words), line));
    }
}
