package dev.whittle.cli.engine;

import dev.whittle.bytes.RawText;
import dev.whittle.trial.Container;
import dev.whittle.trial.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A container, controlled through the engine's command. */
final class EngineContainer implements Container {
    private static final int SECONDS = 60;
    private static final int MAX_OUTPUT = 8 << 20;
    private static final int MAX_ANSWER = 4 << 20;
    private static final int LAST_WORDS_SECONDS = 5;

    /** The range of ports that the kernel chooses for outgoing UDP: net.ipv4.ip_local_port_range. */
    private static final int FIRST_EPHEMERAL = 32768;

    /** A NUL in a Go template: neither a path nor an argument contains one. */
    private static final String NUL = "{{\"\\x00\"}}";

    private static final String FACTS = String.join(
            NUL,
            "{{.State.Running}}",
            "{{.State.ExitCode}}",
            "{{.State.OOMKilled}}",
            "{{.State.Pid}}",
            "{{.HostConfig.NetworkMode}}",
            "{{len .HostConfig.PortBindings}}",
            "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}",
            "{{if .State.Health}}{{.State.Health.Status}}{{end}}",
            "{{if .State.Health}}{{range .State.Health.Log}}{{.Output}}\n{{end}}{{end}}",
            "{{.Path}}{{range .Args}}" + NUL + "{{.}}{{end}}");
    private static final int COMMAND = 9;

