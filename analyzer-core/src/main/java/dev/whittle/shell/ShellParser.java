package dev.whittle.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Parses shell text (POSIX XCU 2.10, and of bash: {@code [[ ]]}, {@code (( ))}, arrays, {@code function}, {@code <(…)},
 * {@code <<<}, {@code &>}). It never fails: an unexpected token is skipped, and unclosed constructs end with the text.
 * Time and memory are linear in the text, which is truncated after one MiB; nesting deeper than {@value #MAX_DEPTH} is
 * skipped.
 */
public final class ShellParser {
    static final int MAX_DEPTH = 60;
    private static final int MAX_COMMANDS = 200_000;

    private static final Set<String> CLOSING = Set.of("then", "elif", "else", "fi", "do", "done", "esac", "}");
    private static final Set<String> DECLARATIONS = Set.of("export", "local", "readonly", "declare", "typeset");

    private final TextCursor cursor;
    private final WordReader words;
    private final int depth;
    private final int[] budget;
    private final Deque<Pending> pending = new ArrayDeque<>();

    /** A here-document whose text begins after the next newline. */
    private static final int MAX_SUBSCRIPT = 100;

    private record Pending(Command.Redirect redirect, String end, boolean quoted, boolean indented) {}

    private ShellParser(TextCursor cursor, int depth, int[] budget) {
        this.cursor = cursor;
        this.depth = depth;
        this.budget = budget;
        this.words = new WordReader(cursor, this);
    }

    /**
     * @param text raw
     * @param firstLine number of its first line, for messages
     */
    public static Command.Sequence parse(String text, int firstLine) {
        ShellParser parser = new ShellParser(new TextCursor(text, firstLine), 0, new int[] {MAX_COMMANDS});
        return parser.parseAll();
    }

    private Command.Sequence parseAll() {
        List<Command> all = new ArrayList<>();
        while (!cursor.atEnd() && budget[0] > 0) {
            all.addAll(list(Set.of(), "").commands());
            if (!cursor.atEnd()) {
                unexpected();
            }
        }
        return new Command.Sequence(all);
    }

    /** A parser of another text with the same limits. */
    ShellParser at(TextCursor text) {
        return new ShellParser(text, depth + 1, budget);
    }

    /** The text of a command substitution in backquotes. */
    Command.Sequence parseSubstitution(String text, int line) {
        return depth < MAX_DEPTH ? at(new TextCursor(text, line)).parseAll() : Command.Sequence.EMPTY;
    }

    /**
     * The text up to the closing parenthesis, which is consumed.
     *
     * @param inWord nesting depth of the substitution in a word
     */
    Command.Sequence nested(int inWord) {
        if (depth + inWord >= MAX_DEPTH) {
            while (!cursor.atEnd()) {
                cursor.next();
            }
            return Command.Sequence.EMPTY;
        }
        Command.Sequence body = new ShellParser(cursor, depth + 1 + inWord, budget).list(Set.of(), ")");
        if (cursor.peek() == ')') {
            cursor.next();
        }
        return body;
    }

    /**
     * Commands up to one of these reserved words in command position, or one of these characters; neither is consumed.
     *
     * @param ends reserved words
     * @param closing a character that ends the list, {@code ;} for {@code ;;}; empty for none
     */
    private Command.Sequence list(Set<String> ends, String closing) {
        List<Command> commands = new ArrayList<>();
        while (true) {
            skipSeparators(closing);
            if (cursor.atEnd() || budget[0] <= 0) {
                break;
            }
            char c = cursor.peek();
            if (c == ')' || (c == ';' && cursor.peek(1) == ';')) {
                boolean ours = closing.indexOf(c) >= 0;
                if (ours || depth > 0 || !ends.isEmpty()) {
                    break;
                }
                unexpected();
                continue;
            }
            String reserved = reserved();
            if (ends.contains(reserved) || (CLOSING.contains(reserved) && !ends.isEmpty())) {
                break;
            }
            if (CLOSING.contains(reserved)) {
                cursor.skip(reserved.length()); // nothing to close
                continue;
            }
            int before = cursor.position();
            Command command = andOr();
            if (cursor.position() == before) {
                unexpected();
                continue;
            }
            cursor.skipBlanks();
            if (cursor.peek() == '&' && cursor.peek(1) != '&') {
                cursor.next();
                command = new Command.Background(command);
            }
            commands.add(command);
        }
        return new Command.Sequence(commands);
    }

    private void unexpected() {
        cursor.next();
    }

    private void skipSeparators(String closing) {
        while (!cursor.atEnd()) {
            cursor.skipBlanks();
            char c = cursor.peek();
            if (c == '\n') {
                newline();
            } else if (c == ';' && cursor.peek(1) != ';') {
                cursor.next();
            } else if (c == ';' && closing.isEmpty() && depth == 0) {
                cursor.next();
            } else if (c == '&') {
                cursor.next();
            } else {
                return;
            }
        }
    }

    private void skipNewlines() {
        cursor.skipBlanks();
        while (!cursor.atEnd() && cursor.peek() == '\n') {
            newline();
            cursor.skipBlanks();
        }
    }

    /** Consumes a newline, and the here-documents that begin after it. */
    private void newline() {
        cursor.next();
        while (!pending.isEmpty()) {
            Pending document = pending.remove();
            int line = cursor.line();
            StringBuilder text = new StringBuilder();
            while (!cursor.atEnd()) {
                String read = cursor.takeLine();
                String stripped = document.indented ? read.replaceFirst("^\t+", "") : read;
                if (stripped.equals(document.end)) {
                    break;
                }
                text.append(stripped).append('\n');
            }
            Word body = document.quoted || depth >= MAX_DEPTH
                    ? Word.quoted(text.toString(), line)
                    : WordReader.hereDocument(text.toString(), line, this);
            document.redirect.fill(body);
        }
    }

    /** The next word if it has no quotes and no expansions; not consumed. */
    private String reserved() {
        int ahead = 0;
        StringBuilder word = new StringBuilder();
        while (ahead < 16) {
            char c = cursor.peek(ahead);
            if (c == '\0' || WordReader.endsWord(c)) {
                return word.toString();
            }
            word.append(c);
            ahead++;
        }
        return "";
    }

    private Command andOr() {
        List<Command.Link> links = new ArrayList<>(List.of(new Command.Link(true, pipeline())));
        while (true) {
            cursor.skipBlanks();
            boolean and = cursor.startsWith("&&");
            if (!and && !cursor.startsWith("||")) {
                return links.size() == 1 ? links.get(0).command() : new Command.AndOr(links);
            }
            cursor.skip(2);
            skipNewlines();
            links.add(new Command.Link(and, pipeline()));
        }
    }

    private Command pipeline() {
        cursor.skipBlanks();
        boolean negated = false;
        String reserved = reserved();
        while (reserved.equals("!") || reserved.equals("time")) {
            negated |= reserved.equals("!");
            cursor.skip(reserved.length());
            cursor.skipBlanks();
            if (reserved.equals("time") && reserved().equals("-p")) {
                cursor.skip(2);
                cursor.skipBlanks();
            }
            reserved = reserved();
        }
        if (reserved.equals("coproc")) {
            return coprocess();
        }
        List<Command> commands = new ArrayList<>(List.of(command()));
        while (true) {
            cursor.skipBlanks();
            if (cursor.peek() != '|' || cursor.peek(1) == '|') {
                break;
            }
            cursor.skip(cursor.peek(1) == '&' ? 2 : 1);
            skipNewlines();
            commands.add(command());
        }
        Command command = commands.size() == 1 ? commands.get(0) : new Command.Pipeline(commands);
        return negated ? new Command.Negated(command) : command;
    }

    /** {@code coproc [NAME] command}: a name is allowed only before a compound command (bash(1), Coprocesses). */
    private Command coprocess() {
        cursor.skip("coproc".length());
        cursor.skipBlanks();
        int name = 0;
        while (isNameCharacter(cursor.peek(name))) {
            name++;
        }
        int next = name;
        while (cursor.peek(next) == ' ' || cursor.peek(next) == '\t') {
            next++;
        }
        if (name > 0 && next > name && (cursor.peek(next) == '{' || cursor.peek(next) == '(')) {
            cursor.skip(next);
        }
        return new Command.Background(command());
    }

    private static boolean isNameCharacter(char c) {
        return c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private Command command() {
        cursor.skipBlanks();
        budget[0]--;
        if (depth >= MAX_DEPTH) {
            cursor.skipLine();
            return Command.Sequence.EMPTY;
        }
        if (cursor.peek() == '(') {
            if (cursor.peek(1) == '(') {
                int line = cursor.line();
                cursor.skip(2);
                return new Command.Test(List.of(words.arithmetic()), line);
            }
            cursor.next();
            Command.Sequence body = nested(0);
            return new Command.Group(body, true, redirects());
        }
        return switch (reserved()) {
            case "{" -> deeper(ShellParser::group);
            case "if" -> deeper(ShellParser::conditional);
            case "while", "until" -> deeper(ShellParser::loop);
            case "for", "select" -> deeper(ShellParser::forLoop);
            case "case" -> deeper(ShellParser::choice);
            case "function" -> deeper(ShellParser::functionKeyword);
            case "[[" -> test();
            default -> simple();
        };
    }

    /** Parses a compound command, one level deeper, with the same text and here-documents. */
    private Command deeper(Function<ShellParser, Command> rule) {
        ShellParser inner = new ShellParser(cursor, depth + 1, budget);
        inner.pending.addAll(pending);
        pending.clear();
        Command command = rule.apply(inner);
        pending.addAll(inner.pending);
        return command;
    }

    private Command group() {
        cursor.next();
        Command.Sequence body = list(Set.of("}"), "");
        expect("}");
        return new Command.Group(body, false, redirects());
    }

    private void expect(String word) {
        cursor.skipBlanks();
        if (reserved().equals(word)) {
            cursor.skip(word.length());
        }
    }

    private Command conditional() {
        List<Command.Branch> branches = new ArrayList<>();
        Optional<Command.Sequence> otherwise = Optional.empty();
        cursor.skip("if".length());
        while (true) {
            Command.Sequence condition = list(Set.of("then"), "");
            expect("then");
            Command.Sequence body = list(Set.of("elif", "else", "fi"), "");
            branches.add(new Command.Branch(condition, body));
            if (!reserved().equals("elif")) {
                break;
            }
            cursor.skip("elif".length());
        }
        if (reserved().equals("else")) {
            cursor.skip("else".length());
            otherwise = Optional.of(list(Set.of("fi"), ""));
        }
        expect("fi");
        return new Command.If(branches, otherwise, redirects());
    }

    private Command loop() {
        cursor.skip("while".length());
        Command.Sequence condition = list(Set.of("do"), "");
        Command.Sequence body = doGroup();
        return new Command.Loop(condition, body, redirects());
    }

    private Command.Sequence doGroup() {
        skipSeparators("");
        expect("do");
        Command.Sequence body = list(Set.of("done"), "");
        expect("done");
        return body;
    }

    private Command forLoop() {
        cursor.skip(reserved().length());
        cursor.skipBlanks();
        if (cursor.startsWith("((")) {
            int line = cursor.line();
            cursor.skip(2);
            Command test = new Command.Test(List.of(words.arithmetic()), line);
            Command.Sequence body = doGroup();
            return new Command.Loop(new Command.Sequence(List.of(test)), body, redirects());
        }
        String variable = words.word().plain().orElse("");
        skipNewlines();
        Optional<List<Word>> values = Optional.empty();
        if (reserved().equals("in")) {
            cursor.skip(2);
            List<Word> all = new ArrayList<>();
            cursor.skipBlanks();
            while (!cursor.atEnd() && cursor.peek() != '\n' && cursor.peek() != ';') {
                Word word = words.word();
                if (word.parts().isEmpty()) {
                    unexpected();
                } else {
                    all.add(word);
                }
                cursor.skipBlanks();
            }
            values = Optional.of(all);
        }
        Command.Sequence body = doGroup();
        return new Command.For(variable, values, body, redirects());
    }

    private Command choice() {
        cursor.skip("case".length());
        cursor.skipBlanks();
        Word subject = words.word();
        skipNewlines();
        expect("in");
        List<Command.Arm> arms = new ArrayList<>();
        while (true) {
            skipNewlines();
            if (cursor.atEnd() || budget[0] <= 0 || reserved().equals("esac")) {
                break;
            }
            int before = cursor.position();
            if (cursor.peek() == '(') {
                cursor.next();
            }
            List<Word> patterns = new ArrayList<>();
            cursor.skipBlanks();
            patterns.add(words.word());
            cursor.skipBlanks();
            while (cursor.peek() == '|') {
                cursor.next();
                cursor.skipBlanks();
                patterns.add(words.word());
                cursor.skipBlanks();
            }
            if (cursor.peek() == ')') {
                cursor.next();
            }
            Command.Sequence body = list(Set.of("esac"), ";");
            arms.add(new Command.Arm(patterns, body));
            if (cursor.startsWith(";;")) {
                cursor.skip(2);
                if (cursor.peek() == '&') {
                    cursor.next();
                }
            } else if (cursor.position() == before || cursor.peek() == ')') {
                unexpected();
            }
        }
        expect("esac");
        return new Command.Case(subject, arms, redirects());
    }

    private Command functionKeyword() {
        cursor.skip("function".length());
        cursor.skipBlanks();
        String name = words.word().plain().orElse("");
        cursor.skipBlanks();
        if (cursor.startsWith("()")) {
            cursor.skip(2);
        }
        skipNewlines();
        return new Command.Function(name, command());
    }

    /** {@code [[ … ]]}: operators and parentheses have a different meaning in it. */
    private Command test() {
        int line = cursor.line();
        cursor.skip(2);
        List<Word> operands = wordsUntil("]]", () -> reserved().equals("]]"));
        List<Command.Redirect> redirects = redirects();
        return redirects.isEmpty()
                ? new Command.Test(operands, line)
                : new Command.Group(new Command.Sequence(List.of(new Command.Test(operands, line))), false, redirects);
    }

    private List<Command.Redirect> redirects() {
        List<Command.Redirect> all = new ArrayList<>();
        cursor.skipBlanks();
        while (isRedirect()) {
            redirect(all);
            cursor.skipBlanks();
        }
        return all;
    }

    /**
     * {@code {name}>}, {@code {name[1]}>}: length of the part that names the variable of the descriptor (bash(1),
     * REDIRECTION).
     */
    private int descriptorVariable() {
        if (cursor.peek() != '{') {
            return 0;
        }
        int at = 1;
        while (isNameCharacter(cursor.peek(at))) {
            at++;
        }
        if (at > 1 && cursor.peek(at) == '[') {
            while (cursor.peek(at) != ']' && cursor.peek(at) > ' ' && at < MAX_SUBSCRIPT) {
                at++;
            }
            at += cursor.peek(at) == ']' ? 1 : 0;
        }
        boolean closed = at > 1 && cursor.peek(at) == '}';
        char operator = cursor.peek(at + 1);
        return closed && (operator == '<' || operator == '>') ? at + 1 : 0;
    }

    private boolean isRedirect() {
        if (descriptorVariable() > 0) {
            return true;
        }
        int ahead = 0;
        while (cursor.peek(ahead) >= '0' && cursor.peek(ahead) <= '9') {
            ahead++;
        }
        char c = cursor.peek(ahead);
        if (c == '&' && ahead == 0) {
            return cursor.peek(1) == '>';
        }
        return (c == '<' || c == '>') && (ahead > 0 || cursor.peek(ahead + 1) != '(');
    }

    private void redirect(List<Command.Redirect> all) {
        cursor.skip(descriptorVariable());
        while (cursor.peek() >= '0' && cursor.peek() <= '9') {
            cursor.next();
        }
        String operator = "";
        for (String candidate : List.of("&>>", "&>", "<<<", "<<-", "<<", "<>", "<&", ">>", ">&", ">|", "<", ">")) {
            if (cursor.startsWith(candidate)) {
                operator = candidate;
                break;
            }
        }
        cursor.skip(operator.length());
        cursor.skipBlanks();
        Word target = words.word();
        Command.Redirect redirect = new Command.Redirect(operator, target);
        all.add(redirect);
        if (operator.equals("<<") || operator.equals("<<-")) {
            boolean quoted = target.parts().stream().anyMatch(Word.Part::quoted);
            StringBuilder end = new StringBuilder();
            target.parts().forEach(part -> end.append(part instanceof Word.Literal literal ? literal.text() : ""));
            pending.add(new Pending(redirect, end.toString(), quoted, operator.equals("<<-")));
        }
    }

    private Command simple() {
        int line = cursor.line();
        List<Command.Assignment> assignments = new ArrayList<>();
        List<Word> all = new ArrayList<>();
        List<Command.Redirect> redirects = new ArrayList<>();
        while (!cursor.atEnd()) {
            cursor.skipBlanks();
            if (isRedirect()) {
                redirect(redirects);
                continue;
            }
            char c = cursor.peek();
            if (c == '(' && all.size() == 1 && assignments.isEmpty() && isEmptyParentheses()) {
                cursor.next();
                cursor.skipBlanks();
                cursor.next();
                skipNewlines();
                String name = all.get(0).plain().orElse("");
                return deeper(inner -> new Command.Function(name, inner.command()));
            }
            boolean declares = !all.isEmpty()
                    && all.get(0).plain().filter(DECLARATIONS::contains).isPresent();
            Optional<Command.Assignment> assignment = all.isEmpty() || declares ? assignment() : Optional.empty();
            if (assignment.isPresent()) {
                assignments.add(assignment.get());
                continue;
            }
            if (cursor.atEnd() || (WordReader.endsWord(c) && !(c == '<' || c == '>'))) {
                break;
            }
            Word word = words.word();
            if (word.parts().isEmpty()) {
                break;
            }
            all.add(word);
        }
        return new Command.Simple(assignments, all, redirects, line);
    }

    private boolean isEmptyParentheses() {
        int ahead = 1;
        while (cursor.peek(ahead) == ' ' || cursor.peek(ahead) == '\t') {
            ahead++;
        }
        return cursor.peek(ahead) == ')';
    }

    private Optional<Command.Assignment> assignment() {
        int ahead = 0;
        while (WordReader.isNamePart(cursor.peek(ahead))) {
            ahead++;
        }
        if (ahead == 0 || !WordReader.isNameStart(cursor.peek())) {
            return Optional.empty();
        }
        int name = ahead;
        if (cursor.peek(ahead) == '[') {
            while (cursor.peek(ahead) != ']' && cursor.peek(ahead) != '\n' && cursor.peek(ahead) != '\0') {
                ahead++;
            }
            ahead++;
        }
        boolean append = cursor.peek(ahead) == '+';
        ahead += append ? 1 : 0;
        if (cursor.peek(ahead) != '=') {
            return Optional.empty();
        }
        int start = cursor.position();
        cursor.skip(name);
        String variable = cursor.since(start);
        cursor.skip(ahead + 1 - name);
        if (cursor.peek() == '(') {
            int line = cursor.line();
            cursor.next();
            return Optional.of(
                    new Command.Assignment(variable, append, new Word(List.of(new Word.ArrayValue(elements())), line)));
        }
        return Optional.of(new Command.Assignment(variable, append, words.word()));
    }

    private List<Word> elements() {
        return wordsUntil(")", () -> cursor.peek() == ')');
    }

    /** Words on any number of lines, up to a closing text, which is consumed. */
    private List<Word> wordsUntil(String closing, BooleanSupplier closes) {
        List<Word> found = new ArrayList<>();
        while (!cursor.atEnd()) {
            cursor.skipBlanks();
            if (closes.getAsBoolean()) {
                cursor.skip(closing.length());
                break;
            }
            if (cursor.peek() == '\n') {
                newline();
                continue;
            }
            Word word = words.word();
            if (word.parts().isEmpty()) {
                unexpected();
            } else {
                found.add(word);
            }
        }
        return found;
    }
}
