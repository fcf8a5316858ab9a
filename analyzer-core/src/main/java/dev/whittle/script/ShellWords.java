package dev.whittle.script;

import dev.whittle.script.ShellLexer.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The words of a shell text that may name commands and files: a reading that is tolerant, bounded, and good enough to know
 * what a script may run. Nothing is evaluated but constants that are given to variables.
 */
public final class ShellWords {
    /** Substitutions in substitutions; real scripts have three. */
    private static final int MAX_DEPTH = 8;

    private static final int MAX_WORDS = 50_000;

    private static final Set<String> RESERVED = Set.of(
            "if", "then", "elif", "else", "fi", "do", "done", "while", "until", "!", "{", "}", "esac", "time", "[[");

    /** The word behind these, options and assignments passed over, is run. */
    private static final Set<String> PREFIXES = Set.of(
            "exec", "command", "env", "nohup", "nice", "sudo", "xargs", "builtin", "setsid", "chroot", "busybox");

    private static final Set<String> DECLARATIONS = Set.of("export", "local", "readonly", "declare", "typeset");

    /** These take shell text as an argument. */
    private static final Set<String> EVALUATORS = Set.of("eval", "trap", "sh", "bash", "dash", "ash", "ksh", "su");

    private final String ownDirectory;
    private final List<ShellWord> found = new ArrayList<>();
    private final Set<String> functions = new HashSet<>();
    private final ShellVariables variables = new ShellVariables();

    private ShellWords(String ownDirectory) {
        this.ownDirectory = ownDirectory;
    }

    /**
     * @param text raw
     * @param ownDirectory the directory that the script lies in, raw: {@code $(dirname "$0")} means it
     */
    public static List<ShellWord> of(String text, String ownDirectory) {
        ShellWords words = new ShellWords(ownDirectory);
        words.read(text, 1, 0);
        return words.resolved();
    }

