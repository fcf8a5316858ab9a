package dev.whittle.trace;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Output of glibc's loader with {@code LD_DEBUG=files}, {@code libs} or {@code all}: elf/dl-load.c, dl-init.c,
 * dl-fini.c. A place that was tried does not mean success; a later line about the same library does.
 */
final class LoaderLines {
    /** elf/dl-misc.c:_dl_debug_vdprintf: each line has the process ID in ten columns, a colon and a tab. */
    private static final Pattern LINE = Pattern.compile(" *([0-9]{1,9}):\t(.*)");

    private static final Pattern GENERATED = Pattern.compile("file=(.+) \\[-?[0-9]+\\]; +generating link map.*");
    private static final Pattern TRIED = Pattern.compile("trying file=(.+)");
    private static final Pattern CALLED =
            Pattern.compile("calling (?:pre)?(?:init|fini): (/[^\\[]*?)(?: \\[-?[0-9]+\\])?");
    private static final Pattern STARTED = Pattern.compile("(?:initialize program|transferring control): (/.*)");
    private static final Pattern CACHE = Pattern.compile("search cache=(/.*)");

    private final Accesses accesses;

    /** By process: the last place tried. */
    private final Map<Integer, String> tried = new HashMap<>();

    /** Names that were loaded from a place that is not printed, with their lines. */
    private final Map<String, Integer> unplaced = new LinkedHashMap<>();

    LoaderLines(Accesses accesses) {
        this.accesses = accesses;
    }

    /** @return whether it is such a line */
    boolean take(String line, int number) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return false;
        }
        int pid = Integer.parseInt(matcher.group(1));
        String text = matcher.group(2).strip();
        first(TRIED, text).ifPresent(path -> tried.put(pid, path));
        first(CALLED, text).ifPresent(path -> opened(path, number));
        first(CACHE, text).ifPresent(path -> opened(path, number));
        first(STARTED, text).ifPresent(path -> add(path, Access.Kind.EXECUTED, number));
        first(GENERATED, text).ifPresent(name -> loaded(pid, name, number));
        return true;
    }

    private void loaded(int pid, String name, int line) {
        String last = tried.getOrDefault(pid, "");
        if (name.startsWith("/")) {
            opened(name, line);
        } else if (last.startsWith("/") && last.endsWith("/" + name)) {
            opened(last, line);
        } else if (!name.contains("/")) {
            unplaced.putIfAbsent(name, line);
        }
    }

    private void opened(String path, int line) {
        add(path, Access.Kind.OPENED, line);
    }

    private void add(String path, Access.Kind kind, int line) {
        accesses.add("", path, kind, true, false, line);
        unplaced.remove(path.substring(path.lastIndexOf('/') + 1));
    }

    /** Names without a place, with their lines. */
    Map<String, Integer> unplaced() {
        return unplaced;
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
