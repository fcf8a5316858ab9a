package dev.whittle.registry;

import dev.whittle.bytes.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** A body that is sent, from its start each time. */
final class Upload {
    private final ByteSource content;
    private final LongConsumer progress;
    private final AtomicLong taken = new AtomicLong();

    /** @param progress told of each part that was taken, in bytes */
    Upload(ByteSource content, LongConsumer progress) {
        this.content = content;
        this.progress = progress;
    }

    static Upload of(byte[] content) {
        return new Upload(ByteSource.of(content), count -> {});
    }

    HttpRequest.BodyPublisher publisher() {
        return content.size() == 0
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofInputStream(Stream::new), content.size());
    }

    /** Bytes that the connection has taken so far, those of earlier tries too. */
    long taken() {
        return taken.get();
    }

    private final class Stream extends InputStream {
        private long position;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = content.read(position, ByteBuffer.wrap(into, offset, length));
            if (count > 0) {
                position += count;
                taken.addAndGet(count);
                progress.accept(count);
            }
            return count;
        }
    }
}
