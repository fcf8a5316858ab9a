package dev.whittle.write;

import java.util.Map;

/**
 * A document about an image, kept beside it in the registry as an artifact that refers to it.
 *
 * @param artifactType what it is, by which clients find it
 * @param mediaType of the content
 * @param annotations of the artifact, text
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Attachment(String artifactType, String mediaType, byte[] content, Map<String, String> annotations) {
    public Attachment {
        annotations = Map.copyOf(annotations);
    }
}
