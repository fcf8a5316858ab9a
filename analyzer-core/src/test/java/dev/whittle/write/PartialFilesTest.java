package dev.whittle.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leftovers of a killed run: the next one removes them, and nothing else. */
class PartialFilesTest {
    private final Path directory;
    private final Path claim;
    private final Path tree;

    PartialFilesTest(@TempDir Path directory) {
        this.directory = directory;
        this.claim = directory.resolve(".whittle-1f-2e.part");
        this.tree = directory.resolve(".whittle-1f-2e.tree.part");
    }

    @Test
    void a_tree_goes_with_the_file_that_stands_for_it() throws IOException {
        Path outside = Files.writeString(directory.resolve("outside"), "stays");
        Path closed = Files.createDirectories(tree.resolve("a/closed"));
        Files.writeString(closed.resolve("file"), "x");
        Files.createSymbolicLink(tree.resolve("a/link"), directory);
        Files.createSymbolicLink(closed.resolve("up"), outside);
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        claim(identity(tree));
        PartialFiles.remove(directory.resolve("out"));
        assertThat(directory).isDirectoryContaining(path -> path.equals(outside));
        assertThat(Images.tree(directory)).containsOnlyKeys("", "outside");
    }

    @Test
    void so_does_one_that_was_being_removed() throws IOException {
        Files.createDirectories(directory.resolve(".whittle-1f-2e.gone.part/a"));
        claim(identity(directory.resolve(".whittle-1f-2e.gone.part")));
        PartialFiles.remove(directory.resolve("out"));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void another_directory_of_that_name_stays() throws IOException {
        Files.createDirectories(tree.resolve("mine"));
        claim(identity(directory));
        PartialFiles.remove(directory.resolve("out"));
        assertThat(tree.resolve("mine")).isDirectory();
    }

    @Test
    void of_a_claim_that_says_nothing_yet_only_an_empty_directory_goes() throws IOException {
        Files.createDirectory(tree);
        claim("");
        PartialFiles.remove(directory.resolve("out"));
        assertThat(directory).isEmptyDirectory();
        Files.createDirectories(tree.resolve("mine"));
        claim("");
        PartialFiles.remove(directory.resolve("out"));
        assertThat(tree.resolve("mine")).isDirectory();
    }

    @Test
    void without_a_claim_nothing_is_touched() throws IOException {
        Files.createDirectories(tree.resolve("mine"));
        Files.createSymbolicLink(claim, directory.resolve("file"));
        PartialFiles.remove(directory.resolve("out"));
        assertThat(tree.resolve("mine")).isDirectory();
        assertThat(claim).isSymbolicLink();
    }

    @Test
    void a_run_that_goes_on_keeps_its_own() throws IOException {
        try (TemporaryTree running = TemporaryTree.create(directory.resolve("root"))) {
            Files.writeString(running.path().resolve("file"), "x");
            PartialFiles.remove(directory.resolve("out"));
            assertThat(running.path().resolve("file")).exists();
            running.commit();
        }
        assertThat(Images.tree(directory)).containsOnlyKeys("", "root", "root/file");
    }

    @Test
    void a_tree_that_fails_takes_its_claim_along() throws IOException {
        try (TemporaryTree failing = TemporaryTree.create(directory.resolve("root"))) {
            Files.createDirectories(failing.path().resolve("a/b"));
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_directory_with_nothing_but_leftovers_is_empty() throws IOException {
        Files.createDirectories(tree.resolve("a"));
        claim(identity(tree));
        assertThat(TemporaryTree.isEmpty(directory)).isTrue();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void beside_other_files_they_stay_where_they_are() throws IOException {
        claim("half");
        Files.writeString(directory.resolve("notes"), "x");
        assertThatThrownBy(() -> UnpackedRootOutput.open(directory, false))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("is not empty");
        assertThat(claim).hasContent("half");
    }

    private void claim(String says) throws IOException {
        Files.writeString(claim, says);
    }

    private static String identity(Path path) throws IOException {
        Object device = Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS);
        return "(dev=" + Long.toHexString((long) device) + ",ino="
                + Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS) + ")";
    }
}
