package dev.whittle.cli.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Programs for a runtime with its own class or module loader, and a server with many other files. */
final class RuntimeCases {
    static final String RUNTIMES = "runtimes";
    static final String POSTGRES = "postgres";

    private RuntimeCases() {}

    static List<SlimCase> runtimes(Path scratch) throws IOException, InterruptedException {
        return List.of(
                SlimCase.of("node, http server", RUNTIMES, "node", "/server.js")
                        .file("/server.js", """
                        const http = require("http");
                        const crypto = require("crypto");
                        http.createServer((question, answer) => {
                          answer.end(crypto.createHash("sha256").update("x").digest("hex") + process.version);
                        }).listen(8002, "127.0.0.1");
                        process.on("SIGTERM", () => process.exit(0));
                        """)
                        .asked("curl -fsS http://127.0.0.1:8002/"),
                SlimCase.of("java, HttpClient", RUNTIMES, "java", "-cp", "/app", "Hello")
                        .file("/app/Hello.class", hello(scratch)));
    }

    static List<SlimCase> postgres() {
        // Like the official image: a database is created at the first start.
        return List.of(SlimCase.of("PostgreSQL", POSTGRES, "postgres")
                .entrypoint("/usr/local/bin/start")
                .user("postgres")
                .env("PATH=/usr/lib/postgresql/15/bin:/usr/sbin:/usr/bin:/sbin:/bin", "PGDATA=/var/lib/postgresql/data")
                .stopSignal("SIGINT")
                .file("/usr/local/bin/start", """
                        #!/bin/bash
                        set -e
                        if [ ! -s "$PGDATA/PG_VERSION" ]; then
                            initdb --auth=trust --username=postgres >/dev/null
                        fi
                        exec "$@"
                        """)
                .asked("ask() { chroot " + BaseImage.provisioned(POSTGRES).resolve("root")
                        + " /usr/lib/postgresql/15/bin/psql -h 127.0.0.1 -U postgres -At \"$@\"; };"
                        + " ask -c 'select 1' >/dev/null && ask -c 'create table t(a int)' -c 'insert into t values (6)'"
                        + " -c 'select a*7, upper(to_char(a, $$RN$$)) from t'"));
    }

    private static String hello(Path scratch) throws IOException, InterruptedException {
        Path source = Files.writeString(scratch.resolve("Hello.java"), """
                import com.sun.net.httpserver.HttpServer;
                import java.net.InetSocketAddress;
                import java.net.URI;
                import java.net.http.HttpClient;
                import java.net.http.HttpRequest;
                import java.net.http.HttpResponse;

                public class Hello {
                    public static void main(String[] arguments) throws Exception {
                        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 8003), 0);
                        server.createContext("/", exchange -> {
                            exchange.sendResponseHeaders(200, 5);
                            exchange.getResponseBody().write("hello".getBytes());
                            exchange.close();
                        });
                        server.start();
                        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:8003/")).build();
                        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
                        System.out.println(answer.statusCode() + " " + answer.body() + " " + java.time.ZoneId.of("Asia/Tokyo"));
                        server.stop(0);
                        System.exit(0);
                    }
                }
                """);
        Path compiler = Setup.java().resolveSibling("javac");
        Command.of(compiler, "--release", "17", "-d", scratch, source).run().succeeds();
        return Files.readString(scratch.resolve("Hello.class"), StandardCharsets.ISO_8859_1);
    }
}
