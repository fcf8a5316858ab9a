package dev.whittle.testdata;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Creates a root directory for a test, one call per entry; parents are created automatically. Paths begin with a slash.
 */
public final class Tree {
    private final Path base;

    private Tree(Path base) {
        this.base = base;
    }

    public static Tree at(Path base) {
        return new Tree(base);
    }

    public Path base() {
        return base;
    }

    public Path path(String path) {
        return base.resolve(path.substring(1));
    }

    public Tree directory(String path) throws IOException {
        Files.createDirectories(path(path));
        return this;
    }

    public Tree file(String path, byte[] content) throws IOException {
        Files.createDirectories(path(path).getParent());
        Files.write(path(path), content);
        return this;
    }

    public Tree file(String path, String content) throws IOException {
        return file(path, content.getBytes(StandardCharsets.UTF_8));
    }

    public Tree elf(String path, ElfBuilder elf) throws IOException {
        file(path, elf.build());
        return mode(path, "rwxr-xr-x");
    }

    public Tree link(String path, String target) throws IOException {
        Files.createDirectories(path(path).getParent());
        Files.createSymbolicLink(path(path), Path.of(target));
        return this;
    }

    public Tree hardLink(String path, String existing) throws IOException {
        Files.createDirectories(path(path).getParent());
        Files.createLink(path(path), path(existing));
        return this;
    }

    /** @param permissions as {@code ls} shows them: {@code rwxr-xr-x} */
    public Tree mode(String path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path(path), PosixFilePermissions.fromString(permissions));
        return this;
    }
}
