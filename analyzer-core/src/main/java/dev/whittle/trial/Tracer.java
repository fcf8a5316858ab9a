package dev.whittle.trial;

import dev.whittle.bytes.ByteSource;
import dev.whittle.closure.Closure;
import dev.whittle.closure.ClosureCalculator;
import dev.whittle.closure.ClosureRequest;
import dev.whittle.closure.Hwcaps;
import dev.whittle.elf.BadElfException;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.Walk;
import dev.whittle.tar.TarMeta;
import dev.whittle.tar.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * strace with its libraries and its loader, to be put into a container. There it traces the container's own process, as
 * its child and with its user, which needs no privileges on the host, and works with an engine on another machine. The
 * traced process keeps process ID 1 (strace -D).
 *
 * @param tar to unpack in {@link #PLACE}
 * @param command the words before the traced program
 */
public record Tracer(ByteSource tar, List<String> command) {
    /** A volume of the container, since a root may be read-only. */
    public static final String PLACE = "/.whittle-try";

    static final String TRACE = PLACE + "/out/trace";
    private static final int MAX_FILE = 64 << 20;

    /** strace(1); names are complete up to PATH_MAX. */
    private static final List<String> OPTIONS = List.of(
            "-D", "-f", "-q", "-q", "-y", "-s", "4096", "-e", "signal=none", "-e", "trace=%file,fchdir", "-o", TRACE);

    public Tracer {
        command = List.copyOf(command);
    }

    /** @param strace the program in the host's root */
    public static Tracer of(Resolver host, RootPath strace) throws IOException, BadElfException {
        ClosureRequest request =
                new ClosureRequest(List.of(strace), List.of(), List.of(), LoaderOptions.NONE, Hwcaps.NONE);
        Closure closure = ClosureCalculator.calculate(host, request);
        Optional<String> loader =
                closure.resolutions().get(0).interpreter().map(interpreter -> name(interpreter.path()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Set<String> written = new HashSet<>();
        try (TarWriter writer = new TarWriter(bytes)) {
            writer.directory("out", new TarMeta(01777, 0, 0, 0, Map.of())); // for any user
            for (String name : closure.selection().names().keySet()) {
                Optional<Walk.Result.Found> found =
                        Walk.follow(host.root(), RootPath.ROOT, name).found();
                if (found.isPresent() && found.get().node() instanceof Node.RegularFile && written.add(name(name))) {
                    write(writer, name(name), host, found.get().path());
                }
            }
        }
        List<String> command = new ArrayList<>();
        if (loader.isPresent()) {
            command.addAll(List.of(PLACE + "/" + loader.get(), "--library-path", PLACE));
        }
        command.add(PLACE + "/" + name(strace.raw()));
        command.addAll(OPTIONS);
        command.add("--");
        return new Tracer(ByteSource.of(bytes.toByteArray()), command);
    }

    private static void write(TarWriter writer, String name, Resolver host, RootPath path) throws IOException {
        try (ByteSource content = host.root().open(path)) {
            if (content.size() > MAX_FILE) {
                throw new IOException(path + " is too large for a part of strace");
            }
            byte[] bytes = content.head((int) content.size());
            try (OutputStream out = writer.file(name, new TarMeta(0755, 0, 0, 0, Map.of()), bytes.length)) {
                out.write(bytes);
            }
        }
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
