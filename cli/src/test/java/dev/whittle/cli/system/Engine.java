package dev.whittle.cli.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A container engine for the test: Debian's dockerd with its own data, socket and configuration, and no network setup,
 * so that it needs only root rights and leaves nothing behind. Its host network is also separate, with only a loopback:
 * every port is free there.
 */
final class Engine {
    private static final int TRIES = 300;
    private static final int PAUSE_MILLIS = 200;

    private final Path home;
    private final Process daemon;
    private final String client;

    private Engine(Path home, Process daemon, String client) {
        this.home = home;
        this.daemon = daemon;
        this.client = client;
    }

    /** With overlay layers or, if the kernel or the file system does not support them, copies. */
    static Engine start() throws IOException, InterruptedException {
        List<String> said = new ArrayList<>();
        for (String storage : List.of("overlay2", "vfs")) {
            Optional<Engine> engine = start(storage, said);
            if (engine.isPresent()) {
                return engine.get();
            }
        }
        throw new AssertionError(
                "the engine (dockerd, installed by testdata/provision) does not start; it said:\n" + said);
    }

    private static Optional<Engine> start(String storage, List<String> said) throws IOException, InterruptedException {
        Path daemon = Setup.tool("dockerd");
        Path client = Setup.tool("docker");
        // Short, for a socket's name has room for 107 bytes.
        Path home = Files.createTempDirectory("whittle-engine-");
        Path log = home.resolve("log");
        Files.writeString(home.resolve("daemon.json"), "{}\n");
        Process process = Command.of(
                        daemon,
                        "--config-file=" + home.resolve("daemon.json"),
                        "--data-root=" + home.resolve("data"),
                        "--exec-root=" + home.resolve("run"),
                        "--pidfile=" + home.resolve("pid"),
                        "--host=unix://" + home.resolve("socket"),
                        "--exec-opt=native.cgroupdriver=cgroupfs",
                        "--iptables=false",
                        "--ip6tables=false",
                        "--bridge=none",
                        "--storage-driver=" + storage)
                .under(Setup.tool("unshare"), "--net", "--", "/bin/sh", "-c", "ip link set lo up && exec \"$@\"", "sh")
                .builder()
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Engine engine = new Engine(home, process, client.toString());
        for (int i = 0; i < TRIES; i++) {
            if (engine.docker("version").run().exit() == 0) {
                return Optional.of(engine);
            }
            if (!process.isAlive()) {
                break;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        String text = Files.readString(log);
        said.add(text.substring(Math.max(0, text.length() - 4000)));
        engine.stop();
        return Optional.empty();
    }

    /** A command in the network of the engine's host. */
    Command beside(Command command) {
        return command.under(Setup.tool("nsenter"), "--net", "--target", daemon.pid(), "--");
    }

    /** A command of the client's for this engine. */
    Command docker(Object... arguments) {
        Object[] words = Stream.concat(Stream.of(client), Stream.of(arguments)).toArray();
        return here(Command.of(words));
    }

    /** Lets a command that calls docker itself speak to this engine. */
    Command here(Command command) {
        return command.with("DOCKER_HOST", "unix://" + home.resolve("socket"))
                .with("DOCKER_BUILDKIT", "0")
                .with("HOME", home.toString());
    }

    /** Runs a program in a new container with no rights beyond a plain one's, and no network. */
    Ended run(String image, List<String> options, String... words) throws IOException, InterruptedException {
        Object[] arguments = Stream.of(
                        Stream.of("run", "--rm", "--network", "none"),
                        options.stream(),
                        Stream.of(image),
                        Stream.of(words))
                .flatMap(part -> part)
                .toArray();
        return docker(arguments).run();
    }

    void stop() throws IOException, InterruptedException {
        daemon.destroy();
        if (!daemon.waitFor(60, TimeUnit.SECONDS)) {
            daemon.destroyForcibly().waitFor();
        }
        unmount();
        Command.of("rm", "-rf", "--one-file-system", home).run().succeeds();
    }

    /** Where / is not shared with other namespaces, dockerd mounts its data folder on itself, and may leave it so. */
    private void unmount() throws IOException, InterruptedException {
        List<String> mounts = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            String place = line.split(" ", -1)[1];
            if (place.startsWith(home + "/")) {
                mounts.add(0, place); // what was mounted last comes off first
            }
        }
        for (String place : mounts) {
            Command.of("umount", "-l", place).run().succeeds();
        }
    }
}
