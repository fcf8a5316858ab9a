package dev.whittle.registry;

import dev.whittle.bytes.StreamedSource;
import dev.whittle.image.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stream of a blob. After a broken connection it continues where it stopped (RFC 9110, section 14); from a registry without
 * range requests it starts again and skips what is already read. Checks the size; the reader checks the digest.
 */
final class RemoteBlob implements StreamedSource {
    /** Bytes that can be read again. */
    private static final int HEAD = 4096;

    private static final int BUFFER = 1 << 16;

    private final Repository repository;
    private final Digest digest;
    private final long size;
    private byte[] head = {};
    private @Nullable Answer answer;
    private long position;
    private boolean isChecked;
    private int fruitless;
    private int resumed;
    private volatile boolean closed;

    RemoteBlob(Repository repository, Digest digest, long size) {
        this.repository = repository;
        this.digest = digest;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public synchronized int read(long at, ByteBuffer target) throws IOException {
        if (head.length == 0 && size > 0) {
            head = first();
        }
        if (at < head.length) {
            int count = Math.min(target.remaining(), head.length - (int) at);
            target.put(head, (int) at, count);
            return count;
        }
        if (at >= size) {
            requireEnd();
            return -1;
        }
        if (at != position) {
            throw new IllegalStateException("a stream at " + position + " cannot be read at " + at);
        }
        return next(target);
    }

    private byte[] first() throws IOException {
        ByteBuffer begin = ByteBuffer.allocate((int) Math.min(HEAD, size));
        while (begin.hasRemaining()) {
            next(begin);
        }
        return begin.array();
    }

    /** At least one byte, which must be there: the size says so. */
    private int next(ByteBuffer target) throws IOException {
        byte[] into = new byte[(int) Math.min(Math.min(target.remaining(), BUFFER), size - position)];
        while (true) {
            try {
                int count = opened().body().read(into, 0, into.length);
                if (count > 0) {
                    position += count;
                    fruitless = 0;
                    target.put(into, 0, count);
                    return count;
                }
                cut(new RegistryException(short_(), RegistryException.Kind.PASSING));
            } catch (RegistryException e) {
                if (e.kind() != RegistryException.Kind.PASSING) {
                    throw e;
                }
                cut(e);
            } catch (IOException e) {
                cut(e);
            }
        }
    }

    private String short_() {
        return label() + " ends after " + position + " bytes, should have " + size;
    }

    private String label() {
        return repository.name().path() + ": the blob " + digest;
    }

    /** Prepares another try, unless there were enough. */
    private void cut(IOException cause) throws IOException {
        end();
        fruitless++;
        resumed++;
        RegistryLimits limits = repository.limits();
        if (closed || fruitless >= limits.tries() || resumed > RegistryLimits.RESUMES) {
            throw cause instanceof RegistryException
                    ? cause
                    : new RegistryException(
                            label() + ": the connection was cut " + resumed + " times, the last time after " + position
                                    + " of " + size + " bytes",
                            cause);
        }
        if (fruitless > 1) {
            Registry.pause(limits.wait(fruitless - 2));
        }
    }

    private Answer opened() throws IOException {
        Answer known = answer;
        if (known != null) {
            return known;
        }
        Optional<Answer> got = repository.open(digest, position);
        if (got.isEmpty()) {
            throw new RegistryException(label() + " is not there, though its manifest names it");
        }
        boolean done = false;
        try {
            place(got.get());
            done = true;
        } finally {
            if (!done) {
                got.get().close();
            }
        }
        answer = got.get();
        return got.get();
    }

    /** Brings a fresh body to the position. */
    private void place(Answer fresh) throws IOException {
        boolean isPart = fresh.status() == 206;
        long from = isPart ? position : 0;
        if (isPart && !isRange(fresh.header("Content-Range").orElse(""))) {
            throw new RegistryException(label() + ": the registry sends another part than it was asked for");
        }
        if (fresh.length().isPresent() && fresh.length().getAsLong() != size - from) {
            throw new RegistryException(label() + " has " + (fresh.length().getAsLong() + from) + " bytes, not the "
                    + size + " that its manifest says");
        }
        fresh.body().skipNBytes(position - from);
    }

    /** RFC 9110, section 14.4; a registry that does not know the whole length may leave it open. */
    private boolean isRange(String header) {
        String start = "bytes " + position + "-" + (size - 1) + "/";
        return header.equals(start + size) || header.equals(start + "*");
    }

    private void requireEnd() throws IOException {
        Answer known = answer;
        if (isChecked || known == null) {
            return;
        }
        isChecked = true;
        try {
            if (known.body().read() >= 0) {
                end();
                throw new RegistryException(label() + " has more than the " + size + " bytes that its manifest says");
            }
        } catch (RegistryException e) {
            if (e.kind() != RegistryException.Kind.PASSING) {
                throw e;
            }
        }
        end();
    }

    private void end() {
        Answer known = answer;
        answer = null;
        if (known != null) {
            known.close();
        }
    }

    /** Ends the transfer. A pending read fails. */
    @Override
    public void close() {
        closed = true;
        Answer known = answer;
        if (known != null) {
            known.close();
        }
    }
}
