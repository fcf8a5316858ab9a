package dev.whittle.script;

import dev.whittle.script.ShellLexer.Token;
import java.util.List;
import java.util.Set;

/** Which word is what in one shell text, from its first token to its last. What is found goes to {@link ShellWords}. */
final class ShellText {
    private static final Set<String> RESERVED = Set.of(
            "if", "then", "elif", "else", "fi", "do", "done", "while", "until", "!", "{", "}", "esac", "time", "[[");

    /** The word behind these, options and assignments passed over, is run. */
    private static final Set<String> PREFIXES = Set.of(
            "exec", "command", "env", "nohup", "nice", "sudo", "xargs", "builtin", "setsid", "chroot", "busybox");

    private static final Set<String> DECLARATIONS = Set.of("export", "local", "readonly", "declare", "typeset");

    /** These take shell text as an argument. */
    private static final Set<String> EVALUATORS = Set.of(
            "eval", "trap", "sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "su", "runuser", "watch", "tmux",
            "flock");

    /** These start what stands behind some words of theirs. */
    private static final Set<String> STARTERS = Set.of(
            "gosu",
            "su-exec",
            "setpriv",
            "runuser",
            "sudo",
            "timeout",
            "tini",
            "dumb-init",
            "flock",
            "chpst",
            "ionice");

    private final List<Token> tokens;
    private final ShellWords words;
    private final int depth;
    private int at;
    private boolean expectCommand = true;
    private boolean afterPrefix;
    private int openCases;
    private String command = "";

    /** Whether the command, or one that it is given to start, takes shell text: {@code gosu app sh -c 'a; b'}. */
    private boolean evaluates;

    /** The variable of a {@code for} whose values come; empty outside of one. */
    private String loop = "";

    ShellText(List<Token> tokens, ShellWords words, int depth) {
        this.tokens = tokens;
        this.words = words;
        this.depth = depth;
    }

    void read() {
        for (; at < tokens.size(); at++) {
            Token token = tokens.get(at);
            if (!token.word()) {
                operator(token.text());
            } else if (expectCommand) {
                commandOrBefore(token);
            } else {
                behindCommand(token);
            }
        }
    }

    private void operator(String text) {
        if (text.startsWith("<") || text.startsWith(">") || text.startsWith("&>")) {
            if (at + 1 < tokens.size() && tokens.get(at + 1).word()) {
                at++;
                if (!text.startsWith("<<")) {
                    words.add(ShellWord.Role.FILE, command, tokens.get(at));
                }
            }
            return;
        }
        expectCommand = true;
        afterPrefix = false;
        command = "";
        evaluates = false;
        loop = "";
    }

    private void commandOrBefore(Token token) {
        String word = token.text();
        int equals = assignment(word);
        if (RESERVED.contains(word) && !afterPrefix) {
            openCases -= word.equals("esac") ? 1 : 0;
        } else if (word.equals("case") && !afterPrefix) {
            openCases++;
            skipToIn();
        } else if ((word.equals("for") || word.equals("select")) && at + 2 < tokens.size()) {
            loop();
        } else if (word.equals("function") && at + 1 < tokens.size()) {
            words.function(tokens.get(++at).text());
        } else if (openCases > 0 && isPattern()) {
            command = "";
        } else if (equals > 0) {
            assign(token, equals);
        } else if (isOperator(at + 1, "(") && isOperator(at + 2, ")")) {
            words.function(word);
            at += 2;
        } else if (afterPrefix && word.startsWith("-")) {
            words.add(ShellWord.Role.ARGUMENT, command, token);
        } else {
            words.add(ShellWord.Role.COMMAND, "", token);
            command = word;
            afterPrefix = PREFIXES.contains(word);
            expectCommand = afterPrefix;
        }
    }

    private void behindCommand(Token token) {
        int equals = assignment(token.text());
        if (!loop.isEmpty()) {
            words.assign(loop, token.text());
            words.add(ShellWord.Role.ARGUMENT, "", token);
        } else if (equals > 0 && DECLARATIONS.contains(command)) {
            assign(token, equals);
        } else {
            argument(token);
        }
    }

    private void argument(Token token) {
        boolean sources = command.equals(".") || command.equals("source");
        words.add(sources ? ShellWord.Role.SOURCED : ShellWord.Role.ARGUMENT, command, token);
        evaluates |= isEvaluator(command) || (STARTERS.contains(command) && isEvaluator(token.text()));
        if (evaluates && token.text().indexOf(' ') >= 0) {
            words.read(token.text(), token.line(), depth + 1);
        }
    }

    private static boolean isEvaluator(String word) {
        return EVALUATORS.contains(word.substring(word.lastIndexOf('/') + 1));
    }

    private void assign(Token token, int equals) {
        String value = token.text().substring(equals + 1);
        words.assign(token.text().substring(0, equals).replace("+", ""), value);
        if (!value.isEmpty()) {
            words.add(ShellWord.Role.VALUE, "", new Token(true, value, token.line()));
        }
    }

    /** {@code for x in a b}; without {@code in} its values are the script's arguments. */
    private void loop() {
        boolean in = tokens.get(at + 2).text().equals("in");
        loop = in ? tokens.get(at + 1).text() : "";
        expectCommand = !in;
        at += in ? 2 : 1;
    }

    private void skipToIn() {
        for (int i = at; i < tokens.size() && i < at + 4; i++) {
            if (tokens.get(i).word() && tokens.get(i).text().equals("in")) {
                at = i;
                return;
            }
        }
    }

    /** {@code a) b | c)}: a word that a parenthesis closes and no other opened. */
    private boolean isPattern() {
        int i = at;
        while (i + 2 < tokens.size() && tokens.get(i).word() && isOperator(i + 1, "|")) {
            i += 2;
        }
        return tokens.get(i).word() && isOperator(i + 1, ")");
    }

    private boolean isOperator(int index, String text) {
        return index < tokens.size() && tokens.get(index).is(text);
    }

    /** Where the {@code =} of an assignment stands, or -1. */
    private static int assignment(String word) {
        int end = ShellMarks.nameLength(word);
        boolean named = end > 0 && ShellMarks.isNameStart(word.charAt(0));
        if (named && end < word.length() && word.charAt(end) == '+') {
            end++;
        }
        return named && end < word.length() && word.charAt(end) == '=' ? end : -1;
    }
}
