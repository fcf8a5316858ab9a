package dev.whittle.source;

import dev.whittle.bytes.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A host file. A link in last place is refused, so that what was looked at is what is opened. */
final class ChannelSource implements ByteSource {
    private final FileChannel channel;
    private final long size;

    private ChannelSource(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    static ChannelSource open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        return new ChannelSource(channel, channel.size());
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        return channel.read(target, position);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
