package dev.whittle.registry;

import dev.whittle.image.Digest;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Parts of one blob, by range requests (RFC 9110, section 14). What is read is held against nothing here. */
public final class RemoteParts {
    private final Repository repository;
    private final Digest digest;
    private final long size;
    private final LongConsumer fetched;

    RemoteParts(Repository repository, Digest digest, long size, LongConsumer fetched) {
        this.repository = repository;
        this.digest = digest;
        this.size = size;
        this.fetched = fetched;
    }

    /** The registry sends whole blobs only. */
    public static final class UnsupportedException extends IOException {
        private static final long serialVersionUID = 1L;

        UnsupportedException(String message) {
            super(message);
        }
    }

    /**
     * Exactly so many bytes from there on; again after a cut.
     *
     * @throws UnsupportedException if the registry sends whole blobs only
     */
    public byte[] read(long from, int length) throws IOException {
        RegistryLimits limits = repository.limits();
        for (int tried = 1; ; tried++) {
            byte[] part;
            try (Answer answer = opened(from, length)) { // that is tried again by itself
                part = body(answer, length);
            }
            fetched.accept(part.length);
            if (part.length == length) {
                return part;
            }
            if (tried >= limits.tries()) {
                throw new RegistryException(label() + ": a part of " + length + " bytes was cut " + tried + " times");
            }
            Registry.pause(limits.wait(tried - 1));
        }
    }
    /** As much as came before a cut. */
    private static byte[] body(Answer answer, int length) {
        try {
            byte[] part = answer.read(length);
            answer.drain(); // its end: the connection can be used again
            return part;
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private Answer opened(long from, int length) throws IOException {
        long last = from + length - 1;
        Optional<Answer> got = repository.open(digest, "bytes=" + from + "-" + last);
        if (got.isEmpty()) {
            throw new RegistryException(label() + " is not there, though its manifest names it");
        }
        Answer answer = got.get();
        boolean done = false;
        try {
            if (answer.status() != 206) {
                throw new UnsupportedException(label() + ": the registry sends no parts of it");
            }
            String range = answer.header("Content-Range").orElse("");
            String start = "bytes " + from + "-" + last + "/";
            if (!range.equals(start + size) && !range.equals(start + "*")) {
                throw new RegistryException(label() + ": the registry sends another part than it was asked for");
            }
            done = true;
            return answer;
        } finally {
            if (!done) {
                answer.close();
            }
        }
    }

    private String label() {
        return repository.name().path() + ": the blob " + digest;
    }
}
