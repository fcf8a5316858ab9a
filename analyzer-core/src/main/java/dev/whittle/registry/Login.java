package dev.whittle.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What proves who asks.
 *
 * @param user empty for a token
 * @param secret the password, or the token
 */
public record Login(Kind kind, String user, String secret) {
    /** How it is used. */
    public enum Kind {
        PASSWORD,
        /** To be exchanged for a token at the registry's token server (OAuth 2.0, RFC 6749, section 6). */
        IDENTITY_TOKEN,
        /** To be sent to the registry as it is. */
        REGISTRY_TOKEN
    }

    /** The name that a credential helper gives for an identity token (docker-credential-helpers, README). */
    private static final String TOKEN_USER = "<token>";

    public static Login password(String user, String password) {
        return user.equals(TOKEN_USER)
                ? new Login(Kind.IDENTITY_TOKEN, "", password)
                : new Login(Kind.PASSWORD, user, password);
    }

    /** RFC 7617. */
    String basic() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    /** Without the secret, wherever this may be printed. */
    @Override
    public String toString() {
        return kind + " of " + (user.isEmpty() ? "a token" : "a user");
    }
}
