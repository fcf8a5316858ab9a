package dev.whittle.process;

import dev.whittle.rootfs.SystemPaths;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Absolute paths that are words of commands, some of which commands create. */
final class MentionedPaths {
    private static final int MAX_PATHS = 20_000;

    /** A longer argument is not the path of a program. */
    private static final int MAX_PATH = 256;

    private final RootFiles files;

    /** How often each is a word. */
    private final Map<String, Integer> paths = new HashMap<>();

    /** The scripts that earlier commands write, and whose text is known. */
    private final Set<String> scripts = new HashSet<>();

    MentionedPaths(RootFiles files) {
        this.files = files;
    }

    void add(Event.Named named) {
        boolean reads = named.command().equals(".") || named.command().equals("source");
        if (reads
                || named.role() == Event.Role.VALUE
                || named.text().length() > MAX_PATH
                || paths.size() >= MAX_PATHS) {
            return;
        }
        for (String part : PathWords.in(named.text())) {
            add(part, named.directory());
        }
    }

    void add(String path, String directory) {
        String absolute = files.absolute(path, directory);
        if (absolute.startsWith("/") && !Marked.isPattern(absolute) && paths.size() < MAX_PATHS) {
            paths.merge(absolute, 1, Integer::sum);
        }
    }

    void addScript(String path, String directory) {
        if (scripts.size() < MAX_PATHS) {
            scripts.add(files.absolute(path, directory));
        }
    }

    boolean isKnownScript(String path, String directory) {
        return scripts.contains(files.absolute(path, directory));
    }

    /**
     * Whether a program that does not exist may be written before it is started: in a directory for temporary files, or where
     * an earlier command has the path as a word, as in {@code cc -o/srv/a a.c && /srv/a}.
     *
     * @param own how often the command that uses it has it as a word: once in {@code sh /srv/a}
     */
    boolean mayBeMade(String name, String directory, int own) {
        if (name.indexOf('/') < 0) {
            return false;
        }
        String absolute = files.absolute(name, directory);
        if (SystemPaths.isTemporary(absolute) || paths.getOrDefault(absolute, 0) > own) {
            return true;
        }
        for (int slash = absolute.lastIndexOf('/'); slash > 0; slash = absolute.lastIndexOf('/', slash - 1)) {
            String parent = absolute.substring(0, slash);
            if (paths.containsKey(parent) && !files.exists(parent)) {
                return true;
            }
        }
        return false;
    }
}
