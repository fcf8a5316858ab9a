package dev.whittle.cli.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Debian's docker-registry in the engine's network, with TLS by an authority of the test's own, and a password. */
final class Registry {
    static final String USER = "tester";
    static final String PASSWORD = "a-Secret-9";

    private static final int TRIES = 300;
    private static final int PAUSE_MILLIS = 100;

    private final String host;
    private final Process server;

    private Registry(String host, Process server) {
        this.host = host;
        this.server = server;
    }

    static Registry start(Engine engine, Path directory, Certificates certificates, int port)
            throws IOException, InterruptedException {
        Path passwords = directory.resolve("htpasswd");
        Command.of(Setup.tool("htpasswd"), "-Bbc", passwords, USER, PASSWORD)
                .run()
                .succeeds();
        Path config = Files.writeString(directory.resolve("registry.yml"), """
                version: 0.1
                log: {level: error, accesslog: {disabled: true}}
                storage: {filesystem: {rootdirectory: %s}}
                auth: {htpasswd: {realm: test, path: %s}}
                http: {addr: "127.0.0.1:%d", tls: {certificate: %s, key: %s}}
                """.formatted(
                        directory.resolve("store"), passwords, port, certificates.certificate(), certificates.key()));
        Process server = engine.beside(Command.of(Setup.tool("docker-registry"), "serve", config))
                .builder()
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("registry.log").toFile())
                .start();
        Command question = engine.beside(
                Command.of(Setup.tool("curl"), "-sk", "-o", "/dev/null", "https://127.0.0.1:" + port + "/v2/"));
        for (int i = 0; i < TRIES && server.isAlive(); i++) {
            if (question.run().exit() == 0) {
                return new Registry("localhost:" + port, server);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        server.destroy();
        throw new AssertionError(
                "docker-registry does not start; it said:\n" + Files.readString(directory.resolve("registry.log")));
    }

    /** {@code localhost:PORT/NAME}. */
    String name(String name) {
        return host + "/" + name;
    }

    String host() {
        return host;
    }

    void stop() throws InterruptedException {
        server.destroy();
        if (!server.waitFor(10, TimeUnit.SECONDS)) {
            server.destroyForcibly().waitFor();
        }
    }
}
