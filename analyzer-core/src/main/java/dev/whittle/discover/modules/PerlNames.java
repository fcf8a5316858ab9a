package dev.whittle.discover.modules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the modules that a Perl source names (perlfunc: use, require; perlpod): names with two colons anywhere, single names after
 * {@code use}, {@code no} and {@code require} and among the parents of a class, and files that are required by their paths. Comments and
 * pods are skipped, and so is the text after {@code __END__} unless it is loaded later. Linear in the text.
 */
final class PerlNames {
    private static final Set<String> LOADS = Set.of("use", "no", "require");

    /** The words after these are modules too: {@code use parent 'X'}, {@code use if COND, 'X'}. */
    private static final Set<String> PARENTS = Set.of("parent", "base", "ISA");

    private static final String CONDITIONAL = "if";

    private final List<ModuleNames.Name> imported = new ArrayList<>();

    private PerlNames() {}

    /** @param text raw */
    static ModuleNames of(String text) {
        PerlNames read = new PerlNames();
        boolean loadsLater = text.contains("AutoLoader") || text.contains("SelfLoader");
        boolean isPod = false;
        int number = 0;
        int at = 0;
        while (at < text.length()) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            number++;
            if (isCommand(text, at, end)) {
                isPod = !text.startsWith("=cut", at);
            } else if (!isPod) {
                if (!loadsLater && (text.startsWith("__END__", at) || text.startsWith("__DATA__", at))) {
                    break;
                }
                read.line(text, at, end, number);
            }
            at = end + 1;
        }
        return new ModuleNames(read.imported, List.of(), false, false);
    }

    /** A source without its documentation: the paragraphs between a command and {@code =cut} (perlpod). */
    static String withoutPods(String text) {
        StringBuilder code = new StringBuilder();
        boolean isPod = false;
        int at = 0;
        while (at < text.length()) {
            int newline = text.indexOf('\n', at);
            int next = newline < 0 ? text.length() : newline + 1;
            if (isCommand(text, at, next)) {
                isPod = !text.startsWith("=cut", at);
            } else if (!isPod) {
                code.append(text, at, next);
            }
            at = next;
        }
        return code.toString();
    }

    private static boolean isCommand(String text, int at, int end) {
        return text.charAt(at) == '=' && at + 1 < end && Character.isLetter(text.charAt(at + 1));
    }

    private void line(String text, int start, int end, int number) {
        int at = start;
        while (at < end && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        if (at >= end || text.charAt(at) == '#') {
            return;
        }
        boolean isLoad = false; // the word before was use, no or require
        boolean hasParents = false;
        while (at < end) {
            char c = text.charAt(at);
            if (!isWord(c)) {
                isLoad &= c == ' ' || c == '\t';
                layer(text, at, end, number);
                at++;
                continue;
            }
            int first = at;
            at = name(text, at, end);
            String name = text.substring(first, at);
            boolean isQualified = name.indexOf(':') >= 0;
            if (isQualified || isLoad || (hasParents && !PARENTS.contains(name) && !name.equals("qw"))) {
                add(name.replace("::", "."), number);
            }
            hasParents |= PARENTS.contains(name) || (isLoad && name.equals(CONDITIONAL));
            isLoad = LOADS.contains(name);
            at = path(text, first, at, end, number);
        }
    }

    /** {@code unicore/Name.pl}: the rest of a path after its first part. */
    private int path(String text, int first, int behind, int end, int number) {
        int at = behind;
        if (at >= end || (text.charAt(at) != '/' && text.charAt(at) != '.')) {
            return behind;
        }
        while (at < end && (isWord(text.charAt(at)) || text.charAt(at) == '/')) {
            at++;
        }
        boolean isFile = text.startsWith(".pl", at) || text.startsWith(".pm", at) || text.startsWith(".ph", at);
        if (!isFile || (at + 3 < end && isWord(text.charAt(at + 3)))) {
            return behind;
        }
        add(text.substring(first, at).replace('/', '.'), number);
        return at + 3;
    }

    /** A layer {@code :encoding(…)}, and a character by its name. */
    private void layer(String text, int at, int end, int number) {
        if (text.charAt(at) == ':' && text.startsWith(":encoding", at) && at < end) {
            add("Encode", number);
            add("PerlIO.encoding", number);
        } else if (text.charAt(at) == '\\' && text.startsWith("\\N{", at)) {
            add("_charnames", number);
        }
    }

    private void add(String name, int number) {
        imported.add(new ModuleNames.Name(name, number));
    }

    private static int name(String text, int start, int end) {
        int at = start;
        while (at < end) {
            if (isWord(text.charAt(at))) {
                at++;
            } else if (text.startsWith("::", at) && at + 2 < end && isWord(text.charAt(at + 2))) {
                at += 2;
            } else {
                break;
            }
        }
        return at;
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
}
