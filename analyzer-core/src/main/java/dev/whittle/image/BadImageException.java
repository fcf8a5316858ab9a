package dev.whittle.image;

/** A document of an image that violates its format. */
public final class BadImageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String document;
    private final String reason;

    /**
     * @param document its name, raw: {@code manifest.json}, {@code blobs/sha256/…}
     * @param reason for the user, raw
     */
    public BadImageException(String document, String reason) {
        super(document + ": " + reason);
        this.document = document;
        this.reason = reason;
    }

    public String document() {
        return document;
    }

    public String reason() {
        return reason;
    }
}
