package dev.whittle.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.MemoryRoot;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandPathTest {
    private static final Attributes DATA = new Attributes(0644, 0, 0, Instant.EPOCH);

    private final MemoryRoot root = new MemoryRoot()
            .file("/bin/busybox", "")
            .link("/bin/sh", "/bin/busybox")
            .link("/sbin/gone", "/nowhere")
            .file("/sbin/data", "", DATA, "data")
            .file("/bin/data", "")
            .directory("/bin/dir")
            .file("/app/tool", "")
            .link("/usr/bin", "../bin");

    @ParameterizedTest
    @CsvSource({
        "sh, /sbin:/bin, /bin/sh",
        "sh, /usr/bin, /usr/bin/sh",
        "data, /sbin:/bin, /bin/data",
        "gone, /sbin:/bin, ",
        "dir, /bin, ",
        "tool, /bin:, /app/tool",
        "tool, /bin, ",
        "tool, ., /app/tool",
        "./tool, /bin, /app/tool",
        "../bin/sh, /nowhere, /bin/sh",
        "/usr/bin/sh, /nowhere, /usr/bin/sh",
        "/sbin/data, /bin, ",
        "., /bin, ",
        "busybox, '', "
    })
    void a_command_is_the_first_file_that_may_be_executed(String name, String path, String expected)
            throws IOException {
        CommandPath commands = CommandPath.of(Optional.of(path), RootPath.of("/app"));
        Optional<String> found = commands.find(root, name).map(RootPath::raw);
        assertThat(found).isEqualTo(Optional.ofNullable(expected));
    }
}
