package dev.whittle.discover.evidence;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Searches whole files for strings of the user's rules, each file and string once. */
public final class ContentSearch {
    private static final int CHUNK = 1 << 20;
    private static final long MAX_BYTES = 512L << 20;

    private final Map<RootPath, Map<String, Boolean>> known = new HashMap<>();

    /** A file that cannot be read contains nothing. */
    public boolean holds(RootFs root, RootPath file, String raw) {
        return known.computeIfAbsent(file, path -> new HashMap<>()).computeIfAbsent(raw, text -> {
            try (ByteSource content = root.open(file)) {
                return holds(content, text);
            } catch (IOException e) {
                return false;
            }
        });
    }

    private static boolean holds(ByteSource content, String text) throws IOException {
        long size = Math.min(content.size(), MAX_BYTES);
        byte[] bytes = new byte[(int) Math.min(size, CHUNK + text.length())];
        for (long at = 0; at < size; at += CHUNK) {
            int count = (int) Math.min(bytes.length, size - at);
            ByteBuffer chunk = ByteBuffer.wrap(bytes, 0, count);
            content.readFully(at, chunk);
            if (RawText.of(bytes).substring(0, count).contains(text)) {
                return true;
            }
        }
        return false;
    }
}
