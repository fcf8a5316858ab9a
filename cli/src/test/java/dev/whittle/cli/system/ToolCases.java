package dev.whittle.cli.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Programs of Debian that look things up: certificates, zones, users, character sets, terminals, modules of their own. */
final class ToolCases {
    static final String BASE = "tools";
    static final int TLS_PORT = 4443;
    private static final String BUNDLE = "/etc/ssl/certs/ca-certificates.crt";
    private static final String URL = "https://localhost:" + TLS_PORT + "/";

    private ToolCases() {}

    static List<SlimCase> all(Certificates certificates) throws IOException {
        Path root = BaseImage.provisioned(BASE).resolve("root");
        String bundle = certificates.addedTo(root.resolve(BUNDLE.substring(1)));
        return List.of(
                // The server's page tells of sessions: what counts is that it comes.
                SlimCase.of(
                                "curl, https",
                                BASE,
                                "curl",
                                "-fsS",
                                "-o",
                                "/dev/null",
                                "-w",
                                "%{http_code} %{ssl_verify_result}",
                                URL)
                        .file(BUNDLE, bundle),
                SlimCase.of("curl, https without the bundle", BASE, "curl", "-fsS", "-o", "/dev/null", URL)
                        .file(BUNDLE, bundle)
                        .slim("--without", "ca-certificates")
                        .refused("certificate"),
                SlimCase.of("wget, https", BASE, "wget", "-nv", "-O", "/dev/null", URL)
                        .file(BUNDLE, bundle),
                go("Go, https", "fetch", "/app", URL).file(BUNDLE, bundle),
                go("Go, time.LoadLocation", "zone", "/app"),
                go("static C, getpwuid", "users", "/app").user("sshd"),
                SlimCase.of("date, TZ", BASE, "date", "-d", "@1767225600", "+%c %Z")
                        .env("TZ=Europe/Amsterdam"),
                SlimCase.of(
                        "python3, zoneinfo",
                        BASE,
                        "python3",
                        "-c",
                        "import zoneinfo, datetime; print(datetime.datetime(2026, 1, 1, tzinfo=zoneinfo.ZoneInfo('Asia/Tokyo')))"),
                SlimCase.of(
                        "python3, modules",
                        BASE,
                        "python3",
                        "-c",
                        "import ssl, sqlite3, json, ctypes, hashlib\n"
                                + "print(ssl.OPENSSL_VERSION, sqlite3.connect(':memory:').execute('select 1+1').fetchone(),"
                                + " json.dumps([1]), ctypes.CDLL(None).abs(-3), hashlib.sha256(b'x').hexdigest())"),
                SlimCase.of("python3, http.server", BASE, "python3", "-m", "http.server", "8000")
                        .workingDirectory("/srv")
                        .file("/srv/page.txt", "a page\n")
                        .stopSignal("SIGINT")
                        .asked("curl -fsS http://127.0.0.1:8000/page.txt"),
                SlimCase.of(
                        "perl, modules",
                        BASE,
                        "perl",
                        "-e",
                        "use POSIX; use Socket; use JSON::PP;"
                                + " print POSIX::floor(3.7), inet_ntoa(INADDR_LOOPBACK), JSON::PP->new->encode([1, 2]), \"\\n\""),
                SlimCase.of("ruby, http server", BASE, "ruby", "/server.rb")
                        .file("/server.rb", """
                        require "socket"
                        require "json"
                        require "digest"
                        server = TCPServer.new("127.0.0.1", 8001)
                        trap("TERM") { exit 0 }
                        loop do
                          client = server.accept
                          client.gets
                          body = JSON.generate(digest: Digest::SHA256.hexdigest("x"))
                          client.write "HTTP/1.0 200 OK\\r\\nContent-Length: #{body.size}\\r\\n\\r\\n#{body}"
                          client.close
                        end
                        """)
                        .asked("curl -fsS http://127.0.0.1:8001/"),
                SlimCase.of(
                                "redis",
                                BASE,
                                "redis-server",
                                "--port",
                                "6379",
                                "--dir",
                                "/var/lib/redis",
                                "--save",
                                "60 1")
                        .user("redis")
                        .asked("exec 3<>/dev/tcp/127.0.0.1/6379 && printf 'SET a b\\r\\nGET a\\r\\nQUIT\\r\\n' >&3"
                                + " && cat <&3"),
                SlimCase.of(
                        "sqlite3",
                        BASE,
                        "sqlite3",
                        ":memory:",
                        "create table t(a); insert into t values(7); select a*6 from t"),
                SlimCase.line(
                        "git clone",
                        BASE,
                        "git init -q /tmp/a && cd /tmp/a && git -c user.name=n -c user.email=e commit -q"
                                + " --allow-empty --date=2026-01-01T00:00Z -m first && git clone -q /tmp/a /tmp/b && cd /tmp/b"
                                + " && git log --format=%s"),
                SlimCase.line(
                        "sshd -t",
                        BASE,
                        "mkdir -p /run/sshd && ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/key"
                                + " && /usr/sbin/sshd -t -h /etc/ssh/key && echo fine"),
                SlimCase.of("sudo -l", BASE, "sudo", "-l"),
                SlimCase.of("wget, https without the bundle", BASE, "wget", "-nv", "-O", "/dev/null", URL)
                        .file(BUNDLE, bundle)
                        .slim("--without", "ca-certificates")
                        .refused("certificate"),
                SlimCase.of("getent passwd", BASE, "getent", "passwd", "sshd"),
                SlimCase.of("id", BASE, "id", "redis"),
                SlimCase.of("getent hosts", BASE, "getent", "hosts", "peer").run("--add-host", "peer:192.0.2.1"),
                SlimCase.line("iconv, ISO-8859-15", BASE, "printf 'caf\\351 \\244' | iconv -f ISO-8859-15 -t UTF-8")
                        .slim("--with", "gconv-all"),
                SlimCase.of("iconv, named", BASE, "iconv", "-f", "ISO-8859-15", "-t", "UTF-8", "/text")
                        .file("/text", "caf\u00e9 \u00a4\n"),
                SlimCase.of("locale -a", BASE, "locale", "-a").env("LANG=C.UTF-8"),
                SlimCase.of("sort, LANG", BASE, "sort", "/words")
                        .env("LC_ALL=C.UTF-8")
                        .file("/words", "b\nB\na\n"),
                SlimCase.of("tput", BASE, "tput", "setaf", "1").env("TERM=xterm-256color"),
                SlimCase.of("file", BASE, "file", "/words").file("/words", "text\n"),
                SlimCase.of("bash, functions and tools", BASE, "/usr/local/bin/report", "x")
                        .file("/usr/local/lib/functions.sh", "count() { sort | uniq -c | awk '{ print $2, $1 }'; }\n")
                        .file("/usr/local/bin/report", """
                                #!/usr/bin/env bash
                                set -euo pipefail
                                . /usr/local/lib/functions.sh
                                printf '%s\\n' b a b "$1" | sed 's/a/c/' | count
                                """));
    }

    private static SlimCase go(String name, String program, String... command) throws IOException {
        Path file = Setup.cache().resolve("programs/static").resolve(program);
        if (!Files.isRegularFile(file)) {
            throw Setup.missing("the program " + file);
        }
        return SlimCase.of(name, BASE, command).file("/app", Files.readString(file, StandardCharsets.ISO_8859_1));
    }
}
