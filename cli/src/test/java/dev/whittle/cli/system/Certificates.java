package dev.whittle.cli.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A test certificate authority, and a server certificate for localhost issued by it. */
record Certificates(Path authority, Path certificate, Path key) {
    static Certificates make(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        String script = """
                set -e; cd "$1"; openssl=$2
                ec() { "$openssl" req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "$@" 2>&1; }
                ec -x509 -days 3650 -subj "/CN=authority of a test" -keyout ca.key -out ca.pem
                ec -subj /CN=localhost -keyout server.key -out server.csr
                printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\\n' >names
                "$openssl" x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 3650 -extfile names \\
                    -out server.pem 2>&1
                """;
        Command.bash(script, List.of(directory.toString(), Setup.tool("openssl").toString()))
                .run()
                .succeeds();
        return new Certificates(
                directory.resolve("ca.pem"), directory.resolve("server.pem"), directory.resolve("server.key"));
    }

    static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    /** A bundle with the authority's certificate at its end. */
    String addedTo(Path bundle) throws IOException {
        return text(bundle) + text(authority);
    }

    /** A web server with this certificate at a port of the engine's network, until it is destroyed. */
    Process serve(Engine engine, int port) throws IOException {
        Command server = Command.of(
                Setup.tool("openssl"),
                "s_server",
                "-quiet",
                "-www",
                "-accept",
                port,
                "-cert",
                certificate,
                "-key",
                key);
        return engine.beside(server)
                .builder()
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