    private final EngineCommands commands;
    private final String id;
    private final Set<String> portsBefore;
    private Optional<Process> logs = Optional.empty();
    private EngineCommands.@Nullable Bounded out;
    private EngineCommands.@Nullable Bounded err;
    private CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);

    /** The engine's answer, field by field. */
    private record Facts(List<String> parts) {
        long pid() {
            return Long.parseLong(parts.get(3));
        }

        boolean usesHostNetwork() {
            return parts.get(4).equals("host");
        }

        boolean isPublished() {
            return !parts.get(5).equals("0");
        }

        Optional<String> address() {
            String first = parts.get(6).strip().split(" ", 2)[0];
            return first.isEmpty() ? Optional.empty() : Optional.of(first);
        }
    }

    /** @param portsBefore ports that the host listened on before this container started */
    EngineContainer(EngineCommands commands, String id, Set<String> portsBefore) {
        this.commands = commands;
        this.id = id;
        this.portsBefore = portsBefore;
    }

    @Override
    public void start() throws IOException, RefusedException {
        EngineCommands.Ended ended = commands.engine(SECONDS, List.of("start", id));
        follow();
        if (ended.exitCode() != 0) {
            throw new RefusedException(ended.reason().replace(id, "CONTAINER"));
        }
    }

    private void follow() throws IOException {
        Process process = commands.beside(List.of("logs", "--follow", id));
        EngineCommands.Bounded ofOut = new EngineCommands.Bounded(process.getInputStream(), MAX_OUTPUT);
        EngineCommands.Bounded ofErr = new EngineCommands.Bounded(process.getErrorStream(), MAX_OUTPUT);
        logs = Optional.of(process);
        out = ofOut;
        err = ofErr;
        reading = CompletableFuture.allOf(
                CompletableFuture.runAsync(ofOut::drain, EngineCommands::thread),
                CompletableFuture.runAsync(ofErr::drain, EngineCommands::thread));
    }

    private Facts facts() throws IOException {
        EngineCommands.Ended ended = commands.engine(SECONDS, List.of("container", "inspect", "--format", FACTS, id));
        if (ended.exitCode() != 0) {
            throw new IOException(commands.name() + " inspect: " + ended.reason());
        }
        String text = ended.out().endsWith("\n")
                ? ended.out().substring(0, ended.out().length() - 1)
                : ended.out();
        List<String> parts = List.of(text.split("\0", -1));
        if (parts.size() <= COMMAND) {
            throw new IOException(commands.name() + " inspect: not understood: " + RawText.visible(text));
        }
        return new Facts(parts);
    }

    @Override
    public State state() throws IOException {
        List<String> parts = facts().parts();
        return new State(
                parts.get(0).equals("true"),
                Integer.parseInt(parts.get(1)),
                parts.get(2).equals("true"),
                parts.subList(COMMAND, parts.size()),
                Optional.of(parts.get(7)).filter(health -> !health.isEmpty() && !health.equals("none")),
                parts.get(8));
    }

    @Override
    public String output(boolean whole) throws IOException {
        if (whole) {
            reading.completeOnTimeout(null, LAST_WORDS_SECONDS, TimeUnit.SECONDS)
                    .join();
        }
        String all = out == null || err == null ? "" : joined(out.text(), err.text());
        // A container's own name differs each time.
        return all.replace(id, "CONTAINER").replace(id.substring(0, 12), "CONTAINER");
    }

    private static String joined(String one, String other) {
        return one.isEmpty() || one.endsWith("\n") ? one + other : one + "\n" + other;
    }

    @Override
    public Optional<NavigableSet<String>> ports() throws IOException {
        Facts facts = facts();
        Optional<Path> process = process(facts);
        if (process.isEmpty()) {
            return Optional.empty();
        }
        NavigableSet<String> ports = listening(process.get());
        if (facts.usesHostNetwork()) {
            ports.removeAll(portsBefore);
        }
        return Optional.of(ports);
    }

    /** The ports that this machine listens on. */
    static Set<String> hostPorts() {
        return listening(Path.of("/proc/self"));
    }

    /** The first process in /proc, if the container runs on this machine; an engine may use another one. */
    private Optional<Path> process(Facts facts) {
        Path process = Path.of("/proc", String.valueOf(facts.pid()));
        try {
            boolean own = facts.pid() > 0
                    && Files.readString(process.resolve("cgroup")).contains(id);
            return own ? Optional.of(process) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Linux, net/ipv4/tcp_ipv4.c: get_tcp4_sock; net/ipv4/udp.c: udp4_format_sock. */
    private static NavigableSet<String> listening(Path process) {
        NavigableSet<String> ports = new TreeSet<>();
        for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
            boolean stream = table.startsWith("tcp");
            List<String> lines;
            try {
                lines = Files.readAllLines(process.resolve("net").resolve(table));
            } catch (IOException e) {
                continue; // it has ended, or does not support the protocol
            }
            for (String line : lines) {
                String[] words = line.strip().split("\\s+", -1);
                if (words.length < 4 || !words[3].equals(stream ? "0A" : "07")) {
                    continue;
                }
                int colon = words[1].lastIndexOf(':');
                int port = Integer.parseInt(words[1].substring(colon + 1), 16);
                boolean resolver = words[1].startsWith("0B00007F:"); // the engine's own name server, 127.0.0.11
                if (!resolver && (stream || port < FIRST_EPHEMERAL)) {
                    ports.add(port + "/" + table.substring(0, 3));
                }
            }
        }
        return ports;
    }

    @Override
    public Answer ask(String command, int seconds) throws IOException {
        Facts facts = facts();
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", command));
        String host = "127.0.0.1";
        if (!facts.isPublished()) {
            Optional<Path> process = process(facts);
            if (process.isPresent() && isRoot()) {
                words.addAll(0, List.of("nsenter", "--net=" + process.get().resolve("ns/net"), "--"));
            } else if (process.isPresent() && commands.name().equals("podman") && !facts.usesHostNetwork()) {
                words.addAll(
                        0,
                        List.of(
                                "podman",
                                "unshare",
                                "nsenter",
                                "--net=" + process.get().resolve("ns/net"),
                                "--"));
            } else if (facts.address().isPresent()) {
                host = facts.address().get();
            } else if (!facts.usesHostNetwork()) {
                return inside(command, seconds);
            }
        }
        return answer(commands.host(seconds, MAX_ANSWER, words, List.of("HOST=" + host, "CONTAINER=" + id)));
    }

    /** In the container, if its network cannot be reached from elsewhere. */
    private Answer inside(String command, int seconds) throws IOException {
        List<String> words =
                List.of("exec", "--env", "HOST=127.0.0.1", "--env", "CONTAINER=" + id, id, "/bin/sh", "-c", command);
        return answer(commands.engine(seconds, new byte[0], MAX_ANSWER, words));
    }

    private Answer answer(EngineCommands.Ended ended) {
        return new Answer(ended.exitCode(), named(ended.out()), named(ended.err()));
    }

    private String named(String text) {
        return text.replace(id, "CONTAINER").replace(id.substring(0, 12), "CONTAINER");
    }

    private static boolean isRoot() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void stop(int seconds) throws IOException {
        EngineCommands.Ended ended =
                commands.engine(seconds + SECONDS, List.of("stop", "--time", String.valueOf(seconds), id));
        if (ended.exitCode() != 0 && facts().parts().get(0).equals("true")) {
            throw new IOException(commands.name() + " stop: " + ended.reason());
        }
    }

    @Override
    public void put(byte[] tar, String directory) throws IOException {
        EngineCommands.Ended ended = commands.engine(SECONDS, tar, 1 << 16, List.of("cp", "-", id + ":" + directory));
        if (ended.exitCode() != 0) {
            throw new IOException(commands.name() + " cp: " + ended.reason());
        }
    }

    @Override
    public Optional<byte[]> get(String file, int maxBytes) throws IOException {
        EngineCommands.Ended ended =
                commands.engine(SECONDS, new byte[0], maxBytes, List.of("cp", id + ":" + file, "-"));
        if (ended.exitCode() != 0) {
            return Optional.empty();
        }
        if (ended.cut()) {
            throw new IOException(file + " of the container has more than " + maxBytes + " bytes");
        }
        return Optional.of(RawText.bytes(ended.out()));
    }

    @Override
    public void close() throws IOException {
        commands.engine(SECONDS, List.of("rm", "--force", "--volumes", id));
        logs.ifPresent(Process::destroy);
    }
}
