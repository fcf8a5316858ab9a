package dev.whittle.dockerfile;

import dev.whittle.bytes.RawText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Dockerfile's instructions, continued lines joined (moby, frontend/dockerfile/parser/parser.go). The bodies of
 * here-documents are skipped.
 */
final class DockerfileReader {
    private static final Pattern DIRECTIVE = Pattern.compile("#\\s*([A-Za-z][A-Za-z0-9]*)\\s*=\\s*(.+?)\\s*");
    private static final Pattern HEREDOC = Pattern.compile("(?<!\\S)\\d*<<-?(['\"]?)([A-Za-z_][A-Za-z0-9_]*)\\1");

    private final List<String> lines;
    private final List<CopyCheck.Fault> faults = new ArrayList<>();
    private int at;
    private char escape = '\\';

    /**
     * @param line of its first line, from 1
     * @param keyword in capitals
     * @param rest raw
     */
    record Instruction(int line, String keyword, String rest) {}

    private DockerfileReader(String text) {
        this.lines = text.replace("\r\n", "\n").lines().toList();
    }

    /**
     * @param escape the character that ends a continued line, and makes the next character literal
     * @param faults here-documents without an end
     */
    record Result(List<Instruction> instructions, char escape, List<CopyCheck.Fault> faults) {}

    /** @param raw a whole file */
    static Result read(String raw) {
        String text = raw.startsWith("\u00ef\u00bb\u00bf") ? raw.substring(3) : raw;
        DockerfileReader reader = new DockerfileReader(text);
        reader.directives();
        List<Instruction> all = new ArrayList<>();
        while (reader.at < reader.lines.size()) {
            reader.next(all);
        }
        return new Result(List.copyOf(all), reader.escape, List.copyOf(reader.faults));
    }

    /** Parser directives come before everything else, including comments. */
    private void directives() {
        for (String line : lines) {
            Matcher directive = DIRECTIVE.matcher(line.strip());
            if (!directive.matches()) {
                return;
            }
            if (directive.group(1).toLowerCase(Locale.ROOT).equals("escape")
                    && directive.group(2).equals("`")) {
                escape = '`';
            }
        }
    }

    private void next(List<Instruction> all) {
        String line = lines.get(at).stripLeading();
        int first = ++at;
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        StringBuilder joined = new StringBuilder();
        boolean more = append(joined, line);
        while (more && at < lines.size()) {
            String next = lines.get(at++);
            boolean nothing = next.isBlank() || next.stripLeading().startsWith("#");
            more = nothing || append(joined, next);
        }
        String whole = joined.toString().strip();
        int blank = 0;
        while (blank < whole.length() && !Character.isWhitespace(whole.charAt(blank))) {
            blank++;
        }
        String keyword = whole.substring(0, blank).toUpperCase(Locale.ROOT);
        String rest = whole.substring(blank).strip();
        all.add(new Instruction(first, keyword, rest));
        if (keyword.equals("RUN") || keyword.equals("COPY") || keyword.equals("ADD")) {
            heredocs(first, rest);
        }
    }

    /** @return whether the line is continued */
    private boolean append(StringBuilder joined, String line) {
        String end = line.stripTrailing();
        boolean more = !end.isEmpty() && end.charAt(end.length() - 1) == escape;
        joined.append(more ? end.substring(0, end.length() - 1) : line);
        return more;
    }

    private void heredocs(int first, String rest) {
        Matcher document = HEREDOC.matcher(rest);
        while (document.find()) {
            boolean tabs = document.group().contains("<<-");
            boolean ended = false;
            while (at < lines.size() && !ended) {
                String line = lines.get(at++);
                ended = (tabs ? line.replaceFirst("^\t+", "") : line).equals(document.group(2));
            }
            if (!ended) {
                faults.add(new CopyCheck.Fault(
                        first, RawText.visible(document.group().strip()) + ": a here-document without its end"));
            }
        }
    }
}
