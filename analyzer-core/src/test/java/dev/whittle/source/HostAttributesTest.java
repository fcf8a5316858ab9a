package dev.whittle.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.HostPath;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JDK supports the namespace {@code user} if the file system does: its result must be equal. */
class HostAttributesTest {
    private static final byte[] VALUE = {0, (byte) 0xff, 'x', 0};

    private final Path directory;

    HostAttributesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void values_are_bytes_and_names_are_whole() throws IOException {
        Path file = Files.writeString(HostPath.of(directory, "f\u00ff"), "");
        set(file, "one", VALUE);
        set(file, "two", new byte[0]);
        assertSame(file, "f\u00ff");
    }

    @Test
    void many_names_and_a_long_value_are_whole() throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "");
        for (int i = 0; i < 20; i++) {
            set(file, "a-rather-long-name-" + i, VALUE);
        }
        set(file, "long", new byte[1000]);
        assertSame(file, "f");
    }

    @Test
    void a_file_without_any_has_none() throws IOException {
        assertSame(Files.writeString(directory.resolve("plain"), ""), "plain");
    }

    @Test
    void a_link_has_none_of_what_it_points_to() throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "");
        set(file, "one", VALUE);
        Files.createSymbolicLink(directory.resolve("l"), Path.of("f"));
        assertThat(read("l")).doesNotContainKey("user.one");
    }

    private static void set(Path file, String name, byte[] value) throws IOException {
        try {
            view(file).write(name, ByteBuffer.wrap(value));
        } catch (FileSystemException e) {
            // A file system without extended attributes: then neither sees any.
            assertThat(view(file).list()).isEmpty();
        }
    }

    private void assertSame(Path file, String name) throws IOException {
        Map<String, byte[]> expected = new TreeMap<>();
        for (String each : view(file).list()) {
            ByteBuffer value = ByteBuffer.allocate(view(file).size(each));
            view(file).read(each, value);
            expected.put("user." + each, value.array());
        }
        Map<String, byte[]> actual = new TreeMap<>(read(name));
        actual.keySet().removeIf(key -> !key.startsWith("user."));
        assertThat(HostAttributes.available()).isTrue();
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((key, value) -> assertThat(actual.get(key)).isEqualTo(value));
    }

    private Map<String, byte[]> read(String name) throws IOException {
        return DirectoryRoot.open(directory).extendedAttributes(RootPath.ROOT.child(name));
    }

    private static UserDefinedFileAttributeView view(Path file) {
        return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    }
}
