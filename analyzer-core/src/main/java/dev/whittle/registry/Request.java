package dev.whittle.registry;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a server is asked.
 *
 * @param isSafe whether it may be sent twice
 */
record Request(String method, URI uri, Map<String, String> headers, Optional<Upload> body, boolean isSafe) {
    static Request get(URI uri) {
        return new Request("GET", uri, Map.of(), Optional.empty(), true);
    }

    static Request of(String method, URI uri) {
        return new Request(method, uri, Map.of(), Optional.empty(), true);
    }

    Request with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Request(method, uri, more, body, isSafe);
    }

    Request at(URI other) {
        return new Request(method, other, headers, body, isSafe);
    }

    Request body(Upload upload) {
        return new Request(method, uri, headers, Optional.of(upload), isSafe);
    }

    /** To be sent once only: another try has to find out first how far this one came. */
    Request once() {
        return new Request(method, uri, headers, body, false);
    }

    /** Host and port, for messages: paths of redirects hold signatures. */
    String server() {
        return Http.server(uri);
    }
}
