package dev.whittle.cli.system;

import java.util.List;
import java.util.stream.Stream;

/** What is passed by hand because nothing finds it yet: with the catalogue of hidden dependencies this class goes. */
final class PassedByHand {
    static final List<String> NGINX = include(
            "/etc/nginx/**", "/usr/share/nginx/html/*", "/var/cache/nginx", "/var/log/nginx/*", "/var/run", "/run");
    static final List<String> SCRIPTS = include(
            "/entrypoint.d/*", "/usr/bin/find", "/usr/bin/wc", "/usr/bin/sort", "/bin/grep", "/bin/sed", "/bin/touch");
    static final List<String> DEBIAN_NGINX =
            include("/etc/nginx/**", "/var/www/html/*", "/var/lib/nginx", "/var/log/nginx", "/run");

    private PassedByHand() {}

    private static List<String> include(String... paths) {
        return Stream.of(paths).flatMap(path -> Stream.of("--include", path)).toList();
    }
}
