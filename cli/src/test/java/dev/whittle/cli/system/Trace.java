package dev.whittle.cli.system;

import dev.whittle.trace.Access;
import dev.whittle.trace.BadTraceException;
import dev.whittle.trace.TraceReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an image opens when it is started: strace runs in the container before its command, out of a folder that is mounted
 * there, with the machine's own loader and libraries.
 */
final class Trace {
    private static final String INSIDE = "/.whittle-trace";
    private static final String GLIBC_LOADER = "/lib64/ld-linux-x86-64.so.2";
    private static final String MUSL = "/lib/ld-musl-x86_64.so.1";
    private static final String END =
            "kill -%s $(cat /proc/$(docker inspect -f '{{.State.Pid}}' \"$1\")/task/*/children)";

    private final Path kit;

    Trace(Path scratch) throws IOException, InterruptedException {
        kit = Files.createDirectory(scratch.resolve("strace"));
        Path strace = Setup.tool("strace");
        Files.copy(strace, kit.resolve("strace"), StandardCopyOption.COPY_ATTRIBUTES);
        Command.bash(
                        "ldd \"$1\" | grep -o '/[^ ]*' | xargs -I{} cp -L {} \"$2\"",
                        List.of(strace.toString(), kit.toString()))
                .run()
                .succeeds();
        Command.of("chmod", "-R", "a+rX", kit).run().succeeds();
    }

    /** The regular files of the image that it opened or executed. */
    Set<String> opened(Engine engine, SlimCase image, Tree tree) throws IOException, InterruptedException {
        Path out = Files.createTempDirectory(kit, "out-");
        Command.of("chmod", "777", out).run().succeeds();
        List<String> options = Stream.concat(
                        image.runOptions().stream(),
                        Stream.of(
                                "--volume=" + kit + ":" + INSIDE,
                                "--cap-add=SYS_PTRACE",
                                "--security-opt=seccomp=unconfined",
                                "--entrypoint=" + INSIDE + "/ld-linux-x86-64.so.2"))
                .toList();
        String[] words = Stream.concat(
                        Stream.of("--library-path", INSIDE, INSIDE + "/strace", "-f", "-y", "-s", "4096"),
                        Stream.concat(
                                Stream.of("-e", "trace=%file", "-o", INSIDE + "/" + out.getFileName() + "/trace"),
                                image.words().stream()))
                .toArray(String[]::new);
        // Signals do not go through strace to what it follows.
        String signal = image.config().has("StopSignal")
                ? image.config().get("StopSignal").getAsString()
                : "SIGTERM";
        Optional<String> question = image.question().map(script -> "{ " + script + "\n} && " + END.formatted(signal));
        Answer answer = Answer.of(engine, image.reference(), question, options, words);
        Path file = out.resolve("trace");
        if (!Files.exists(file)) {
            throw new AssertionError("no trace of " + image + ": " + answer.shown());
        }
        return read(file, tree);
    }

    private static Set<String> read(Path file, Tree tree) throws IOException {
        List<Access> accesses;
        try (InputStream in = Files.newInputStream(file)) {
            accesses = TraceReader.read(in, file.toString(), Optional.empty()).accesses();
        } catch (BadTraceException e) {
            throw new AssertionError(e);
        }
        Set<String> paths = accesses.stream()
                .filter(Access::isRead)
                .map(Access::path)
                .collect(Collectors.toCollection(TreeSet::new));
        // The kernel opens a program's interpreter itself; musl's is the C library as well.
        paths.add(paths.stream().anyMatch(path -> path.endsWith("/libc.so.6")) ? GLIBC_LOADER : MUSL);
        Set<String> files = new TreeSet<>();
        paths.forEach(path -> tree.file(path).ifPresent(files::add));
        return files;
    }
}
