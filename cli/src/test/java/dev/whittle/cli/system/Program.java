package dev.whittle.cli.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The kind of a file, determined without the code under test: elf.h, as little as needed. */
record Program(Path path, Kind kind) {
    enum Kind {
        NOT_ELF,
        /** Of another class, byte order or machine than the loader. */
        FOREIGN,
        RELOCATABLE,
        /** Stripped content: dl-load.c (_dl_map_object_from_fd) recognizes it by a dynamic section without content. */
        DEBUG,
        STATIC,
        DYNAMIC
    }

    private static final int HEADER = 64;
    private static final int ET_REL = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int CLASS64 = 2;
    private static final int BIG_ENDIAN = 2;

    /** Every regular file under a directory, of any machine or only of that of another file: a loader. */
    static List<Program> under(Path directory, Optional<Path> like) throws IOException {
        ByteBuffer wanted = like.isPresent() ? header(like.get()) : ByteBuffer.allocate(0);
        List<Program> programs = new ArrayList<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList()) {
                programs.add(new Program(file, kind(file, wanted)));
            }
        }
        return programs;
    }

    private static Kind kind(Path file, ByteBuffer wanted) throws IOException {
        ByteBuffer header = header(file);
        if (header.remaining() < HEADER || header.getInt(0) != 0x7f454c46) {
            return Kind.NOT_ELF;
        }
        // Class and byte order, then e_machine.
        if (wanted.hasRemaining()
                && (header.getShort(4) != wanted.getShort(4) || header.getShort(18) != wanted.getShort(18))) {
            return Kind.FOREIGN;
        }
        boolean wide = header.get(4) == CLASS64;
        header.order(header.get(5) == BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        if (header.getShort(16) == ET_REL) {
            return Kind.RELOCATABLE;
        }
        long offset = wide ? header.getLong(32) : Integer.toUnsignedLong(header.getInt(28));
        int size = header.getShort(wide ? 54 : 42);
        int count = header.getShort(wide ? 56 : 44);
        int filesz = !wide ? 16 : header.order() == ByteOrder.BIG_ENDIAN ? 36 : 32;
        ByteBuffer table = read(file, offset, size * count).order(header.order());
        for (int i = 0; i < count; i++) {
            if (table.getInt(i * size) == PT_DYNAMIC) {
                // Of p_filesz the half that is never 0.
                return table.getInt(i * size + filesz) == 0 ? Kind.DEBUG : Kind.DYNAMIC;
            }
        }
        return Kind.STATIC;
    }

    private static ByteBuffer header(Path file) throws IOException {
        return read(file, 0, HEADER);
    }

    private static ByteBuffer read(Path file, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(file)) {
            long next = position;
            int read;
            while (buffer.hasRemaining() && (read = channel.read(buffer, next)) > 0) {
                next += read;
            }
        }
        return buffer.flip();
    }
}
