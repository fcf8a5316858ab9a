package dev.whittle.process;

import java.util.LinkedHashSet;
import java.util.Set;

/** Where an argument may contain a path. */
public final class PathWords {
    private static final String FILE_URI = "file://";

    /** Characters that may precede a path: {@code a=/p}, {@code a:/p}, {@code a,/p}, {@code @/p}. */
    private static final String SEPARATORS = "=:,@;";

    private PathWords() {}

    /**
     * The parts of an argument that may be paths, in order: the argument itself, what follows a separator, and what is
     * attached to an option ({@code -f/p}, {@code +I/p}, {@code -javaagent:/p.jar=x}). Impossible paths are left out.
     *
     * @param argument raw or marked
     */
    public static Set<String> in(String argument) {
        Set<String> all = new LinkedHashSet<>();
        boolean option = argument.startsWith("-") || argument.startsWith("+");
        if (!option) {
            add(all, argument);
        }
        int glued = argument.indexOf('/');
        if (option && glued > 0) {
            all.addAll(parts(argument.substring(glued)));
        }
        int start = 0;
        for (int i = 0; i <= argument.length(); i++) {
            if (i == argument.length() || SEPARATORS.indexOf(argument.charAt(i)) >= 0) {
                if (start > 0 || i < argument.length()) {
                    String part = argument.substring(start, i);
                    if (!(option && start == 0)) {
                        add(all, part);
                    }
                    if (start > 0) {
                        add(all, argument.substring(start));
                    }
                }
                start = i + 1;
            }
        }
        return all;
    }

    /** The rest of an argument, and its parts up to each separator. */
    private static Set<String> parts(String rest) {
        Set<String> all = new LinkedHashSet<>();
        add(all, rest);
        for (int i = 0; i < rest.length(); i++) {
            if (SEPARATORS.indexOf(rest.charAt(i)) >= 0) {
                add(all, rest.substring(0, i));
                break;
            }
        }
        return all;
    }

    private static void add(Set<String> all, String part) {
        String path = part;
        if (path.startsWith("//")) { // of a URI: file:///p
            path = path.substring(2);
        } else if (path.startsWith(FILE_URI)) {
            path = path.substring(FILE_URI.length());
        }
        boolean blank = path.indexOf(' ') >= 0 || path.indexOf('\n') >= 0 || path.indexOf('\t') >= 0;
        if (!blank && path.indexOf('/') >= 0 && path.length() > 1) {
            all.add(path);
        }
    }
}
