package dev.whittle.write;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Removes a tree by calls that are relative to an open directory and follow no link (openat(2), unlinkat(2)): a tree
 * may have world-writable directories, and a link put there must not lead out of it.
 */
final class TreeRemoval {
    private TreeRemoval() {}

    /** @throws IOException if a part of it stays */
    static void remove(Path tree) throws IOException {
        try (DirectoryStream<Path> parent = Files.newDirectoryStream(tree.resolveSibling(""))) {
            if (!(parent instanceof SecureDirectoryStream<Path> secure)) {
                throw new IOException("a host without openat");
            }
            remove(secure, tree.getFileName());
        }
    }

    private static void remove(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        if (!isDirectory(directory, name)) {
            directory.deleteFile(name);
            return;
        }
        directory
                .getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setPermissions(PosixFilePermissions.fromString("rwx------"));
        try (SecureDirectoryStream<Path> stream = directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            for (Path entry : stream) {
                remove(stream, entry.getFileName());
            }
        }
        directory.deleteDirectory(name);
    }

    private static boolean isDirectory(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        return directory
                .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory();
    }
}
