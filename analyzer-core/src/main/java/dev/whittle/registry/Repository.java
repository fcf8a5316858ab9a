package dev.whittle.registry;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.StreamedSource;
import dev.whittle.image.BadImageException;
import dev.whittle.image.BlobDescriptor;
import dev.whittle.image.Digest;
import dev.whittle.image.ManifestWriter;
import dev.whittle.image.MediaTypes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/** One repository of a registry: manifests and blobs (OCI distribution-spec 1.1). Safe for several threads. */
public final class Repository {
    private static final String ACCEPTED = String.join(
            ", ",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.docker.distribution.manifest.v2+json");

    /** Tags that a message lists. */
    private static final int TAGS_SHOWN = 20;

    private static final int TAGS_ASKED = 100;

    /** Tags of the "Referrers Tag Schema", which name no image. */
    private static final Pattern REFERRERS = Pattern.compile("sha(256|512)-[0-9a-f]{64,128}");

    private final RemoteName name;
    private final Registry registry;

    Repository(RemoteName name, Registry registry) {
        this.name = name;
        this.registry = registry;
    }

    /** A manifest or an index as a registry has it, held against the digest that was asked for or told. */
    @SuppressWarnings("ArrayRecordComponent") // never modified or compared
    public record Document(byte[] content, Digest digest, String mediaType) {}

    public RemoteName name() {
        return name;
    }

    /**
     * The manifest, or index, that the repository's own name means.
     *
     * @throws RegistryException if there is none; it lists the tags that there are
     */
    public Document manifest() throws IOException {
        return find(name.reference(), name.digest()).orElseThrow(this::missing);
    }

    /** @return empty if the registry has none of this digest */
    public Optional<Document> manifest(Digest digest) throws IOException {
        return find(digest.toString(), Optional.of(digest));
    }

    private Optional<Document> find(String reference, Optional<Digest> wanted) throws IOException {
        for (int tried = 1; ; tried++) {
            Request request =
                    Request.get(registry.api("manifests/" + reference)).with("Accept", ACCEPTED);
            try (Answer answer = registry.send(request, false)) {
                if (answer.status() == 404) {
                    return Optional.empty();
                }
                if (!answer.isSuccess()) {
                    throw registry.unexpected(answer);
                }
                byte[] content = whole(answer, reference);
                String type = answer.header("Content-Type").orElse("");
                return Optional.of(document(content, type, wanted.or(() -> told(answer)), reference));
            } catch (IOException e) {
                if (tried >= registry.limits().tries() || isFinal(e)) {
                    throw e;
                }
            }
            Registry.pause(registry.limits().wait(tried - 1));
        }
    }

    private static boolean isFinal(IOException failure) {
        return failure instanceof RegistryException exception && exception.kind() != RegistryException.Kind.PASSING;
    }

    private byte[] whole(Answer answer, String reference) throws IOException {
        byte[] content = answer.read(RegistryLimits.DOCUMENT + 1);
        if (content.length > RegistryLimits.DOCUMENT) {
            throw new RegistryException(name.path() + ": the manifest " + reference + " has more than "
                    + RegistryLimits.DOCUMENT + " bytes; no image's has");
        }
        return content;
    }

    private Document document(byte[] content, String type, Optional<Digest> wanted, String reference)
            throws RegistryException {
        Digest digest = Digest.of(content, wanted.map(Digest::algorithm).orElse(Digest.Algorithm.SHA256));
        if (wanted.isPresent() && !wanted.get().equals(digest)) {
            throw new RegistryException(name.path() + ": the manifest " + reference + " has the digest " + digest
                    + ", should have " + wanted.get());
        }
        return new Document(content, digest, type.replaceFirst(";.*", "").strip());
    }

    /** A registry need not say it, and one that it says in another algorithm's digits says nothing. */
    private static Optional<Digest> told(Answer answer) {
        try {
            return answer.header("Docker-Content-Digest").map(Digest::parse);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private RegistryException missing() {
        String wanted = name.digest().isPresent() ? "no manifest " + name.reference() : "no tag " + name.reference();
        try {
            List<String> tags = tags();
            if (tags.isEmpty()) {
                return new RegistryException(name.path() + ": there is no such repository, or nothing in it");
            }
            String list = String.join(", ", tags.subList(0, Math.min(tags.size(), TAGS_SHOWN)));
            return new RegistryException(name.path() + ": " + wanted + "; it has: " + Shown.text(list)
                    + (tags.size() > TAGS_SHOWN ? ", and more" : ""));
        } catch (IOException e) {
            return new RegistryException(name.path() + ": " + wanted + ", or no such repository", e);
        }
    }

    /** The first tags, in the registry's order; none if there is no such repository. */
    private List<String> tags() throws IOException {
        Request request = Request.get(registry.api("tags/list?n=" + TAGS_ASKED));
        try (Answer answer = registry.send(request, false)) {
            if (!answer.isSuccess()) {
                return List.of();
            }
            return Json.object(answer.read(RegistryLimits.ANSWER))
                    .map(object -> Json.strings(object, "tags"))
                    .orElse(List.of())
                    .stream()
                    .filter(tag -> !REFERRERS.matcher(tag).matches())
                    .toList();
        }
    }

    /**
     * A blob, to be read once. Nothing is sent before its first byte is wanted.
     *
     * @param size that it has by the document that names it, in bytes
     */
    public StreamedSource blob(Digest digest, long size) {
        return new RemoteBlob(this, digest, size);
    }

    /**
     * Parts of a blob. Nothing is sent before the first one is wanted.
     *
     * @param size that it has by the document that names it, in bytes
     * @param fetched told of each part that came, in bytes, by any thread
     */
    public RemoteParts parts(Digest digest, long size, LongConsumer fetched) {
        return new RemoteParts(this, digest, size, fetched);
    }

    /** From a position on. Empty if the registry has no such blob. */
    Optional<Answer> open(Digest digest, long from) throws IOException {
        return open(digest, from == 0 ? "" : "bytes=" + from + "-");
    }

    /** @param range for the header of this name; empty for the whole blob */
    Optional<Answer> open(Digest digest, String range) throws IOException {
        Request request = Request.get(registry.api("blobs/" + digest));
        Answer answer = registry.send(range.isEmpty() ? request : request.with("Range", range), false);
        if (answer.status() == 404) {
            answer.drain();
            return Optional.empty();
        }
        if (!answer.isSuccess()) {
            throw registry.unexpected(answer);
        }
        return Optional.of(answer);
    }

    /**
     * Sends a blob, unless it is there.
     *
     * @param from other repositories of the same registry that may have it, the likeliest first
     * @param progress told of each part, in bytes
     */
    public void push(Digest digest, ByteSource content, List<String> from, LongConsumer progress) throws IOException {
        new BlobPush(name, registry, digest, content, progress).run(from);
    }

    /**
     * Puts a manifest or an index in its place.
     *
     * @param reference a tag, or the content's digest
     */
    public void put(String reference, String mediaType, byte[] content) throws IOException {
        sent(reference, mediaType, content);
    }

    /** @return whether the registry has understood what the manifest refers to */
    private boolean sent(String reference, String mediaType, byte[] content) throws IOException {
        Request request = Request.of("PUT", registry.api("manifests/" + reference))
                .with("Content-Type", mediaType)
                .body(Upload.of(content));
        try (Answer answer = registry.send(request, true)) {
            if (!answer.isSuccess()) {
                throw registry.unexpected(answer);
            }
            answer.drain();
            return answer.header("OCI-Subject").isPresent();
        }
    }

    /**
     * Puts an artifact beside the manifest that it refers to (distribution-spec, "Pushing Manifests with Subject"). A registry
     * without the API for referrers gets them listed under a tag that is made of the subject's digest ("Referrers Tag Schema").
     *
     * @param manifest of the artifact, with its subject
     */
    public void attach(byte[] manifest, String artifactType, Map<String, String> annotations, Digest subject)
            throws IOException {
        BlobDescriptor descriptor = BlobDescriptor.of(MediaTypes.MANIFEST, manifest);
        if (sent(descriptor.digest().toString(), descriptor.mediaType(), manifest)) {
            return;
        }
        String tag = subject.algorithm().id() + "-" + subject.hex();
        byte[] before = find(tag, Optional.empty()).map(Document::content).orElseGet(ManifestWriter::emptyIndex);
        byte[] after;
        try {
            after = ManifestWriter.withReferrer(before, descriptor, artifactType, annotations);
        } catch (BadImageException e) {
            throw new RegistryException(
                    name.path() + ": what is under the tag " + tag + " is no index: " + e.reason(), e);
        }
        put(tag, MediaTypes.INDEX, after);
    }

    RegistryLimits limits() {
        return registry.limits();
    }
}
