package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.path.HostPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The state of a source's files when they were opened. Contents are read in place, once for the analysis and once for
 * writing, and must be the same. A file that was replaced by another one with its name, as careful writers do, is still
 * read unchanged.
 */
final class SourceFingerprint {
    private static final String SAME_FILE = "unix:dev,ino";
    private static final String SAME_CONTENT = "unix:size,lastModifiedTime";

    private final Map<Path, Stamp> files = new LinkedHashMap<>();

    private record Stamp(Map<String, Object> file, Map<String, Object> content) {
        static Stamp of(Path path) throws IOException {
            return new Stamp(Files.readAttributes(path, SAME_FILE), Files.readAttributes(path, SAME_CONTENT));
        }
    }

    /** Must be called before it is opened. Other code reports a file that is missing or not regular. */
    void add(Path file) throws IOException {
        if (Files.isRegularFile(file)) {
            files.putIfAbsent(file, Stamp.of(file));
        }
    }

    /**
     * @param source its name for the user, raw
     * @throws BadArchiveException naming what has changed
     */
    void check(String source) throws IOException, BadArchiveException {
        for (Map.Entry<Path, Stamp> file : files.entrySet()) {
            Stamp now;
            try {
                now = Stamp.of(file.getKey());
            } catch (NoSuchFileException e) {
                continue; // the open file is unchanged
            }
            Stamp then = file.getValue();
            if (now.file().equals(then.file()) && !now.content().equals(then.content())) {
                String name = files.size() == 1 ? source : HostPath.raw(file.getKey());
                throw new BadArchiveException(name, "changed while it was read");
            }
        }
    }
}
