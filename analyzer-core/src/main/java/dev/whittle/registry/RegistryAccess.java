package dev.whittle.registry;

import dev.whittle.image.ImageReference;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How registries are spoken to: who asks, whom it trusts, by which way.
 *
 * @param verify whether a server must prove who it is; if not, plain HTTP is tried too
 * @param certificates directories for a registry's certificates; {@code HOST[:PORT]} below the system's, or one that was named
 * @param variables of the environment, for proxies
 */
public record RegistryAccess(
        Credentials credentials,
        boolean verify,
        Certificates certificates,
        Map<String, String> variables,
        RegistryLimits limits) {
    /** Where a host's certificates are. */
    @FunctionalInterface
    public interface Certificates {
        List<Path> of(String host);
    }

    /** Nothing is sent yet. */
    public Repository open(ImageReference reference) throws IOException {
        RemoteName name = RemoteName.of(reference);
        HttpClient client = HttpClient.newBuilder()
                .version(
                        HttpClient.Version
                                .HTTP_1_1) // one connection a blob: parts of several do not wait for each other
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limits.connect())
                .proxy(new Proxies(variables))
                .sslContext(Tls.context(verify, certificates.of(name.host())))
                .build();
        return new Repository(name, new Registry(name, new Http(client, limits), this));
    }
}
