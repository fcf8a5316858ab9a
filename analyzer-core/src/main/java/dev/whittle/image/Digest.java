package dev.whittle.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The digest of a blob: {@code sha256:…} or {@code sha512:…} (OCI image-spec, descriptor.md, "Digests"). Other
 * algorithms are well-formed by the spec, but cannot be checked.
 *
 * @param hex lower case
 */
public record Digest(Algorithm algorithm, String hex) {
    /** The registered algorithms. */
    public enum Algorithm {
        SHA256("sha256", "SHA-256", 64),
        SHA512("sha512", "SHA-512", 128);

        private final String id;
        private final String javaName;
        private final int length;

        Algorithm(String id, String javaName, int length) {
            this.id = id;
            this.javaName = javaName;
            this.length = length;
        }

        public String id() {
            return id;
        }

        public MessageDigest start() {
            try {
                return MessageDigest.getInstance(javaName);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has " + javaName, e);
            }
        }
    }

    public Digest {
        if (hex.length() != algorithm.length || !isHex(hex)) {
            throw new IllegalArgumentException("not " + algorithm.length + " hexadecimal digits: " + hex);
        }
    }

    /** @throws IllegalArgumentException with a message for the user */
    public static Digest parse(String text) {
        for (Algorithm algorithm : Algorithm.values()) {
            if (text.startsWith(algorithm.id + ":")) {
                return new Digest(algorithm, text.substring(algorithm.id.length() + 1));
            }
        }
        throw new IllegalArgumentException("neither sha256 nor sha512: " + text);
    }

    /** The digest of what a running digest has seen; it is reset. */
    public static Digest of(Algorithm algorithm, MessageDigest seen) {
        return new Digest(algorithm, HexFormat.of().formatHex(seen.digest()));
    }

    public static Digest of(byte[] content, Algorithm algorithm) {
        MessageDigest digest = algorithm.start();
        digest.update(content);
        return of(algorithm, digest);
    }

    public static Digest sha256(byte[] content) {
        return of(content, Algorithm.SHA256);
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** This and the next method equal those of a plain record, without the time Java takes to generate them. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest digest && algorithm == digest.algorithm && hex.equals(digest.hex);
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    @Override
    public String toString() {
        return algorithm.id + ":" + hex;
    }
}
