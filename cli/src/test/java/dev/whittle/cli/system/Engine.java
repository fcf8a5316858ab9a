package dev.whittle.cli.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A container engine of the test's own: Debian's dockerd with its own data, socket and configuration, and no network to
 * set up, so that it needs no more than root rights and leaves nothing behind.
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

    static Engine start() throws IOException, InterruptedException {
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
                        "--storage-driver=vfs")
                .builder()
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Engine engine = new Engine(home, process, client.toString());
        for (int i = 0; i < TRIES; i++) {
            if (engine.docker("version").run().exit() == 0) {
                return engine;
            }
            if (!process.isAlive()) {
                break;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        String said = Files.readString(log);
        engine.stop();
        throw new AssertionError("the engine (dockerd, installed by testdata/provision) does not start; it said:\n"
                + said.substring(Math.max(0, said.length() - 4000)));
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
