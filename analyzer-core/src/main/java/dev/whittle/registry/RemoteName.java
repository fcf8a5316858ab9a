package dev.whittle.registry;

import dev.whittle.image.Digest;
import dev.whittle.image.ImageReference;
import java.util.Optional;

/**
 * An image in a registry: {@code docker.io/library/nginx:alpine}. A name without a host is one of Docker Hub, as for docker
 * and skopeo (distribution, reference/normalize.go).
 *
 * @param host with the port, if one is named
 * @param repository without the host
 * @param tag {@code latest} if neither a tag nor a digest is named
 */
public record RemoteName(String host, String repository, Optional<String> tag, Optional<Digest> digest) {
    static final String DOCKER_HUB = "docker.io";

    public static RemoteName of(ImageReference reference) {
        String full = reference.full();
        String named = full.substring(0, full.lastIndexOf(':'));
        int slash = named.indexOf('/');
        String host = named.substring(0, slash);
        return new RemoteName(
                host.equals("index.docker.io") ? DOCKER_HUB : host,
                named.substring(slash + 1),
                reference.tag().or(() -> reference.digest().isPresent() ? Optional.empty() : Optional.of("latest")),
                reference.digest());
    }

    /** What the registry is asked for: a digest says more than a tag. */
    String reference() {
        return digest.map(Digest::toString).or(() -> tag).orElse("latest");
    }

    /** Where Docker Hub's API is, which is not where its name says. */
    String apiHost() {
        return host.equals(DOCKER_HUB) ? "registry-1.docker.io" : host;
    }

    /** Host and repository. */
    public String path() {
        return host + "/" + repository;
    }

    /** Whether the registry runs on this machine: then it may speak plain HTTP, as docker allows. */
    boolean isLocal() {
        String name = host.startsWith("[") ? host.substring(0, host.indexOf(']') + 1) : host.replaceFirst(":\\d+$", "");
        return name.equals("localhost") || name.equals("[::1]") || name.matches("127(\\.\\d{1,3}){3}");
    }

    @Override
    public String toString() {
        return path()
                + tag.map(tag -> ":" + tag).orElse("")
                + digest.map(digest -> "@" + digest).orElse("");
    }
}
