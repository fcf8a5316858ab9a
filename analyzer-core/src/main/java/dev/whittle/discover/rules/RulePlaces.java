package dev.whittle.discover.rules;

import dev.whittle.discover.evidence.Context;
import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves the places of rules to paths, relative to a matching file. The root does not change, so results are cached.
 */
final class RulePlaces {
    /** Variables with which a place may begin. */
    static final Pattern VARIABLE = Pattern.compile("\\$[A-Z][A-Z0-9_]*+(?=/|$)");

    private static final Pattern CAPTURED = Pattern.compile("\\$([0-9])");
    private static final Set<String> PROGRAMS = Set.of("bin", "sbin", "games");
    private static final Set<String> PARTS = Set.of("bin", "sbin", "games", "lib", "lib32", "lib64", "libexec");

    /** Maximum number of directories in a list from a variable. */
    private static final int MAX_LISTED = 64;

    private final Map<String, List<RootPath>> known = new HashMap<>();

    /** Whether the result depends on the matching file. */
    static boolean isRelative(String place) {
        return place.startsWith("$DIR")
                || place.startsWith("$LIBDIR")
                || place.startsWith("$PREFIX")
                || CAPTURED.matcher(place).find();
    }

    /** Whether a file is in a directory of programs. */
    static boolean isAmongPrograms(RootPath path) {
        return PROGRAMS.contains(path.parent().name());
    }

    /** For each place, the paths of the first alternative that has any. */
    List<RootPath> expand(Context context, List<List<String>> places, RuleMatch match) throws IOException {
        Set<RootPath> all = new LinkedHashSet<>();
        for (List<String> alternatives : places) {
            for (String place : alternatives) {
                List<RootPath> found = expand(context, place, match);
                if (!found.isEmpty()) {
                    all.addAll(found);
                    break;
                }
            }
        }
        return List.copyOf(all);
    }

    private List<RootPath> expand(Context context, String place, RuleMatch match) throws IOException {
        List<RootPath> found = new ArrayList<>();
        for (String glob : globs(context, place, match)) {
            found.addAll(glob(context, glob));
        }
        return found;
    }

    private List<RootPath> glob(Context context, String glob) throws IOException {
        List<RootPath> before = known.get(glob);
        if (before == null) {
            if (glob.startsWith("/")) {
                before = context.glob(glob);
            } else {
                Optional<RootPath> program = context.commands().find(context.root(), glob);
                before = program.map(List::of).orElse(List.of());
            }
            known.put(glob, before);
        }
        return before;
    }

    private static List<String> globs(Context context, String place, RuleMatch match) {
        String text = captured(place, match);
        if (!text.startsWith("$")) {
            return List.of(text);
        }
        int slash = text.indexOf('/');
        String name = text.substring(1, slash < 0 ? text.length() : slash);
        String rest = slash < 0 ? "" : text.substring(slash);
        return starts(context, name, match).stream().map(start -> start + rest).toList();
    }

    /** A capture that the trigger does not have becomes something that cannot exist. */
    private static String captured(String place, RuleMatch match) {
        return place.indexOf('$') < 0
                ? place
                : CAPTURED.matcher(place).replaceAll(found -> {
                    int number = found.group(1).charAt(0) - '0';
                    String value =
                            number < match.captures().size() ? match.captures().get(number) : "";
                    return Matcher.quoteReplacement(Glob.literal(value));
                });
    }

    private static List<String> starts(Context context, String name, RuleMatch match) {
        Optional<RootPath> file = match.file();
        return switch (name) {
            case "DIR" -> file.map(path -> List.of(literal(path.parent()))).orElse(List.of());
            case "PREFIX" -> file.map(path -> List.of(prefix(path))).orElse(List.of());
            case "LIBDIR" -> file.map(RulePlaces::libraries).orElse(List.of());
            default -> {
                List<String> listed = new ArrayList<>();
                for (String part : context.variable(name).orElse("").split(":", -1)) {
                    if (part.startsWith("/") && listed.size() < MAX_LISTED) {
                        listed.add(literal(RootPath.of(part)));
                    }
                }
                yield listed;
            }
        };
    }

    private static String literal(RootPath path) {
        return path.isRoot() ? "" : Glob.literal(path.raw());
    }

    /** For a program those below its prefix; otherwise its own, and {@code /usr/lib} instead of {@code /lib}. */
    private static List<String> libraries(RootPath file) {
        if (isAmongPrograms(file)) {
            String prefix = prefix(file);
            return List.of(prefix + "/lib", prefix + "/lib64", prefix + "/lib/*-linux-*");
        }
        String own = literal(file.parent());
        return own.equals("/lib") || own.startsWith("/lib/") || own.startsWith("/lib64")
                ? List.of(own, "/usr" + own)
                : List.of(own);
    }

    /**
     * The part above the first of the usual directories: {@code /usr}, which also covers {@code /bin} and {@code /lib}.
     */
    private static String prefix(RootPath file) {
        RootPath prefix = RootPath.ROOT;
        for (String part : file.parent().components()) {
            if (PARTS.contains(part)) {
                break;
            }
            prefix = prefix.child(part);
        }
        return prefix.isRoot() ? "/usr" : literal(prefix);
    }
}
