package dev.whittle.rootfs;

import dev.whittle.bytes.ByteSource;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A root file system. It is assumed to be immutable: answers may be cached. Paths passed to these methods are real: no
 * component but the last may be a symbolic link. {@link Walk} finds them.
 */
public interface RootFs {
    /**
     * The entry itself, links not followed.
     *
     * @throws java.nio.file.AccessDeniedException if its parent directory may not be searched
     * @throws IOException if the medium fails
     */
    Optional<Node> node(RootPath path) throws IOException;

    /** Names of a directory's entries, in byte order. */
    List<String> list(RootPath directory) throws IOException;

    /** An entry of a directory, with its path. */
    record Entry(RootPath path, Node node) {}

    /**
     * A directory's entries, links not followed, in any order: for callers that visit each directory of a root once.
     *
     * @throws java.nio.file.AccessDeniedException if the directory may not be listed or searched
     */
    default List<Entry> entries(RootPath directory) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (String name : list(directory)) {
            RootPath path = directory.child(name);
            node(path).ifPresent(node -> entries.add(new Entry(path, node)));
        }
        return entries;
    }

    /** The content of a regular file. The caller closes it. */
    ByteSource open(RootPath file) throws IOException;

    /** Extended attributes by raw name ({@code security.capability} …), values as raw bytes; empty for most files. */
    Map<String, byte[]> extendedAttributes(RootPath path) throws IOException;
}
