package dev.whittle.cli;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.cli.console.Environment;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The environment of this process. What Java does not provide is read from /proc, or passed by the launcher. */
final class HostEnvironment {
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int FIFO = 0010000;
    private static final int SOCKET = 0140000;

    private HostEnvironment() {}

    static Environment current() {
        // A FileInputStream queries the position of a pipe when it is read to its end, unless it is buffered.
        FileInputStream in = new FileInputStream(FileDescriptor.in);
        return new Environment(
                workingDirectory(),
                System.getenv(),
                new BufferedInputStream(in),
                file(in),
                isTerminal("in", 0),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                isTerminal("out", 1),
                isTerminal("err", 2),
                isPipe());
    }

    /** The arguments as bytes. Java decodes them by the locale, which loses bytes; the kernel has the originals. */
    static String[] rawArguments(String[] decoded) {
        for (String argument : decoded) {
            if (!RawText.isAscii(argument)) {
                return fromKernel(decoded);
            }
        }
        return decoded;
    }

    private static String[] fromKernel(String[] decoded) {
        try {
            String line = RawText.of(Files.readAllBytes(Path.of("/proc/self/cmdline")));
            List<String> all = new ArrayList<>(List.of(line.split("\0", -1)));
            all.remove(all.size() - 1); // a NUL terminates each argument
            return all.subList(all.size() - decoded.length, all.size()).toArray(new String[0]);
        } catch (IOException | IndexOutOfBoundsException e) {
            String[] raw = new String[decoded.length];
            for (int i = 0; i < raw.length; i++) {
                raw[i] = RawText.ofText(decoded[i]);
            }
            return raw;
        }
    }

    private static Path workingDirectory() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/cwd"));
        } catch (IOException | UnsupportedOperationException e) { // a host without /proc, or without links
            return Path.of("").toAbsolutePath();
        }
    }

    /**
     * The launcher determines it in the shell and passes it; without a launcher, Linux' name for the stream is used.
     */
    private static boolean isTerminal(String stream, int descriptor) {
        String terminal = System.getProperty("whittle.tty");
        if (terminal != null) {
            return terminal.contains(stream);
        }
        try {
            String file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty") || file.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static boolean isPipe() {
        OptionalInt type = type(1);
        return type.isEmpty() || type.getAsInt() == FIFO || type.getAsInt() == SOCKET;
    }

    private static Optional<ByteSource> file(FileInputStream in) {
        OptionalInt type = type(0);
        if (type.isEmpty() || type.getAsInt() != REGULAR) {
            return Optional.empty();
        }
        try {
            FileChannel channel = in.getChannel();
            long at = Math.min(channel.position(), channel.size());
            return Optional.of(ByteSource.of(channel).slice(at, channel.size() - at));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static OptionalInt type(int descriptor) {
        try {
            return OptionalInt.of(
                    (Integer) Files.getAttribute(Path.of("/proc/self/fd/" + descriptor), "unix:mode") & TYPE);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return OptionalInt.empty();
        }
    }
}
