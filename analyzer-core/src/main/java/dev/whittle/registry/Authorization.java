package dev.whittle.registry;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Proves who asks: by password (RFC 7617), or by tokens of the registry's token server (distribution, docs/spec/auth). A token
 * is kept for as long as the registry takes it.
 */
final class Authorization {
    private static final String HIDDEN = "***";

    private final RemoteName name;
    private final RegistryAccess access;
    private final Sender sender;
    private final Map<Boolean, String> proofs = new HashMap<>();
    private final Set<String> secrets = new LinkedHashSet<>();
    private Optional<Login> login = Optional.empty();
    private boolean isLoginKnown;

    /** Sends a request; repeats it while a server is busy. */
    @FunctionalInterface
    interface Sender {
        Answer send(Request request, Optional<String> authorization) throws IOException;
    }

    Authorization(RemoteName name, RegistryAccess access, Sender sender) {
        this.name = name;
        this.access = access;
        this.sender = sender;
    }

    /** The header that was good before. */
    synchronized Optional<String> known(boolean writes) {
        return Optional.ofNullable(proofs.get(writes));
    }

    synchronized boolean hasLogin() {
        return login.isPresent();
    }

    /** Without anything secret that was sent. */
    synchronized String hidden(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, HIDDEN);
        }
        return clean;
    }

    /**
     * The header that answers a challenge.
     *
     * @param refused the header that the registry has just refused
     * @throws RegistryException if there is none
     */
    synchronized String prove(List<Challenge> challenges, boolean writes, Optional<String> refused) throws IOException {
        String now = proofs.get(writes);
        if (now != null && !Optional.of(now).equals(refused)) {
            return now; // another thread was quicker
        }
        if (!isLoginKnown) {
            login = looked();
            isLoginKnown = true;
            login.ifPresent(login -> remember(login.secret(), login.basic().substring("Basic ".length())));
        }
        for (Challenge challenge : challenges) {
            if (challenge.scheme().equals("bearer")) {
                return keep(writes, "Bearer " + token(challenge));
            }
        }
        for (Challenge challenge : challenges) {
            if (challenge.scheme().equals("basic")) {
                return keep(writes, basic(refused));
            }
        }
        throw new RegistryException(name.host() + ": wants to know who asks, in a way that is not known here");
    }

    /** Asking once more would give the same. */
    private Optional<Login> looked() throws RegistryException {
        try {
            return access.credentials().find(name);
        } catch (RegistryException e) {
            throw e;
        } catch (IOException e) {
            throw new RegistryException(String.valueOf(e.getMessage()), e);
        }
    }

    private String keep(boolean writes, String proof) {
        proofs.put(writes, proof);
        return proof;
    }

    private void remember(String... values) {
        for (String value : values) {
            if (value.length() > 2) {
                secrets.add(value);
            }
        }
    }

    private Optional<Login> login() {
        return login;
    }

    private String basic(Optional<String> refused) throws RegistryException {
        if (login().isEmpty()) {
            throw new RegistryException(
                    name.host() + ": wants a login, and none was found: use docker login, skopeo login or --authfile");
        }
        String proof = login().get().basic();
        if (refused.filter(proof::equals).isPresent()) {
            throw wrongLogin();
        }
        return proof;
    }

    RegistryException wrongLogin() {
        return new RegistryException(
                name.host() + ": refuses the user name or the password; log in again (docker login, skopeo login)");
    }

    private String token(Challenge challenge) throws IOException {
        Optional<Login> known = login();
        if (known.isPresent() && known.get().kind() == Login.Kind.REGISTRY_TOKEN) {
            return known.get().secret();
        }
        URI realm = realm(challenge.parameter("realm").orElse(""), known.isPresent());
        List<String> query = new ArrayList<>();
        challenge.parameter("service").ifPresent(parameter -> query.add(pair("service", parameter)));
        List<String> scopes = List.of(challenge.parameter("scope").orElse("").split(" ", -1));
        Request request;
        Optional<String> proof = Optional.empty();
        if (known.isPresent() && known.get().kind() == Login.Kind.IDENTITY_TOKEN) {
            query.add(pair("grant_type", "refresh_token"));
            query.add(pair("client_id", "whittle"));
            query.add(pair("refresh_token", known.get().secret()));
            query.add(pair("scope", String.join(" ", scopes)));
            byte[] form = String.join("&", query).getBytes(StandardCharsets.US_ASCII);
            request = Request.of("POST", realm)
                    .with("Content-Type", "application/x-www-form-urlencoded")
                    .body(Upload.of(form));
        } else {
            scopes.stream().filter(scope -> !scope.isEmpty()).forEach(scope -> query.add(pair("scope", scope)));
            String separator = realm.getRawQuery() == null ? "?" : "&";
            request = Request.get(URI.create(realm + (query.isEmpty() ? "" : separator + String.join("&", query))));
            proof = known.map(Login::basic);
        }
        try (Answer answer = sender.send(request, proof)) {
            return read(request, answer, known.isPresent());
        }
    }

    private String read(Request request, Answer answer, boolean hasLogin) throws IOException {
        if (answer.status() == 401 || answer.status() == 403) {
            throw hasLogin
                    ? wrongLogin()
                    : new RegistryException(name.path() + ": " + request.server()
                            + " gives no token without a login: use docker login, skopeo login or --authfile");
        }
        if (!answer.isSuccess()) {
            throw new RegistryException(
                    name.host() + ": its token server " + request.server() + " answers with status " + answer.status());
        }
        Optional<JsonObject> tree = Json.object(answer.read(RegistryLimits.ANSWER));
        Optional<String> token = tree.flatMap(object -> Json.string(object, "token")
                .filter(text -> !text.isEmpty())
                .or(() -> Json.string(object, "access_token")));
        if (token.isEmpty() || !token.get().matches("[\\x21-\\x7E]+")) {
            throw new RegistryException(name.host() + ": its token server " + request.server() + " gives no token");
        }
        remember(token.get());
        return token.get();
    }

    private URI realm(String text, boolean hasLogin) throws RegistryException {
        URI realm;
        try {
            realm = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new RegistryException(name.host() + ": names no token server");
        }
        boolean isSecure = "https".equals(realm.getScheme());
        boolean isPlain = "http".equals(realm.getScheme());
        if (realm.getHost() == null || realm.getRawUserInfo() != null || (!isSecure && !isPlain)) {
            throw new RegistryException(name.host() + ": names no token server");
        }
        // What goes to a registry by plain HTTP may go to its token server so; nothing else may.
        if (isPlain && hasLogin && access.verify() && !name.isLocal()) {
            throw new RegistryException(name.host() + ": its token server " + Http.server(realm)
                    + " would get the login by plain HTTP; --tls-verify=false allows it");
        }
        return realm;
    }

    private static String pair(String key, String value) {
        return key + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
