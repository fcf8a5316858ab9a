package dev.whittle.registry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sends requests and follows redirects, within bounds. A credential goes to the server that it is for, and to no other. */
final class Http {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final String AGENT = "whittle";

    private final HttpClient client;
    private final RegistryLimits limits;

    Http(HttpClient client, RegistryLimits limits) {
        this.client = client;
        this.limits = limits;
    }

    /**
     * @param authorization for the server of the request, not for those that it redirects to
     * @throws RegistryException if there is no answer; whether it may pass is in it
     */
    Answer send(Request request, Optional<String> authorization) throws IOException {
        Request at = request;
        for (int hops = 0; hops <= RegistryLimits.REDIRECTS; hops++) {
            boolean isHome = isSameServer(at.uri(), request.uri());
            Answer answer = exchange(at, isHome ? authorization : Optional.empty());
            Optional<String> location = answer.header("Location");
            if (!REDIRECTS.contains(answer.status()) || location.isEmpty()) {
                return answer;
            }
            answer.drain();
            at = at.at(target(at, answer.status(), location.get()));
        }
        throw new RegistryException(request.server() + ": more than " + RegistryLimits.REDIRECTS + " redirects");
    }

    private static URI target(Request from, int status, String location) throws RegistryException {
        boolean reads = from.method().equals("GET") || from.method().equals("HEAD");
        if (!reads && status != 307 && status != 308) {
            throw new RegistryException(from.server() + ": redirects an upload (status " + status + ")");
        }
        return resolve(from.uri(), location);
    }

    /** @throws RegistryException if this is no place to go to from there */
    static URI resolve(URI from, String location) throws RegistryException {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new RegistryException(server(from) + ": redirects to what is no address");
        }
        String scheme = String.valueOf(to.getScheme());
        boolean isSafe = scheme.equals("https") || (scheme.equals("http") && "http".equals(from.getScheme()));
        if (!isSafe || to.getHost() == null || to.getRawUserInfo() != null) {
            throw new RegistryException(server(from) + ": redirects from https to " + scheme
                    + ", or to an address with a password; not followed");
        }
        return to;
    }

    static boolean isSameServer(URI one, URI other) {
        return String.valueOf(one.getScheme()).equals(other.getScheme())
                && server(one).equals(server(other));
    }

    static String server(URI uri) {
        boolean isUsual = uri.getPort() < 0 || uri.getPort() == ("https".equals(uri.getScheme()) ? 443 : 80);
        return uri.getHost() + (isUsual ? "" : ":" + uri.getPort());
    }

    private Answer exchange(Request request, Optional<String> authorization) throws IOException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri())
                .method(
                        request.method(),
                        request.body().map(Upload::publisher).orElseGet(HttpRequest.BodyPublishers::noBody))
                .setHeader("User-Agent", AGENT);
        request.headers().forEach(builder::setHeader);
        authorization.ifPresent(value -> builder.setHeader("Authorization", value));
        CompletableFuture<HttpResponse<BodyStream>> answer =
                client.sendAsync(builder.build(), info -> new BodyStream(limits.idle()));
        try {
            return new Answer(await(request, answer));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw failure(request.server(), e.getCause());
        }
    }

    /** Until there is an answer; as long as an upload gets on, it may take any time. */
    private HttpResponse<BodyStream> await(Request request, CompletableFuture<HttpResponse<BodyStream>> answer)
            throws ExecutionException, InterruptedException, RegistryException {
        long before = -1;
        while (true) {
            long now = request.body().map(Upload::taken).orElse(0L);
            if (now == before) {
                answer.cancel(true);
                throw new RegistryException(
                        request.server() + ": no answer for " + limits.idle().toSeconds() + " s",
                        RegistryException.Kind.PASSING);
            }
            before = now;
            try {
                return answer.get(limits.idle().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // asks again whether the upload moves
            }
        }
    }

    private RegistryException failure(String server, @Nullable Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof UnresolvedAddressException || at instanceof UnknownHostException) {
                return new RegistryException(server + ": no such host", at);
            }
            if (at instanceof SSLException) {
                return Tls.failure(server, at);
            }
        }
        if (cause instanceof HttpConnectTimeoutException) {
            return new RegistryException(
                    server + ": no connection within " + limits.connect().toSeconds() + " s",
                    RegistryException.Kind.PASSING);
        }
        if (cause instanceof ConnectException) {
            return new RegistryException(server + ": refuses connections; is this its host and port?", cause);
        }
        String reason = cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
        return new RegistryException(server + ": the connection was cut" + reason, RegistryException.Kind.PASSING);
    }
}
