package dev.whittle.cli.system;

import java.util.Set;

/** Images that do not do what they did before: nothing finds yet what they open. Who finds it, takes the name from here. */
final class Unsolved {
    static final Set<String> NAMES = Set.of(
            "nginx, page",
            "nginx, read-only",
            "nginx, turned image",
            "nginx, stream",
            "nginx, TLS",
            "nginx -t",
            "nginx, reload",
            "nginx, as its user",
            "curl, https",
            "wget, https",
            "Go, https",
            "Go, time.LoadLocation",
            "date, TZ",
            "python3, zoneinfo",
            "python3, modules",
            "python3, http.server",
            "perl, modules",
            "ruby, http server",
            "git clone",
            "sshd -t",
            "sudo -l",
            "iconv, ISO-8859-15",
            "iconv, named",
            "locale -a",
            "tput",
            "file",
            "bash, functions and tools",
            "node, http server",
            "java, HttpClient",
            "PostgreSQL");

    private Unsolved() {}
}
