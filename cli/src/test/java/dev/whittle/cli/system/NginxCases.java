package dev.whittle.cli.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;

/** Debian's nginx: pages, modules, certificates, and the user that it runs as. */
final class NginxCases {
    static final String BASE = "nginx";
    private static final String MODULES = "nginx-modules";
    private static final String PAGE = "curl -fsS http://127.0.0.1/";
    private static final String START = "daemon off;";
    private static final List<String> NO_WRITING =
            List.of("--read-only", "--tmpfs", "/run", "--tmpfs", "/var/lib/nginx", "--tmpfs", "/var/log/nginx");

    private NginxCases() {}

    static List<SlimCase> all(Certificates certificates) throws IOException {
        String site = Files.readString(
                BaseImage.provisioned(BASE).resolve("root/etc/nginx/sites-available/default"),
                StandardCharsets.ISO_8859_1);
        return List.of(
                nginx("nginx, page").asked(PAGE),
                nginx("nginx, read-only").asked(PAGE).run(NO_WRITING.toArray(String[]::new)),
                nginx("nginx, turned image", MODULES)
                        .file(
                                "/etc/nginx/conf.d/images.conf",
                                server(8080, "location / { root /pictures;" + " image_filter rotate 90; }"))
                        .file("/pictures/dot.gif", GIF)
                        .asked("curl -fsS http://127.0.0.1:8080/dot.gif | sha256sum"),
                nginx("nginx, stream", MODULES)
                        .file(
                                "/etc/nginx/modules-enabled/90-stream.conf",
                                "stream { server { listen 8081; proxy_pass 127.0.0.1:80; } }\n")
                        .asked("curl -fsS http://127.0.0.1:8081/"),
                nginx("nginx, TLS")
                        .file(
                                "/etc/nginx/conf.d/tls.conf",
                                server(
                                        "8443 ssl",
                                        "ssl_certificate /etc/ssl/server.pem;"
                                                + " ssl_certificate_key /etc/ssl/private/server.key;"
                                                + " location / { root /var/www/html; index index.nginx-debian.html; }"))
                        .file("/etc/ssl/server.pem", Certificates.text(certificates.certificate()))
                        .file("/etc/ssl/private/server.key", Certificates.text(certificates.key()))
                        .asked("curl -fsS --cacert " + certificates.authority() + " https://localhost:8443/"),
                SlimCase.of("nginx -t", BASE, "nginx", "-t"),
                nginx("nginx, reload")
                        .asked(PAGE + " >/dev/null && docker kill --signal HUP $1 >/dev/null && sleep 0.5 && " + PAGE),
                nginx("nginx, as its user")
                        .user("www-data")
                        .file("/etc/nginx/nginx.conf", UNPRIVILEGED)
                        .file(
                                "/etc/nginx/sites-available/default",
                                site.replace("listen 80 ", "listen 8082 ")
                                        .replace("listen [::]:80 ", "listen [::]:8082 "))
                        .asked("curl -fsS http://127.0.0.1:8082/"));
    }

    static final String UNPRIVILEGED = """
            pid /tmp/nginx.pid;
            error_log /dev/stderr;
            events {}
            http {
                access_log /dev/stdout;
                client_body_temp_path /tmp/body;
                proxy_temp_path /tmp/proxy;
                fastcgi_temp_path /tmp/fastcgi;
                uwsgi_temp_path /tmp/uwsgi;
                scgi_temp_path /tmp/scgi;
                include /etc/nginx/mime.types;
                include /etc/nginx/sites-enabled/*;
            }
            """;
    /** One white pixel. */
    private static final String GIF = new String(
            Base64.getDecoder().decode("R0lGODdhAQABAIAAAP///////ywAAAAAAQABAAACAkQBADs="),
            StandardCharsets.ISO_8859_1);

    private static SlimCase nginx(String name) {
        return nginx(name, BASE);
    }

    private static SlimCase nginx(String name, String base) {
        return SlimCase.of(name, base, "nginx", "-g", START).stopSignal("SIGQUIT");
    }

    private static String server(Object listen, String rest) {
        return "server { listen " + listen + "; server_name localhost; " + rest + " }\n";
    }
}
