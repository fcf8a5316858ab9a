package dev.whittle.write;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts and hashes a stream. */
final class HashingOutput extends FilterOutputStream {
    private final MessageDigest digest;
    private long count;

    HashingOutput(OutputStream out) {
        super(out);
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void write(int b) throws IOException {
        digest.update((byte) b);
        count++;
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        digest.update(bytes, offset, length);
        count += length;
        out.write(bytes, offset, length);
    }

    long count() {
        return count;
    }

    /** {@code sha256:} and 64 hexadecimal digits. Ends hashing. */
    String digest() {
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }
}
