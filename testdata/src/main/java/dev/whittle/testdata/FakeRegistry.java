package dev.whittle.testdata;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registry on this machine (OCI distribution-spec 1.1, plain HTTP) that does what real ones do only on bad days. It keeps all
 * in memory, notes every request, and has no rules of its own for what a good client would never send.
 */
public final class FakeRegistry implements Closeable {
    private static final Pattern API =
            Pattern.compile("/v2/(?<repository>.+)/(?<kind>manifests|blobs|tags|referrers)/(?<rest>.+)");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
    private final Map<String, String> types = new ConcurrentHashMap<>();
    private final Map<String, byte[]> uploads = new ConcurrentHashMap<>();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final AtomicInteger counter = new AtomicInteger();
    private volatile String login = "";
    private volatile boolean usesTokens;
    private volatile boolean hasReferrers;

    /**
     * What was asked.
     *
     * @param target path and query
     * @param authorization empty if there was no such header
     */
    public record Seen(String method, String target, String authorization, String range) {}

    /** Something that goes wrong. */
    @FunctionalInterface
    public interface Fault {
        /** @return whether this has answered; else the registry does, as if nothing were wrong */
        boolean answers(HttpExchange exchange) throws IOException;
    }

    private FakeRegistry(HttpServer server) {
        this.server = server;
    }

