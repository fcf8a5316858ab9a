package dev.whittle.registry;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a server answered; its body is still to come. */
final class Answer implements Closeable {
    private final HttpResponse<BodyStream> response;

    Answer(HttpResponse<BodyStream> response) {
        this.response = response;
    }

    int status() {
        return response.statusCode();
    }

    boolean isSuccess() {
        return status() / 100 == 2;
    }

    /** Where the answer came from, after redirects. */
    URI uri() {
        return response.uri();
    }

    Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    List<String> headers(String name) {
        return response.headers().allValues(name);
    }

    /** Bytes of the body, if the server says how many there are. */
    OptionalLong length() {
        HttpHeaders headers = response.headers();
        try {
            return headers.firstValueAsLong("Content-Length");
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    BodyStream body() {
        return response.body();
    }

    /** As much of the body as there is up to a limit. */
    byte[] read(int limit) throws IOException {
        return body().readNBytes(limit);
    }

    /** Reads what is left if that is little, so that the connection can be used again, and ends it otherwise. */
    void drain() {
        try {
            body().readNBytes(1 << 16);
        } catch (IOException e) {
            return; // another connection will be made
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        body().close();
    }
}
