package dev.whittle.cli.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Layers, read by tools that will read them: GNU tar, and bsdtar. */
final class Archive {
    private Archive() {}

    /** Unpacks with GNU tar as root: numeric owners, modes, attributes. */
    static Path unpack(Path archive, Path into) throws IOException, InterruptedException {
        Files.createDirectories(into);
        Command.of("tar", "--numeric-owner", "--xattrs", "--xattrs-include=*", "-xpf", archive, "-C", into)
                .run()
                .succeeds();
        return into;
    }

    /** Names without the trailing slash of a directory. */
    static List<String> names(Path archive) throws IOException, InterruptedException {
        return names("tar", archive);
    }

    static List<String> names(String tar, Path archive) throws IOException, InterruptedException {
        Ended ended = Command.of(Setup.tool(tar), "-tf", archive).run().succeeds();
        return ended.lines().stream()
                .map(name -> name.endsWith("/") ? name.substring(0, name.length() - 1) : name)
                .toList();
    }

    static String digest(Path file) throws IOException {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
