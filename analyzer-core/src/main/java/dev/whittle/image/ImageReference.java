package dev.whittle.image;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image's name: {@code nginx}, {@code nginx:alpine}, {@code quay.io:5000/org/app:1.2@sha256:…} (distribution,
 * reference/regexp.go).
 *
 * @param repository with the host, if one is named
 * @param tag without the colon
 */
public record ImageReference(String repository, Optional<String> tag, Optional<Digest> digest) {
    private static final String COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*+";
    private static final String HOST = "(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?";
    private static final String TAG = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
    private static final Pattern FORM = Pattern.compile("((?:" + HOST + "/)?" + COMPONENT + "(?:/" + COMPONENT
            + ")*+)(?::(" + TAG + "))?(?:@([a-z0-9]+:[0-9a-f]+))?");
    private static final String SLIM = "-slim";
    private static final String DEBUG = "-debug";
    private static final int MAX_LENGTH = 255;

    /** @throws IllegalArgumentException with a message for the user */
    public static ImageReference parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (text.length() > MAX_LENGTH * 2 || !matcher.matches()) {
            throw new IllegalArgumentException(text + ": not an image name such as nginx:alpine");
        }
        Optional<Digest> digest = Optional.ofNullable(matcher.group(3)).map(Digest::parse);
        return new ImageReference(matcher.group(1), Optional.ofNullable(matcher.group(2)), digest);
    }

    /** As the engine writes it: a name without a tag means {@code latest}. */
    public ImageReference tagged() {
        return tag.isPresent() ? this : new ImageReference(repository, Optional.of("latest"), digest);
    }

    /** The name of a slimmed image, which never replaces the source's own: {@code REPO:TAG-slim}. */
    public ImageReference slimmed() {
        return new ImageReference(repository, Optional.of(tag.orElse("latest") + SLIM), Optional.empty());
    }

    /** The name of an image with a debug shell: {@code REPO:TAG-debug}. */
    public ImageReference debug() {
        return new ImageReference(repository, Optional.of(tag.orElse("latest") + DEBUG), Optional.empty());
    }

    /**
     * Whether it may be a name from {@link #slimmed}, or from {@link #debug} after it; other images may have such names
     * too.
     */
    public boolean isSlimmed() {
        return tag.filter(tag -> tag.endsWith(SLIM) || tag.endsWith(SLIM + DEBUG))
                .isPresent();
    }

    /** The name from which {@link #debug} made this one; this name if it did not. */
    public ImageReference withoutDebug() {
        return tag.filter(tag -> tag.endsWith(DEBUG)).isEmpty()
                ? this
                : new ImageReference(
                        repository, tag.map(tag -> tag.substring(0, tag.length() - DEBUG.length())), Optional.empty());
    }

    /**
     * The same name as the engine spells it in full: {@code nginx} is {@code docker.io/library/nginx:latest} (distribution,
     * reference/normalize.go).
     */
    public String full() {
        int slash = repository.indexOf('/');
        String first = slash < 0 ? "" : repository.substring(0, slash);
        boolean hosted = first.contains(".") || first.contains(":") || first.equals("localhost");
        String named = hosted ? repository : "docker.io/" + (slash < 0 ? "library/" : "") + repository;
        return named + ":" + tag.orElse("latest");
    }

    @Override
    public String toString() {
        return repository
                + tag.map(tag -> ":" + tag).orElse("")
                + digest.map(digest -> "@" + digest).orElse("");
    }
}
