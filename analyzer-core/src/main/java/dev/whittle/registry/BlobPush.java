package dev.whittle.registry;

import dev.whittle.bytes.ByteSource;
import dev.whittle.image.Digest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings one blob into a repository: not at all if it is there, from another repository of the registry if it is there, else by
 * an upload that goes on where a cut connection left it (distribution-spec, "Pushing Blobs").
 */
final class BlobPush {
    private static final Pattern RECEIVED = Pattern.compile("(?:bytes=)?0-(\\d{1,18})");

    /** Repositories that are asked for a blob before it is sent: each question takes a round trip. */
    private static final int MOUNTS = 4;

    private final RemoteName name;
    private final Registry registry;
    private final Digest digest;
    private final ByteSource content;
    private final LongConsumer progress;

    /** @param progress told of each part that was sent, in bytes */
    BlobPush(RemoteName name, Registry registry, Digest digest, ByteSource content, LongConsumer progress) {
        this.name = name;
        this.registry = registry;
        this.digest = digest;
        this.content = content;
        this.progress = progress;
    }

    /** @param from other repositories of the same registry that may have it, the likeliest first */
    void run(List<String> from) throws IOException {
        if (isThere()) {
            progress.accept(content.size());
            return;
        }
        Optional<URI> upload = Optional.empty();
        for (String each : from.subList(0, Math.min(from.size(), MOUNTS))) {
            Optional<URI> before = upload;
            upload = begin(Optional.of(each));
            if (upload.isEmpty()) {
                progress.accept(content.size());
                return;
            }
            before.ifPresent(this::drop);
        }
        for (int tried = 1; ; tried++) {
            if (upload.isEmpty()) {
                upload = begin(Optional.empty());
            }
            if (send(upload.orElseThrow())) {
                return;
            }
            upload = Optional.empty();
            if (tried >= registry.limits().tries()) {
                throw new RegistryException(label() + ": the registry forgets what it was sent");
            }
        }
    }

    /** Ends an upload that is not used: the registry would keep its beginning for a week. */
    private void drop(URI upload) {
        try (Answer answer = registry.send(Request.of("DELETE", upload), true)) {
            answer.drain();
        } catch (IOException e) {
            return; // it is gone some day
        }
    }

    private String label() {
        return name.path() + ": the blob " + digest;
    }

    private boolean isThere() throws IOException {
        try (Answer answer = registry.send(Request.of("HEAD", registry.api("blobs/" + digest)), true)) {
            if (answer.isSuccess() || answer.status() == 404) {
                return answer.isSuccess();
            }
            throw registry.unexpected(answer);
        }
    }

    /** Where to send it; empty if it was mounted. */
    private Optional<URI> begin(Optional<String> from) throws IOException {
        String query = from.isPresent() ? "?mount=" + digest + "&from=" + from.get() : "";
        URI at = registry.api("blobs/uploads/" + query);
        try (Answer answer = registry.send(Request.of("POST", at), true)) {
            if (answer.status() == 201 && from.isPresent()) {
                return Optional.empty();
            }
            if (answer.status() != 202) {
                throw registry.unexpected(answer);
            }
            answer.drain();
            return Optional.of(next(answer, at));
        } catch (RegistryException e) {
            if (from.isPresent() && e.kind() == RegistryException.Kind.FINAL) {
                return begin(Optional.empty()); // no right to the other repository, say
            }
            throw e;
        }
    }

    private URI next(Answer answer, URI at) throws RegistryException {
        Optional<String> location = answer.header("Location");
        if (location.isEmpty()) {
            throw new RegistryException(label() + ": the registry does not say where to send it");
        }
        return Http.resolve(at, location.get());
    }

    /** @return false if the registry knows nothing of the upload any more */
    private boolean send(URI upload) throws IOException {
        URI at = upload;
        long sent = 0;
        int fruitless = 0;
        while (true) {
            try {
                Optional<URI> end = sendRest(at, sent);
                if (end.isEmpty()) {
                    return false;
                }
                return finish(end.get());
            } catch (RegistryException e) {
                fruitless++;
                if (e.kind() != RegistryException.Kind.PASSING
                        || fruitless >= registry.limits().tries()) {
                    throw e;
                }
                Registry.pause(registry.limits().wait(fruitless - 1));
            }
            try (Answer state = registry.send(Request.get(at), true)) {
                if (state.status() != 204 && state.status() != 202) {
                    return false;
                }
                state.drain();
                long received = received(state);
                fruitless = received > sent ? 0 : fruitless;
                sent = received;
                at = state.header("Location").isPresent() ? next(state, at) : at;
            }
        }
    }

    /** {@code 0-0} is what some say of nothing. */
    private long received(Answer state) throws RegistryException {
        Matcher range = RECEIVED.matcher(state.header("Range").orElse("0-0"));
        long last = range.matches() ? Long.parseLong(range.group(1)) : 0;
        if (last >= content.size()) {
            throw new RegistryException(label() + ": the registry has more of it than was sent");
        }
        return last == 0 ? 0 : last + 1;
    }

    private Optional<URI> sendRest(URI at, long from) throws IOException {
        long size = content.size();
        Request request = new Request(
                        "PATCH",
                        at,
                        Map.of(),
                        Optional.of(new Upload(content.slice(from, size - from), progress)),
                        true)
                .once()
                .with("Content-Type", "application/octet-stream");
        if (from > 0) {
            request = request.with("Content-Range", from + "-" + (size - 1));
        }
        try (Answer answer = registry.send(request, true)) {
            if (answer.status() == 404) {
                return Optional.empty();
            }
            if (answer.status() / 100 == 5 || answer.status() == 429 || answer.status() == 416) {
                throw new RegistryException(
                        label() + ": the upload ends with status " + answer.status(), RegistryException.Kind.PASSING);
            }
            if (!answer.isSuccess()) {
                throw registry.unexpected(answer);
            }
            answer.drain();
            return Optional.of(answer.header("Location").isPresent() ? next(answer, at) : at);
        }
    }

    private boolean finish(URI at) throws IOException {
        String separator = at.getRawQuery() == null ? "?" : "&";
        URI end = URI.create(at + separator + "digest=" + digest.toString().replace(":", "%3A"));
        try (Answer answer = registry.send(Request.of("PUT", end), true)) {
            if (answer.status() == 404) {
                return false;
            }
            if (!answer.isSuccess()) {
                throw registry.unexpected(answer);
            }
            answer.drain();
            return true;
        }
    }
}
