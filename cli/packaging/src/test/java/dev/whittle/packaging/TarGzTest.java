package dev.whittle.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarGzTest {
    private final Path directory;

    TarGzTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory.resolve("lib/deep"));
        Files.writeString(directory.resolve("lib/data"), "data");
        Path program = Files.writeString(directory.resolve("program"), "#!/bin/sh\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(directory.resolve("link"), Path.of("program"));
        Files.writeString(directory.resolve("lib/deep/" + "n".repeat(150)), "a long name");
    }

    @Test
    void it_says_what_is_a_program_and_nothing_of_who_made_it() throws IOException {
        List<String> lines = new ArrayList<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(packed())))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                lines.add("%s %o %d:%d %s"
                        .formatted(
                                entry.getName(),
                                entry.getMode() & 0777,
                                entry.getLongUserId(),
                                entry.getLongGroupId(),
                                entry.getLinkName()));
                assertThat(entry.getLastModifiedTime().toInstant()).isEqualTo(Packed.TIME);
                assertThat(entry.getUserName()).isEqualTo("root");
            }
        }
        assertThat(lines)
                .containsExactly(
                        "a/lib/ 755 0:0 ",
                        "a/lib/data 644 0:0 ",
                        "a/lib/deep/ 755 0:0 ",
                        "a/lib/deep/" + "n".repeat(150) + " 644 0:0 ",
                        "a/link 777 0:0 program",
                        "a/program 755 0:0 ");
    }

    @Test
    void the_same_files_make_the_same_bytes() throws IOException {
        byte[] first = packed();
        Files.setLastModifiedTime(directory.resolve("lib/data"), FileTime.fromMillis(1000));
        assertThat(packed()).isEqualTo(first);
    }

    private byte[] packed() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarGz.write(Packed.below(directory, "a/"), out);
        return out.toByteArray();
    }
}