    private void read(String text, int firstLine, int depth) {
        if (depth > MAX_DEPTH || found.size() > MAX_WORDS) {
            return;
        }
        ShellLexer lexer = ShellLexer.of(text, firstLine);
        List<Token> tokens = lexer.tokens();
        boolean expectCommand = true;
        boolean afterPrefix = false;
        int cases = 0;
        String command = "";
        String loop = "";
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (!token.word()) {
                boolean redirection = token.text().startsWith("<")
                        || token.text().startsWith(">")
                        || token.text().startsWith("&>");
                if (redirection && i + 1 < tokens.size() && tokens.get(i + 1).word()) {
                    i++;
                    if (!token.text().startsWith("<<")) {
                        add(ShellWord.Role.FILE, command, tokens.get(i));
                    }
                } else if (!redirection) {
                    expectCommand = true;
                    afterPrefix = false;
                    command = "";
                    loop = "";
                }
                continue;
            }
            String word = token.text();
            int equals = assignment(word);
            if (!expectCommand) {
                if (!loop.isEmpty()) {
                    variables.assign(loop, word);
                    add(ShellWord.Role.ARGUMENT, "", token);
                } else if (equals > 0 && DECLARATIONS.contains(command)) {
                    assign(token, equals);
                } else {
                    argument(command, token, depth);
                }
            } else if (RESERVED.contains(word) && !afterPrefix) {
                cases -= word.equals("esac") ? 1 : 0;
            } else if (word.equals("case") && !afterPrefix) {
                cases++;
                i = behindIn(tokens, i);
            } else if ((word.equals("for") || word.equals("select")) && i + 2 < tokens.size()) {
                loop = tokens.get(i + 1).text();
                boolean in = tokens.get(i + 2).text().equals("in");
                i += in ? 2 : 1;
                expectCommand = !in;
                loop = in ? loop : "";
            } else if (word.equals("function") && i + 1 < tokens.size()) {
                functions.add(tokens.get(++i).text());
            } else if (cases > 0 && isPattern(tokens, i)) {
                command = "";
            } else if (equals > 0) {
                assign(token, equals);
            } else if (i + 2 < tokens.size()
                    && tokens.get(i + 1).is("(")
                    && tokens.get(i + 2).is(")")) {
                functions.add(word);
                i += 2;
            } else if (afterPrefix && word.startsWith("-")) {
                add(ShellWord.Role.ARGUMENT, command, token);
            } else {
                add(ShellWord.Role.COMMAND, "", token);
                command = word;
                afterPrefix = PREFIXES.contains(word);
                expectCommand = afterPrefix;
            }
        }
        lexer.defaults().forEach(value -> add(ShellWord.Role.VALUE, "", value));
        for (ShellLexer.Nested inner : lexer.nested()) {
            read(inner.text(), inner.line(), depth + 1);
        }
    }

    private void argument(String command, Token token, int depth) {
        boolean sources = command.equals(".") || command.equals("source");
        add(sources ? ShellWord.Role.SOURCED : ShellWord.Role.ARGUMENT, command, token);
        String name = command.substring(command.lastIndexOf('/') + 1);
        if (EVALUATORS.contains(name) && token.text().indexOf(' ') >= 0) {
            read(token.text(), token.line(), depth + 1);
        }
    }

    private void assign(Token token, int equals) {
        String name = token.text().substring(0, equals).replace("+", "");
        String value = token.text().substring(equals + 1);
        variables.assign(name, value);
        if (!value.isEmpty()) {
            add(ShellWord.Role.VALUE, "", new Token(true, value, token.line()));
        }
    }

    private void add(ShellWord.Role role, String command, Token token) {
        found.add(new ShellWord(role, command, token.text(), token.line(), false));
    }

    private List<ShellWord> resolved() {
        Set<ShellWord> all = new LinkedHashSet<>();
        for (ShellWord word : found) {
            if (word.role() == ShellWord.Role.COMMAND && functions.contains(word.text())) {
                continue;
            }
            for (String text : variables.expand(word.text())) {
                String placed = text.replace(String.valueOf(ShellLexer.OWN_DIRECTORY), ownDirectory);
                boolean known = placed.chars().allMatch(c -> c < ShellLexer.UNKNOWN);
                all.add(new ShellWord(word.role(), visible(word.command()), visible(placed), word.line(), known));
            }
        }
        return List.copyOf(all);
    }

    /** Marks as a person would write them. */
    private static String visible(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case ShellLexer.UNKNOWN, ShellLexer.OWN_DIRECTORY -> out.append("$...");
                case ShellLexer.ARGUMENTS -> out.append("$@");
                case ShellLexer.NAME -> out.append('$');
                case ShellLexer.NAME_END -> {}
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /** Where the {@code =} of an assignment stands, or -1. */
    private static int assignment(String word) {
        int at = 0;
        while (at < word.length() && ShellLexer.isNamePart(word.charAt(at))) {
            at++;
        }
        boolean named = at > 0 && ShellLexer.isNameStart(word.charAt(0));
        if (named && at < word.length() && word.charAt(at) == '+') {
            at++;
        }
        return named && at < word.length() && word.charAt(at) == '=' ? at : -1;
    }

    private static int behindIn(List<Token> tokens, int from) {
        for (int i = from; i < tokens.size() && i < from + 4; i++) {
            if (tokens.get(i).word() && tokens.get(i).text().equals("in")) {
                return i;
            }
        }
        return from;
    }

    /** {@code a) b | c)}: a word that a parenthesis closes and no other opened. */
    private static boolean isPattern(List<Token> tokens, int from) {
        int i = from;
        while (i + 2 < tokens.size()
                && tokens.get(i).word()
                && tokens.get(i + 1).is("|")) {
            i += 2;
        }
        return i + 1 < tokens.size()
                && tokens.get(i).word()
                && tokens.get(i + 1).is(")");
    }
}
