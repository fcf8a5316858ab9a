package dev.whittle.stream;

import dev.whittle.bytes.BadArchiveException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hashes a stream and compares the result with an expected digest. Does nothing if none is expected. */
public final class DigestCheck {
    private final String subject;
    private final String kind;
    private final String expected;
    private final @Nullable MessageDigest digest;

    private DigestCheck(String subject, String kind, String expected, @Nullable MessageDigest digest) {
        this.subject = subject;
        this.kind = kind;
        this.expected = expected;
        this.digest = digest;
    }

    /**
     * @param subject the content, for messages, raw
     * @param kind of the digest, for messages: {@code digest}, {@code diffID}
     * @param expected {@code sha256:…} or {@code sha512:…}, the algorithms of the OCI image-spec (descriptor.md)
     * @throws BadArchiveException if it is none of these
     */
    public static DigestCheck of(String subject, String kind, Optional<String> expected) throws BadArchiveException {
        if (expected.isEmpty()) {
            return new DigestCheck(subject, kind, "", null);
        }
        String text = expected.get();
        String algorithm = text.startsWith("sha256:") ? "SHA-256" : text.startsWith("sha512:") ? "SHA-512" : "";
        if (algorithm.isEmpty()) {
            throw new BadArchiveException(subject, "unknown kind of " + kind + " " + text);
        }
        try {
            return new DigestCheck(subject, kind, text, MessageDigest.getInstance(algorithm));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    public boolean isWanted() {
        return digest != null;
    }

    public void update(byte[] bytes, int length) {
        if (digest != null) {
            digest.update(bytes, 0, length);
        }
    }

    /** @throws BadArchiveException if the digest is not the expected one */
    public void finish() throws BadArchiveException {
        if (digest == null) {
            return;
        }
        String found = expected.substring(0, expected.indexOf(':') + 1)
                + HexFormat.of().formatHex(digest.digest());
        if (!found.equals(expected)) {
            throw new BadArchiveException(subject, kind + " is " + found + ", should be " + expected);
        }
    }
}
