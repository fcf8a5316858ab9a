package dev.whittle.rootfs;

import dev.whittle.bytes.ByteSource;
import dev.whittle.path.RootPath;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Another root, with a cache of open files: an analysis returns to the same few hundred programs and libraries for
 * their headers, symbols and strings. Closing it closes those files; it can still be used then, but caches nothing.
 * Thread-safe.
 */
public final class HeldRoot implements RootFs, Closeable {
    /** Maximum number of cached open files. By default, systems allow a process 1,024. */
    static final int MAX_OPEN = 256;

    private final RootFs root;
    private final Map<RootPath, Held> open = new LinkedHashMap<>(64, 0.75f, true);
    private boolean closed;

    public HeldRoot(RootFs root) {
        this.root = root;
    }

    /** An open file and its current number of users. */
    private static final class Held {
        private final ByteSource content;
        private int users;

        Held(ByteSource content) {
            this.content = content;
        }
    }

    @Override
    public Optional<Node> node(RootPath path) throws IOException {
        return root.node(path);
    }

    @Override
    public List<String> list(RootPath directory) throws IOException {
        return root.list(directory);
    }

    @Override
    public List<Entry> entries(RootPath directory) throws IOException {
        return root.entries(directory);
    }

    @Override
    public Map<String, byte[]> extendedAttributes(RootPath path) throws IOException {
        return root.extendedAttributes(path);
    }

    @Override
    public ByteSource open(RootPath file) throws IOException {
        Held held = held(file, null);
        if (held != null) {
            return new User(held);
        }
        ByteSource content = root.open(file);
        held = held(file, content);
        return held == null ? content : new User(held);
    }

    /** The open file, with one more user; uses {@code content} if there is none yet. */
    private @Nullable Held held(RootPath file, @Nullable ByteSource content) throws IOException {
        List<ByteSource> idle = new ArrayList<>();
        Held held;
        synchronized (open) {
            held = open.get(file);
            if (held == null && content != null && !closed) {
                held = new Held(content);
                open.put(file, held);
                idle = idle(MAX_OPEN);
            } else if (held != null && content != null) {
                idle.add(content); // another thread was first
            }
            if (held != null) {
                held.users++;
            }
        }
        closeAll(idle);
        return held;
    }

    /** Evicts unused files, least recently used first, until at most this many are left. */
    private List<ByteSource> idle(int left) {
        List<ByteSource> idle = new ArrayList<>();
        Iterator<Held> all = open.values().iterator();
        while (open.size() > left && all.hasNext()) {
            Held next = all.next();
            if (next.users == 0) {
                all.remove();
                idle.add(next.content);
            }
        }
        return idle;
    }

    private static void closeAll(List<ByteSource> contents) throws IOException {
        for (ByteSource content : contents) {
            content.close();
        }
    }

    @Override
    public void close() throws IOException {
        List<ByteSource> idle;
        synchronized (open) {
            closed = true;
            idle = idle(0);
        }
        closeAll(idle);
    }

    /** One use of an open file. */
    private final class User implements ByteSource {
        private final Held held;
        private boolean done;

        User(Held held) {
            this.held = held;
        }

        @Override
        public long size() {
            return held.content.size();
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            return held.content.read(position, target);
        }

        @Override
        public void close() throws IOException {
            List<ByteSource> idle = List.of();
            synchronized (open) {
                if (!done) {
                    done = true;
                    held.users--;
                    idle = closed ? idle(0) : List.of();
                }
            }
            closeAll(idle);
        }
    }
}
