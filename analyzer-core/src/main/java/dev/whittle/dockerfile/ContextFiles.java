package dev.whittle.dockerfile;

import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Files of {@code --add}, which are in no stage: a builder finds them in its context, the directory of the Dockerfile.
 *
 * @param names the host's files as named by the user, raw, by their real paths in the root
 */
public record ContextFiles(Map<RootPath, String> names) {
    public ContextFiles {
        names = Map.copyOf(names);
    }

    boolean has(RootPath real) {
        return names.containsKey(real);
    }

    /** Its name in the context. A context contains nothing outside its directory. */
    Optional<String> source(RootPath real) {
        return Optional.ofNullable(names.get(real))
                .filter(name -> !name.startsWith("/")
                        && !Arrays.asList(name.split("/", -1)).contains("..")
                        && !DockerWords.isVague(name));
    }

    /** The line that copies it. */
    String line(RootPath real, String destination) {
        return line(source(real).orElseThrow(), destination);
    }

    static String line(String source, String destination) {
        return "COPY " + DockerWords.expandedJson(List.of(DockerWords.source(source), DockerWords.target(destination)));
    }

    /** Report about a file that no context can contain, or whose place no Dockerfile can express. */
    Optional<String> trouble(RootPath real, RootPath target) {
        if (source(real).isEmpty()) {
            return Optional.of(target + ": a build context has no " + RawText.visible(names.getOrDefault(real, ""))
                    + "; --format add keeps it, or --add with a relative path");
        }
        return RawText.isUtf8(target.raw())
                ? Optional.empty()
                : Optional.of(target
                        + ": its name is not UTF-8, so it cannot be written in a Dockerfile; --format add keeps it");
    }

    /** For lists of the content of SOURCE. */
    public List<String> notInSource(List<RootPath> targets) {
        return targets.stream()
                .map(target -> target + ": a file of --add, which the source does not have; --format add keeps it")
                .collect(Collectors.toList());
    }

    /** Names in the new root of those in a plan. */
    public List<RootPath> targets(CopyPlan plan) {
        return plan.items().stream()
                .filter(item -> has(item.origin()))
                .map(CopyItem::target)
                .toList();
    }
}
