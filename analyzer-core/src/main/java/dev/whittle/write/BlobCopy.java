package dev.whittle.write;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.image.BlobDescriptor;
import dev.whittle.stream.DigestCheck;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Copies a blob, and checks it on the way. */
final class BlobCopy {
    private static final int BUFFER = 1 << 17;

    private BlobCopy() {}

    static void copy(BlobDescriptor descriptor, ByteSource content, OutputStream out)
            throws IOException, BadArchiveException {
        String name = BlobOutput.name(descriptor);
        if (content.size() != descriptor.size()) {
            throw new BadArchiveException(
                    name,
                    "has " + content.size() + " bytes, not the " + descriptor.size() + " that its descriptor says");
        }
        DigestCheck check =
                DigestCheck.of(name, "digest", Optional.of(descriptor.digest().toString()));
        byte[] buffer = new byte[BUFFER];
        long position = 0;
        for (int count; (count = content.read(position, ByteBuffer.wrap(buffer))) > 0; position += count) {
            check.update(buffer, count);
            out.write(buffer, 0, count);
        }
        check.finish();
    }
}
