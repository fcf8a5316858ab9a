package dev.whittle.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests in hexadecimal. */
final class Hashes {
    private Hashes() {}

    static String sha256(Path file) throws IOException {
        return of("SHA-256", Files.readAllBytes(file));
    }

    /** What dpkg verifies installed files with. */
    static String md5(byte[] content) {
        return of("MD5", content);
    }

    private static String of(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
