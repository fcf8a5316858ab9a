package dev.whittle.discover.owned;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.GoProgram;
import dev.whittle.discover.evidence.OwnNames;
import dev.whittle.discover.evidence.StringExtractor;
import dev.whittle.discover.evidence.TreeSize;
import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Absolute paths in programs whose strings are not terminated: Go and Rust store a string's length separately from its
 * text (Go: cmd/link data.go, "go:string.*"; Rust: {@code &str} in .rodata). The root decides where a path ends: at the
 * longest directory entry that the text continues with.
 */
final class EmbeddedPaths {
    /** Maximum number of characters that are examined after a slash. */
    private static final int MAX_PATH = 200;

    private static final int MAX_CANDIDATES = 50_000;
    private static final int MAX_FOUND = 256;

    /** Maximum size of a file that is kept for its name only, in bytes. */
    private static final long LARGE = 16L << 20;

    private static final StringExtractor<Boolean> IS_RUST =
            strings -> strings.stream().anyMatch(string -> string.contains("/rustc/"));

    private static final StringExtractor<List<String>> CANDIDATES = EmbeddedPaths::candidates;

    private EmbeddedPaths() {}

    static boolean has(Context context, Context.Elf elf) {
        return elf.isProgram() && (GoProgram.is(context, elf) || context.read(elf, IS_RUST));
    }

    private static List<String> candidates(List<String> strings) {
        Set<String> found = new LinkedHashSet<>();
        for (String string : strings) {
            int next = string.indexOf('/');
            for (int at = next; at >= 0 && found.size() < MAX_CANDIDATES; at = string.indexOf('/', at + 1)) {
                boolean begins = at + 2 < string.length() && isName(string.charAt(at + 1));
                boolean within = at > 0 && (string.charAt(at - 1) == '/' || string.charAt(at - 1) == '.');
                if (begins && !within) {
                    int end = at + 1;
                    int slashes = 0;
                    while (end < string.length() && end < at + MAX_PATH && isPath(string.charAt(end))) {
                        slashes += string.charAt(end) == '/' ? 1 : 0;
                        end++;
                    }
                    if (slashes > 0) {
                        found.add(string.substring(at, end));
                    }
                }
            }
        }
        return List.copyOf(found);
    }

    private static boolean isName(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    private static boolean isPath(char c) {
        return isName(c) || "/.-+@*".indexOf(c) >= 0;
    }

    static void add(Context context, Context.Elf elf, Findings findings) throws IOException {
        Set<String> top = new LinkedHashSet<>();
        context.list(RootPath.ROOT).forEach(entry -> top.add(entry.name()));
        Map<RootPath, List<RootPath>> listed = new HashMap<>();
        int found = 0;
        for (String text : context.read(elf, CANDIDATES)) {
            String first = text.substring(1, text.indexOf('/', 1));
            if (top.contains(first) && !BuiltInPaths.isElsewhere(text) && found < MAX_FOUND) {
                found += look(context, elf, text, listed, findings) ? 1 : 0;
            }
        }
    }

    /** @param listed directories that were listed for other texts of this file */
    private static boolean look(
            Context context, Context.Elf elf, String text, Map<RootPath, List<RootPath>> listed, Findings findings)
            throws IOException {
        RootPath at = RootPath.ROOT;
        int next = 0;
        while (next < text.length() && text.charAt(next) == '/') {
            String rest = text.substring(next + 1);
            String longest = "";
            List<RootPath> entries = listed.get(at);
            if (entries == null) {
                entries = context.list(at);
                listed.put(at, entries);
            }
            for (RootPath entry : entries) {
                String name = entry.name();
                longest = name.length() > longest.length() && rest.startsWith(name) ? name : longest;
            }
            int slash = rest.indexOf('/');
            boolean whole = slash == longest.length();
            boolean inner = slash >= 0 && !whole;
            if (longest.isEmpty() || inner) {
                break;
            }
            at = at.child(longest);
            next += 1 + longest.length();
        }
        boolean below = next < text.length() && text.charAt(next) == '/';
        String evidence = elf.path().raw() + " holds the text " + at.raw();
        Optional<Node> node = at.isRoot() ? Optional.empty() : context.node(at);
        if (node.orElse(null) instanceof Node.RegularFile file) {
            Finding.Level level = file.size() > LARGE
                    ? Finding.Level.LARGE
                    : file.attributes().isExecutable() ? Finding.Level.UNCERTAIN : Finding.Level.EXPECTED;
            findings.file(SystemPaths.isSecret(at) ? Finding.Level.POSSIBLE : level, evidence, Optional.of(at));
            return true;
        }
        if (!(node.orElse(null) instanceof Node.Directory) || at.parent().isRoot()) {
            return false;
        }
        String pattern = below ? text.substring(next + 1) : "";
        int star = pattern.indexOf('*');
        if (star >= 0 && pattern.indexOf('/') < 0) {
            List<RootPath> matches = matches(context, at, pattern.substring(0, star), pattern.substring(star + 1));
            findings.files(Finding.Level.EXPECTED, evidence + "/" + pattern, matches);
            return true;
        }
        // A text that continues with a name that the directory does not have is another path.
        boolean ends = pattern.isEmpty();
        if (ends && !SystemPaths.isSharedByPrograms(at) && !TreeSize.isLarge(context, at)) {
            findings.tree(
                    OwnNames.of(elf).begin(at) ? Finding.Level.EXPECTED : Finding.Level.UNCERTAIN,
                    evidence,
                    Optional.of(at));
            return true;
        }
        return false;
    }

    /** Another string may follow a star: of {@code *.tmplfoo}, the suffix is the longest that some entry has. */
    private static List<RootPath> matches(Context context, RootPath directory, String begin, String end)
            throws IOException {
        for (int length = end.length(); length > 1; length--) {
            List<RootPath> found = new ArrayList<>();
            Glob glob = Glob.of(directory.raw() + "/" + begin + "*" + end.substring(0, length));
            for (RootPath entry : context.list(directory)) {
                if (glob.matches(entry)) {
                    found.add(entry);
                }
            }
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }
}