    public static FakeRegistry start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FakeRegistry registry = new FakeRegistry(server);
        server.createContext("/", registry::handle);
        server.setExecutor(registry.threads);
        server.start();
        return registry;
    }

    /** {@code 127.0.0.1:PORT}. */
    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Puts a saved image's blobs, and its manifest or index under a tag. */
    public FakeRegistry image(String repository, String tag, ImageFiles files, String descriptor) {
        String hex = descriptor.replaceFirst(".*?\"sha256:([0-9a-f]{64})\".*", "$1");
        for (String name : files.names()) {
            if (name.startsWith("blobs/sha256/")) {
                put(repository, name.substring("blobs/sha256/".length()), files.bytes(name));
            }
        }
        manifests.put(repository + ":" + tag, files.bytes("blobs/sha256/" + hex));
        return this;
    }

    private void put(String repository, String hex, byte[] content) {
        boolean isManifest =
                content.length > 0 && content[0] == '{' && text(content).contains("\"schemaVersion\"");
        (isManifest ? manifests : blobs).put(repository + (isManifest ? ":" : "@") + "sha256:" + hex, content);
    }

    /** Wants a password, in the header of each request, or at its token server. */
    public FakeRegistry login(String user, String password, boolean byToken) {
        login = user + ":" + password;
        usesTokens = byToken;
        return this;
    }

    /** Has the API for referrers. */
    public FakeRegistry referrers() {
        hasReferrers = true;
        return this;
    }

    public void expireTokens() {
        tokens.clear();
    }

    public FakeRegistry fault(Fault fault) {
        faults.add(fault);
        return this;
    }

    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** Requests of this method whose target holds this. */
    public long count(String method, String part) {
        return seen.stream()
                .filter(seen -> seen.method().equals(method) && seen.target().contains(part))
                .count();
    }

    /** A manifest by {@code REPOSITORY:TAG} or {@code REPOSITORY:sha256:…}; null if there is none. */
    public byte[] manifest(String name) {
        return manifests.getOrDefault(name, new byte[0]);
    }

    /** All that manifests are known by. */
    public Set<String> manifests() {
        return Set.copyOf(manifests.keySet());
    }

    /** A blob by {@code REPOSITORY@sha256:…}. */
    public byte[] blob(String name) {
        return blobs.getOrDefault(name, new byte[0]);
    }

    public Set<String> blobs() {
        return Set.copyOf(blobs.keySet());
    }

    private void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        URI uri = exchange.getRequestURI();
        seen.add(new Seen(
                method,
                uri.toString(),
                header(exchange, "Authorization"),
                header(exchange, "Range") + header(exchange, "Content-Range")));
        try (exchange) {
            for (Fault fault : faults) {
                if (fault.answers(exchange)) {
                    return;
                }
            }
            if (uri.getPath().equals("/token")) {
                token(exchange);
            } else if (isAllowed(exchange)) {
                answer(exchange, method, uri);
            }
        }
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private boolean isAllowed(HttpExchange exchange) throws IOException {
        String proof = header(exchange, "Authorization");
        boolean good = login.isEmpty()
                || (usesTokens
                        ? tokens.contains(proof.replaceFirst("Bearer ", ""))
                        : proof.equals("Basic " + base64()));
        if (!good) {
            Matcher api = API.matcher(exchange.getRequestURI().getPath());
            String repository = api.matches() ? api.group("repository") : "";
            boolean reads = Set.of("GET", "HEAD").contains(exchange.getRequestMethod());
            String scope = "repository:" + repository + ":pull" + (reads ? "" : ",push");
            exchange.getResponseHeaders()
                    .set(
                            "WWW-Authenticate",
                            usesTokens
                                    ? "Bearer realm=\"http://" + host() + "/token\",service=\"fake\",scope=\"" + scope
                                            + "\""
                                    : "Basic realm=\"fake\"");
            error(exchange, 401, "UNAUTHORIZED", "authentication required");
        }
        return good;
    }

    private String base64() {
        return Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    private void token(HttpExchange exchange) throws IOException {
        String form = text(exchange.getRequestBody().readAllBytes());
        String password = login.substring(login.indexOf(':') + 1);
        boolean good = header(exchange, "Authorization").equals("Basic " + base64())
                || form.contains("refresh_token=" + password + "&");
        if (!good) {
            error(exchange, 401, "UNAUTHORIZED", "incorrect username or password");
            return;
        }
        String token = "token-" + counter.incrementAndGet();
        tokens.add(token);
        send(exchange, 200, "application/json", bytes("{\"token\":\"" + token + "\"}"));
    }

    private void answer(HttpExchange exchange, String method, URI uri) throws IOException {
        Matcher api = API.matcher(uri.getPath());
        if (uri.getPath().equals("/v2/")) {
            send(exchange, 200, "application/json", bytes("{}"));
        } else if (!api.matches()) {
            error(exchange, 404, "NOT_FOUND", "no such thing");
        } else if (api.group("rest").equals("uploads/")) {
            begin(exchange, api.group("repository"), uri);
        } else {
            String repository = api.group("repository");
            String rest = api.group("rest");
            switch (api.group("kind")) {
                case "manifests" -> manifest(exchange, method, repository, rest);
                case "tags" -> tags(exchange, repository);
                case "referrers" -> referrers(exchange, repository, rest);
                default -> {
                    if (rest.startsWith("uploads/")) {
                        upload(exchange, method, repository, rest.substring("uploads/".length()), uri);
                    } else {
                        blob(exchange, repository, rest);
                    }
                }
            }
        }
    }

    private void manifest(HttpExchange exchange, String method, String repository, String reference)
            throws IOException {
        String key = repository + ":" + reference;
        if (method.equals("PUT")) {
            byte[] content = exchange.getRequestBody().readAllBytes();
            String digest = "sha256:" + ImageBuilder.hex(content);
            Matcher named =
                    Pattern.compile("\"digest\":\"(sha256:[0-9a-f]{64})\"").matcher(text(content));
            while (named.find()) {
                boolean isSubject = text(content).contains("\"subject\"");
                if (!isSubject
                        && !blobs.containsKey(repository + "@" + named.group(1))
                        && !manifests.containsKey(repository + ":" + named.group(1))) {
                    error(exchange, 404, "MANIFEST_BLOB_UNKNOWN", named.group(1) + " is not there");
                    return;
                }
            }
            manifests.put(key, content);
            manifests.put(repository + ":" + digest, content);
            types.put(repository + ":" + digest, header(exchange, "Content-Type"));
            if (hasReferrers && text(content).contains("\"subject\"")) {
                exchange.getResponseHeaders().set("OCI-Subject", digest);
            }
            exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
            exchange.sendResponseHeaders(201, -1);
            return;
        }
        byte[] content = manifests.get(key);
        if (content == null) {
            error(exchange, 404, "MANIFEST_UNKNOWN", "manifest unknown");
            return;
        }
        Matcher type = Pattern.compile("\"mediaType\":\"([^\"]*)\"").matcher(text(content));
        exchange.getResponseHeaders().set("Docker-Content-Digest", "sha256:" + ImageBuilder.hex(content));
        send(exchange, 200, type.find() ? type.group(1) : "application/vnd.oci.image.index.v1+json", content);
    }

    private void tags(HttpExchange exchange, String repository) throws IOException {
        List<String> tags = new ArrayList<>();
        for (String key : new TreeMap<>(manifests).keySet()) {
            if (key.startsWith(repository + ":") && !key.contains(":sha256:")) {
                tags.add("\"" + key.substring(repository.length() + 1) + "\"");
            }
        }
        if (tags.isEmpty()) {
            error(exchange, 404, "NAME_UNKNOWN", "repository name not known to registry");
        } else {
            send(
                    exchange,
                    200,
                    "application/json",
                    bytes("{\"name\":\"x\",\"tags\":[" + String.join(",", tags) + "]}"));
        }
    }

    private void referrers(HttpExchange exchange, String repository, String digest) throws IOException {
        if (!hasReferrers) {
            error(exchange, 404, "NOT_FOUND", "no such thing");
            return;
        }
        List<String> found = new ArrayList<>();
        manifests.forEach((key, content) -> {
            if (key.startsWith(repository + ":sha256:")
                    && text(content).contains("\"subject\":{")
                    && text(content).contains(digest)) {
                found.add(ImageBuilder.descriptor(
                        "application/vnd.oci.image.manifest.v1+json", ImageBuilder.hex(content), content.length, ""));
            }
        });
        send(
                exchange,
                200,
                "application/vnd.oci.image.index.v1+json",
                bytes("{\"schemaVersion\":2,\"manifests\":[" + String.join(",", found) + "]}"));
    }

    private void blob(HttpExchange exchange, String repository, String digest) throws IOException {
        byte[] content = blobs.get(repository + "@" + digest);
        if (content == null) {
            error(exchange, 404, "BLOB_UNKNOWN", "blob unknown to registry");
            return;
        }
        sendRange(exchange, content);
    }

    /** The part of a content that was asked for, or all of it. */
    public static void sendRange(HttpExchange exchange, byte[] content) throws IOException {
        Matcher range = Pattern.compile("bytes=(\\d+)-(\\d*)").matcher(header(exchange, "Range"));
        if (!range.matches()) {
            send(exchange, 200, "application/octet-stream", content);
            return;
        }
        int from = Integer.parseInt(range.group(1));
        int to = range.group(2).isEmpty()
                ? content.length
                : Math.min(content.length, Integer.parseInt(range.group(2)) + 1);
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + content.length);
        send(exchange, 206, "application/octet-stream", Arrays.copyOfRange(content, from, to));
    }

    private void begin(HttpExchange exchange, String repository, URI uri) throws IOException {
        Matcher mount =
                Pattern.compile("mount=(sha256:[0-9a-f]{64})&from=([^&]+)").matcher(String.valueOf(uri.getQuery()));
        if (mount.find() && blobs.containsKey(mount.group(2) + "@" + mount.group(1))) {
            byte[] content = blobs.get(mount.group(2) + "@" + mount.group(1));
            blobs.put(repository + "@" + mount.group(1), content);
            exchange.getResponseHeaders().set("Location", "/v2/" + repository + "/blobs/" + mount.group(1));
            exchange.sendResponseHeaders(201, -1);
            return;
        }
        String id = "u" + counter.incrementAndGet();
        uploads.put(id, new byte[0]);
        exchange.getResponseHeaders().set("Location", "/v2/" + repository + "/blobs/uploads/" + id + "?_state=x");
        exchange.sendResponseHeaders(202, -1);
    }

    private void upload(HttpExchange exchange, String method, String repository, String id, URI uri)
            throws IOException {
        byte[] before = uploads.get(id);
        if (before == null) {
            error(exchange, 404, "BLOB_UPLOAD_UNKNOWN", "no such upload");
            return;
        }
        if (method.equals("PATCH") || method.equals("PUT")) {
            before = append(exchange, id, before);
        }
        exchange.getResponseHeaders().set("Location", "/v2/" + repository + "/blobs/uploads/" + id + "?_state=y");
        if (method.equals("PUT")) {
            String digest = "sha256:" + ImageBuilder.hex(before);
            if (!String.valueOf(uri.getQuery()).contains("digest=" + digest)) {
                error(exchange, 400, "DIGEST_INVALID", "provided digest did not match uploaded content");
                return;
            }
            blobs.put(repository + "@" + digest, before);
            exchange.sendResponseHeaders(201, -1);
        } else {
            exchange.getResponseHeaders().set("Range", "0-" + Math.max(0, before.length - 1));
            exchange.sendResponseHeaders(method.equals("GET") ? 204 : 202, -1);
        }
    }

    /** What came before the connection ended is kept. */
    private byte[] append(HttpExchange exchange, String id, byte[] before) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(before);
        byte[] buffer = new byte[1 << 13];
        try {
            for (int count; (count = exchange.getRequestBody().read(buffer)) > 0; ) {
                all.write(buffer, 0, count);
            }
        } finally {
            uploads.put(id, all.toByteArray());
        }
        return all.toByteArray();
    }

    /** Keeps as much of an upload as this, and cuts the connection. */
    public void takePart(HttpExchange exchange, int bytes) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String id = path.substring(path.lastIndexOf('/') + 1);
        byte[] part = exchange.getRequestBody().readNBytes(bytes);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(uploads.getOrDefault(id, new byte[0]));
        all.writeBytes(part);
        uploads.put(id, all.toByteArray());
    }

    public static void error(HttpExchange exchange, int status, String code, String message) throws IOException {
        send(
                exchange,
                status,
                "application/json",
                bytes("{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}]}"));
    }

    public static void send(HttpExchange exchange, int status, String type, byte[] content) throws IOException {
        sendPart(exchange, status, type, content, content.length, content.length);
    }

    /** Promises so many bytes, and cuts the connection after so many. */
    public static void sendPart(HttpExchange exchange, int status, String type, byte[] content, long promised, int sent)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        if (isHead) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(promised));
        }
        exchange.sendResponseHeaders(status, isHead || promised == 0 ? -1 : promised);
        if (!isHead && promised > 0) {
            OutputStream out = exchange.getResponseBody();
            out.write(content, 0, sent);
            out.flush();
            if (sent < promised) {
                exchange.close(); // before the end: the connection goes too
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
