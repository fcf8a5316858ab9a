package dev.whittle.cli.engine;

import dev.whittle.image.ImageReference;
import dev.whittle.image.ImageStore;
import dev.whittle.image.PlatformList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the programs that keep images are told to write one as an archive, and to take one in: docker-save(1), podman-save(1),
 * buildah-push(1), skopeo-copy(1), nerdctl's command reference, {@code ctr images export --help}.
 */
final class StoreWords {
    private static final String OUT = "docker-archive:/dev/stdout:";
    private static final String IN = "docker-archive:/dev/stdin";

    private StoreWords() {}

    /** In the order in which they are looked for. */
    static List<String> programs(ImageStore store) {
        return switch (store) {
            case DOCKER -> List.of("docker", "podman");
            case CONTAINERS_STORAGE -> List.of("podman", "buildah", "skopeo");
            case CONTAINERD -> List.of("nerdctl", "ctr");
        };
    }

    /** What to say if none is there. */
    static String none(ImageStore store) {
        return switch (store) {
            case DOCKER -> "neither docker nor podman";
            case CONTAINERS_STORAGE -> "none of podman, buildah and skopeo";
            case CONTAINERD -> "neither nerdctl nor ctr";
        };
    }

    /**
     * Words that write an archive to standard output.
     *
     * @param program its name
     * @param reference raw, with a tag unless it is an ID
     * @param platforms that were asked for: of containerd's images the others may not be there
     */
    static List<String> save(ImageStore store, String program, String reference, Optional<PlatformList> platforms) {
        return switch (program) {
            case "buildah" -> List.of("push", "-q", reference, OUT + reference);
            case "skopeo" -> List.of("copy", "-q", store.kind() + ":" + reference, OUT + reference);
            case "ctr" -> {
                List<String> words = new ArrayList<>(List.of("images", "export"));
                words.addAll(platforms(platforms));
                words.addAll(List.of("-", full(reference)));
                yield words;
            }
            case "nerdctl" -> {
                List<String> words = new ArrayList<>(List.of("save"));
                words.addAll(platforms(platforms));
                words.add(reference);
                yield words;
            }
            default -> List.of("save", reference);
        };
    }

    private static List<String> platforms(Optional<PlatformList> asked) {
        if (asked.isEmpty()) {
            return List.of();
        }
        return asked.get().single().isPresent()
                ? List.of("--platform", asked.get().toString())
                : List.of("--all-platforms");
    }

    /**
     * Words that take an archive from standard input.
     *
     * @param reference the image's name, which the archive has too; raw
     */
    static List<String> load(ImageStore store, String program, String reference) {
        return switch (program) {
            case "buildah" -> List.of("pull", "-q", IN);
            case "skopeo" -> List.of("copy", "-q", IN, store.kind() + ":" + reference);
            case "ctr" -> List.of("images", "import", "--all-platforms", "-");
            case "nerdctl" -> List.of("load", "--all-platforms");
            default -> List.of("load");
        };
    }

    /** Whether the archive must be a file: some go back and forth in it. */
    static boolean wantsFile(String program) {
        return program.equals("buildah") || program.equals("skopeo");
    }

    /** ctr takes names as containerd has them. */
    private static String full(String reference) {
        try {
            ImageReference parsed = ImageReference.parse(reference);
            return parsed.digest().isPresent() ? reference : parsed.full();
        } catch (IllegalArgumentException e) {
            return reference;
        }
    }
}
