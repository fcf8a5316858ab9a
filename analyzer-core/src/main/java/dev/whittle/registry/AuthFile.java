package dev.whittle.registry;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Credentials as docker and containers/image keep them: {@code ~/.docker/config.json} and containers-auth.json(5). Of several
 * entries the one for the longest part of a name counts; a helper that is named for a host comes before what the file says.
 */
public final class AuthFile {
    /** Docker Hub's entry in docker's own file. */
    private static final String HUB_KEY = "https://index.docker.io/v1/";

    private final String shown;
    private final Map<String, Login> logins = new HashMap<>();
    private final Map<String, String> helpers = new HashMap<>();
    private final Optional<String> store;

    /** Runs a credential helper (docker-credential-helpers, README). The core starts no process. */
    @FunctionalInterface
    public interface Helper {
        /**
         * @param name {@code X} of {@code docker-credential-X}
         * @param server what it is asked for
         * @return empty if it knows nothing of the server
         */
        Optional<String> get(String name, String server) throws IOException;
    }

    private AuthFile(String shown, Optional<String> store) {
        this.shown = shown;
        this.store = store;
    }

    /**
     * @param shown the file's name, for messages, raw
     * @throws IOException if it is no such file
     */
    public static AuthFile parse(byte[] json, String shown) throws IOException {
        JsonObject tree = Json.object(json).orElseThrow(() -> bad(shown, "not JSON"));
        AuthFile file = new AuthFile(shown, Json.string(tree, "credsStore").filter(value -> !value.isEmpty()));
        JsonObject auths = Json.child(tree, "auths").orElseGet(JsonObject::new);
        for (String key : auths.keySet()) {
            Optional<JsonObject> entry = Json.child(auths, key);
            if (entry.isPresent()) {
                file.login(entry.get()).ifPresent(login -> file.logins.put(normal(key), login));
            }
        }
        JsonObject helpers = Json.child(tree, "credHelpers").orElseGet(JsonObject::new);
        for (String key : helpers.keySet()) {
            Json.string(helpers, key).ifPresent(name -> file.helpers.put(normal(key), name));
        }
        return file;
    }

    private static IOException bad(String shown, String reason) {
        return new RegistryException(shown + ": " + reason + ", so it holds no credentials; log in again");
    }

    private Optional<Login> login(JsonObject entry) throws IOException {
        for (Map.Entry<String, Login.Kind> token : List.of(
                Map.entry("identitytoken", Login.Kind.IDENTITY_TOKEN),
                Map.entry("registrytoken", Login.Kind.REGISTRY_TOKEN))) {
            Optional<String> value = Json.string(entry, token.getKey()).filter(text -> !text.isEmpty());
            if (value.isPresent()) {
                return Optional.of(new Login(token.getValue(), "", value.get()));
            }
        }
        Optional<String> packed = Json.string(entry, "auth").filter(text -> !text.isEmpty());
        if (packed.isPresent()) {
            return Optional.of(unpacked(packed.get()));
        }
        Optional<String> user = Json.string(entry, "username").filter(text -> !text.isEmpty());
        return user.map(
                name -> Login.password(name, Json.string(entry, "password").orElse("")));
    }

    private Login unpacked(String packed) throws IOException {
        String text;
        try {
            text = new String(Base64.getDecoder().decode(packed), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw bad(shown, "an \"auth\" that is not base64");
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw bad(shown, "an \"auth\" without a user name");
        }
        // docker pads the password with zeros (cli, config/configfile, decodeAuth)
        return Login.password(
                text.substring(0, colon), text.substring(colon + 1).replaceAll("\0+$", ""));
    }

    /** A key without the scheme and the path of old ones: {@code https://index.docker.io/v1/} is {@code docker.io}. */
    private static String normal(String key) {
        String name = key;
        int scheme = key.indexOf("://");
        if (scheme >= 0) {
            name = key.substring(scheme + 3);
            int slash = name.indexOf('/');
            name = slash < 0 ? name : name.substring(0, slash);
        }
        name = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        return name.equals("index.docker.io") || name.equals("registry-1.docker.io") ? RemoteName.DOCKER_HUB : name;
    }

    /** @throws IOException if a helper fails */
    public Optional<Login> find(RemoteName name, Helper helper) throws IOException {
        Optional<String> asked = Optional.ofNullable(helpers.get(name.host())).or(() -> store);
        if (asked.isPresent()) {
            String server = name.host().equals(RemoteName.DOCKER_HUB) ? HUB_KEY : name.host();
            Optional<String> answer = helper.get(asked.get(), server);
            if (answer.isPresent()) {
                return Optional.of(fromHelper(asked.get(), answer.get()));
            }
        }
        for (String key : keys(name)) {
            Login found = logins.get(key);
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private static Login fromHelper(String helper, String answer) throws IOException {
        Optional<JsonObject> tree = Json.object(answer.getBytes(StandardCharsets.UTF_8));
        Optional<String> secret = tree.flatMap(object -> Json.string(object, "Secret"));
        if (secret.isEmpty()) {
            throw new RegistryException("docker-credential-" + helper + " answers without a secret");
        }
        return Login.password(
                tree.flatMap(object -> Json.string(object, "Username")).orElse(""), secret.get());
    }

    /** The longest first: the repository, what is above it, the host. */
    private static List<String> keys(RemoteName name) {
        List<String> keys = new ArrayList<>();
        String path = name.path();
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            keys.add(path.substring(0, end));
        }
        return keys;
    }
}
