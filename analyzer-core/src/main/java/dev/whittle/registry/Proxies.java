package dev.whittle.registry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxies that the environment names, as Go's programs and curl read it: {@code HTTPS_PROXY}, {@code HTTP_PROXY},
 * {@code NO_PROXY}, each in lower case too (golang.org/x/net/http/httpproxy). This machine is always asked directly.
 */
final class Proxies extends ProxySelector {
    private static final int DEFAULT_PORT = 80;

    private final Map<String, String> variables;

    /** @param variables of the environment */
    Proxies(Map<String, String> variables) {
        this.variables = variables;
    }

    @Override
    public List<Proxy> select(URI uri) {
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        Optional<String> proxy = variable("https".equals(uri.getScheme()) ? "HTTPS_PROXY" : "HTTP_PROXY");
        if (proxy.isEmpty() || isLocal(host) || isExcluded(host, uri.getPort())) {
            return List.of(Proxy.NO_PROXY);
        }
        String text = proxy.get().contains("://") ? proxy.get() : "http://" + proxy.get();
        URI at;
        try {
            at = URI.create(text);
        } catch (IllegalArgumentException e) {
            return List.of(Proxy.NO_PROXY);
        }
        if (at.getHost() == null) {
            return List.of(Proxy.NO_PROXY);
        }
        return List.of(new Proxy(
                Proxy.Type.HTTP, new InetSocketAddress(at.getHost(), at.getPort() < 0 ? DEFAULT_PORT : at.getPort())));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name))
                .filter(value -> !value.isEmpty())
                .or(() -> Optional.ofNullable(variables.get(name.toLowerCase(Locale.ROOT)))
                        .filter(value -> !value.isEmpty()));
    }

    private static boolean isLocal(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    /** A name stands for itself and what is below it, {@code .name} for the latter alone, {@code *} for all. */
    private boolean isExcluded(String host, int port) {
        for (String entry :
                variable("NO_PROXY").orElse("").toLowerCase(Locale.ROOT).split(",", -1)) {
            String name = entry.strip();
            if (port >= 0 && name.endsWith(":" + port)) {
                name = name.substring(0, name.lastIndexOf(':'));
            }
            String below = name.startsWith("*.") ? name.substring(1) : name.startsWith(".") ? name : "." + name;
            if (name.equals("*") || (!name.isEmpty() && (host.equals(name) || host.endsWith(below)))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // the request fails, and its error is reported
    }
}
