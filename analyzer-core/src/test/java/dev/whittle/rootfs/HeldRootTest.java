package dev.whittle.rootfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.ByteSource;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeldRootTest {
    private final Files files = new Files();
    private final HeldRoot root = new HeldRoot(files);

    /** Counts what is opened and closed. */
    private static final class Files implements RootFs {
        private final List<String> opened = new ArrayList<>();
        private final Set<Object> open = new HashSet<>();

        @Override
        public Optional<Node> node(RootPath path) {
            return Optional.empty();
        }

        @Override
        public List<String> list(RootPath directory) {
            return List.of();
        }

        @Override
        public Map<String, byte[]> extendedAttributes(RootPath path) {
            return Map.of();
        }

        @Override
        public ByteSource open(RootPath file) {
            opened.add(file.raw());
            ByteSource content = new ByteSource() {
                @Override
                public long size() {
                    return 1;
                }

                @Override
                public int read(long position, ByteBuffer target) {
                    assertThat(open).as("still open").contains(this);
                    target.put((byte) 7);
                    return 1;
                }

                @Override
                public void close() {
                    assertThat(open.remove(this)).as("closed once").isTrue();
                }
            };
            open.add(content);
            return content;
        }
    }

    private static void read(ByteSource content) throws IOException {
        assertThat(content.head(1)).containsExactly(7);
    }

    @Test
    void a_file_is_opened_once_and_stays_open() throws IOException {
        for (int i = 0; i < 3; i++) {
            try (ByteSource content = root.open(RootPath.of("/a"));
                    ByteSource again = root.open(RootPath.of("/a"))) {
                read(content);
                read(again);
            }
        }
        assertThat(files.opened).containsExactly("/a");
        assertThat(files.open).hasSize(1);
        root.close();
        assertThat(files.open).isEmpty();
    }

    @Test
    void only_so_many_stay_open() throws IOException {
        for (int i = 0; i < 2 * HeldRoot.MAX_OPEN; i++) {
            root.open(RootPath.of("/" + i)).close();
        }
        assertThat(files.open).hasSize(HeldRoot.MAX_OPEN);
        root.open(RootPath.of("/0")).close();
        assertThat(files.opened).hasSize(2 * HeldRoot.MAX_OPEN + 1);
        root.open(RootPath.of("/" + (2 * HeldRoot.MAX_OPEN - 1))).close();
        assertThat(files.opened).hasSize(2 * HeldRoot.MAX_OPEN + 1);
    }

    @Test
    void what_is_in_use_is_not_closed() throws IOException {
        ByteSource used = root.open(RootPath.of("/used"));
        for (int i = 0; i < 2 * HeldRoot.MAX_OPEN; i++) {
            root.open(RootPath.of("/" + i)).close();
        }
        read(used);
        root.close();
        read(used);
        used.close();
        used.close();
        assertThat(files.open).isEmpty();
        try (ByteSource after = root.open(RootPath.of("/used"))) {
            read(after);
        }
        assertThat(files.open).as("a closed root holds nothing").isEmpty();
    }
}
