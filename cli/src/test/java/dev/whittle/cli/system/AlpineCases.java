package dev.whittle.cli.system;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Alpine: the nginx image as saved, its script or only the server, and busybox. */
final class AlpineCases {
    static final String ROOT = "alpine-3.19.4-x86_64";
    private static final String NGINX = BaseImage.SAVED_NGINX;
    private static final String BUNDLE = "/etc/ssl/certs/ca-certificates.crt";
    private static final String PAGE = "curl -fsS http://127.0.0.1/";
    private static final String[] SERVER = {"nginx", "-g", "daemon off;"};
    private static final String[] NO_WRITING = {"--read-only", "--tmpfs", "/run", "--tmpfs", "/var/cache/nginx"};

    private AlpineCases() {}

    static List<SlimCase> all(Certificates certificates, Path scratch) throws IOException, InterruptedException {
        Path saved = Files.createDirectory(scratch.resolve("saved"));
        BaseImage.saved(NGINX, saved);
        JsonObject config = BaseImage.config(saved.resolve(NGINX)).getAsJsonObject("config");
        String bundle = certificates.addedTo(AlpineRoot.named(ROOT).path().resolve(BUNDLE.substring(1)));
        String url = "https://localhost:" + ToolCases.TLS_PORT + "/";
        return List.of(
                nginx("Alpine's nginx, script and page", config).asked(PAGE),
                nginx("Alpine's nginx, script, read-only", config).asked(PAGE).run(NO_WRITING),
                direct("Alpine's nginx, page", config).asked(PAGE),
                direct("Alpine's nginx, read-only", config).asked(PAGE).run(NO_WRITING),
                nginx("Alpine's nginx -t", config).entrypoint().command("nginx", "-t"),
                direct("Alpine's nginx, reload", config)
                        .asked(PAGE + " >/dev/null && docker kill --signal HUP $1 >/dev/null && sleep 0.5 && " + PAGE),
                direct("Alpine's nginx, as its user", config)
                        .user("nginx")
                        .file("/etc/nginx/nginx.conf", NginxCases.UNPRIVILEGED)
                        .file(
                                "/etc/nginx/sites-enabled/default",
                                "server { listen 8083; location / { root /pages; } }\n")
                        .file("/pages/index.html", "a page\n")
                        .asked("curl -fsS http://127.0.0.1:8083/"),
                direct("Alpine's nginx, TLS", config)
                        .file(
                                "/etc/nginx/conf.d/tls.conf",
                                "server { listen 8444 ssl; ssl_certificate /etc/ssl/server.pem;"
                                        + " ssl_certificate_key /etc/ssl/private/server.key; location / { root /pages; } }\n")
                        .file("/etc/ssl/server.pem", Certificates.text(certificates.certificate()))
                        .file("/etc/ssl/private/server.key", Certificates.text(certificates.key()))
                        .file("/pages/index.html", "a page\n")
                        .asked("curl -fsS --cacert " + certificates.authority() + " https://localhost:8444/"),
                nginx("Alpine's id", config).entrypoint().command("id").user("nginx"),
                SlimCase.of("Alpine's wget, https", ROOT, "wget", "-q", "-O", "/dev/null", url)
                        .file(BUNDLE, bundle),
                SlimCase.of("Alpine's wget, https without the bundle", ROOT, "wget", "-q", "-O", "/dev/null", url)
                        .file(BUNDLE, bundle)
                        .slim("--without", "ca-certificates")
                        .refused("certificate"),
                SlimCase.of("busybox, functions and tools", ROOT, "/usr/local/bin/report", "x")
                        .file("/usr/local/lib/functions.sh", "count() { sort | uniq -c | awk '{ print $2, $1 }'; }\n")
                        .file("/usr/local/bin/report", """
                                #!/usr/bin/env sh
                                set -eu
                                . /usr/local/lib/functions.sh
                                printf '%s\\n' b a b "$1" | sed 's/a/c/' | count
                                """));
    }

    private static SlimCase nginx(String name, JsonObject config) {
        return SlimCase.configured(name, NGINX, config).stopSignal("SIGQUIT");
    }

    private static SlimCase direct(String name, JsonObject config) {
        return nginx(name, config).entrypoint().command(SERVER);
    }
}
