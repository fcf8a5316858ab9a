package dev.whittle.cli.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What kind of file this is, found without the code under test: elf.h, and no more of it than needed. */
record Program(Path path, Kind kind) {
    enum Kind {
        NOT_ELF,
        FOREIGN,
        STATIC,
        DYNAMIC
    }

    private static final int HEADER = 64;
    private static final int PT_DYNAMIC = 2;
    /** e_machine and EI_CLASS of what the machine's own loader takes. */
    private static final int EM_X86_64 = 62;

    private static final int CLASS64 = 2;

    /** The files behind the names of a directory, each once, sorted. */
    static Collection<Program> in(Path directory, boolean anyMachine) throws IOException {
        TreeSet<Path> files = new TreeSet<>();
        try (Stream<Path> all = Files.list(directory)) {
            all.filter(Files::isRegularFile).map(Setup::real).forEach(files::add);
        }
        return read(files, anyMachine);
    }

    /** Every regular file under a directory. */
    static Collection<Program> under(Path directory, boolean anyMachine) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> files = all.filter(file -> Files.isRegularFile(file) && !Files.isSymbolicLink(file))
                    .sorted()
                    .toList();
            return read(files, anyMachine);
        }
    }

    private static Collection<Program> read(Collection<Path> files, boolean anyMachine) throws IOException {
        List<Program> programs = new ArrayList<>();
        for (Path file : files) {
            programs.add(new Program(file, kind(file, anyMachine)));
        }
        return programs;
    }

    private static Kind kind(Path file, boolean anyMachine) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer header = at(channel, 0, HEADER);
            if (header.remaining() < HEADER || header.getInt(0) != 0x7f454c46) {
                return Kind.NOT_ELF;
            }
            boolean wide = header.get(4) == CLASS64;
            header.order(header.get(5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            if (!anyMachine && (!wide || header.getShort(18) != EM_X86_64)) {
                return Kind.FOREIGN;
            }
            long offset = wide ? header.getLong(32) : Integer.toUnsignedLong(header.getInt(28));
            int size = header.getShort(wide ? 54 : 42);
            int count = header.getShort(wide ? 56 : 44);
            ByteBuffer table = at(channel, offset, size * count).order(header.order());
            for (int i = 0; i < count; i++) {
                if (table.getInt(i * size) == PT_DYNAMIC) {
                    return Kind.DYNAMIC;
                }
            }
            return Kind.STATIC;
        }
    }

    private static ByteBuffer at(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        long next = position;
        int read;
        while (buffer.hasRemaining() && (read = channel.read(buffer, next)) > 0) {
            next += read;
        }
        return buffer.flip();
    }
}
