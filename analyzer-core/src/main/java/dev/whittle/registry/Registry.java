package dev.whittle.registry;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One registry's API: finds out how it is spoken to, proves who asks, and asks again what failed for a while. */
final class Registry {
    private static final Set<Integer> BUSY = Set.of(408, 429, 500, 502, 503, 504);

    private final RemoteName name;
    private final Http http;
    private final RegistryAccess access;
    private final Authorization authorization;
    private @Nullable URI base;

    Registry(RemoteName name, Http http, RegistryAccess access) {
        this.name = name;
        this.http = http;
        this.access = access;
        this.authorization = new Authorization(name, access, this::answered);
    }

    RegistryLimits limits() {
        return access.limits();
    }

    /** Where the API of this repository is: distribution-spec, "Endpoints". */
    URI api(String path) throws IOException {
        return base().resolve("/v2/" + name.repository() + "/" + path);
    }

    private synchronized URI base() throws IOException {
        if (base == null) {
            base = found();
        }
        return base;
    }

    /**
     * Plain HTTP is for this machine, which is asked so first: some servers without TLS say nothing to one who greets with it.
     * For others it is tried last, and only if nobody need prove who he is.
     */
    private URI found() throws IOException {
        URI secure = address("https");
        URI plain = address("http");
        if (name.isLocal()) {
            return speaks(plain) ? plain : secure;
        }
        return access.verify() || speaks(secure) ? secure : plain;
    }

    private URI address(String scheme) throws RegistryException {
        try {
            return URI.create(scheme + "://" + name.apiHost() + "/");
        } catch (IllegalArgumentException e) {
            throw new RegistryException(name.host() + ": not a host");
        }
    }

    /** A server with TLS answers a plain request with "bad request" or not at all; others have this address. */
    private boolean speaks(URI address) throws IOException {
        try (Answer answer = http.send(Request.get(address.resolve("/v2/")), Optional.empty())) {
            answer.drain();
            return answer.status() != 400;
        } catch (RegistryException e) {
            if (e.kind() == RegistryException.Kind.FINAL && e.getCause() instanceof ConnectException) {
                throw e;
            }
            return false;
        }
    }

    /** For messages: what a server said may hold what it was sent. */
    String hidden(String text) {
        return authorization.hidden(text);
    }

    /**
     * Asks, with whatever proof the registry wants.
     *
     * @param writes whether the right to write is needed
     * @throws RegistryException if there is no answer, or it is that one may not
     */
    Answer send(Request request, boolean writes) throws IOException {
        boolean isHome = Http.isSameServer(request.uri(), base()); // an upload may go elsewhere
        Optional<String> proof = isHome ? authorization.known(writes) : Optional.empty();
        Answer answer = answered(request, proof);
        if (answer.status() == 401 && isHome) {
            List<Challenge> challenges = Challenge.parse(answer.headers("WWW-Authenticate"));
            answer.drain();
            proof = Optional.of(authorization.prove(challenges, writes, proof));
            answer = answered(request, proof);
        }
        if (answer.status() == 401
                && proof.filter(value -> value.startsWith("Basic ")).isPresent()) {
            answer.drain();
            throw authorization.wrongLogin();
        }
        if (answer.status() == 401 || answer.status() == 403) {
            throw denied(answer, writes);
        }
        return answer;
    }

    private RegistryException denied(Answer answer, boolean writes) throws IOException {
        String said = errors(answer);
        boolean known = authorization.hasLogin();
        return new RegistryException(name.path() + ": no right to " + (writes ? "write" : "read") + said
                + (known
                        ? "; the login that was found is not enough"
                        : "; no login for " + name.host()
                                + " was found: use docker login, skopeo login or --authfile"));
    }

    /** Asks until there is an answer that is more than "not now". */
    private Answer answered(Request request, Optional<String> proof) throws IOException {
        for (int tried = 1; ; tried++) {
            Duration wait = limits().wait(tried - 1);
            boolean isLast = tried >= limits().tries() || !request.isSafe();
            try {
                Answer answer = http.send(request, proof);
                if (!BUSY.contains(answer.status()) || isLast) {
                    return answer;
                }
                Optional<Duration> asked = retryAfter(answer);
                if (asked.isPresent() && asked.get().compareTo(limits().longestWait()) > 0) {
                    throw new RegistryException(name.host() + ": wants to be asked again in "
                            + asked.get().toSeconds() + " s" + errors(answer) + "; try then");
                }
                wait = asked.orElse(wait);
                answer.drain();
            } catch (RegistryException e) {
                if (e.kind() != RegistryException.Kind.PASSING || isLast) {
                    throw e;
                }
            }
            pause(wait);
        }
    }

    /** RFC 9110, section 10.2.3: seconds, or a date, which is held against the server's own. */
    private static Optional<Duration> retryAfter(Answer answer) {
        Optional<String> value = answer.header("Retry-After");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (value.get().matches("\\d{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(value.get())));
            }
            ZonedDateTime then = ZonedDateTime.parse(value.get(), DateTimeFormatter.RFC_1123_DATE_TIME);
            ZonedDateTime now =
                    ZonedDateTime.parse(answer.header("Date").orElse(""), DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration between = Duration.between(now, then);
            return Optional.of(between.isNegative() ? Duration.ZERO : between);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    static void pause(Duration time) throws IOException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** What an answer is, for a person, who asked for something else. */
    RegistryException unexpected(Answer answer) throws IOException {
        return new RegistryException(name.host() + ": answers with status " + answer.status() + errors(answer));
    }

    /** Codes and messages of the body (distribution-spec, "Error Codes"), with a colon before; empty if there are none. */
    private String errors(Answer answer) {
        StringBuilder said = new StringBuilder();
        byte[] body;
        try (answer) {
            body = answer.read(1 << 16);
        } catch (IOException e) {
            return "";
        }
        Optional<JsonObject> tree = Json.object(body);
        for (JsonObject error : tree.isPresent() ? Json.objects(tree.get(), "errors") : List.<JsonObject>of()) {
            String text = Json.string(error, "message")
                    .filter(line -> !line.isEmpty())
                    .or(() -> Json.string(error, "code"))
                    .orElse("");
            if (!text.isEmpty() && said.length() < Shown.LONGEST) {
                said.append(said.length() == 0 ? ": " : ", ").append(text);
            }
        }
        return Shown.text(hidden(said.toString()));
    }
}
