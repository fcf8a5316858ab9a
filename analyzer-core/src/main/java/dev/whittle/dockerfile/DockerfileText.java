package dev.whittle.dockerfile;

import java.util.ArrayList;
import java.util.List;

/** COPY instructions as text: alone, or in a Dockerfile. Raw, with a newline at the end. */
public final class DockerfileText {
    /** {@code --parents} is not in the plain syntax of every builder. */
    private static final String PARENTS_SYNTAX = "# syntax=docker/dockerfile:1.7-labs";

    private DockerfileText() {}

    public static String copy(CopyPlan plan, String stage) {
        return text(lines(plan, stage));
    }

    /**
     * @param image for the first FROM
     * @param about the origin, for a first comment
     * @param config instructions, one per line
     */
    public static String whole(CopyPlan plan, String stage, String image, String about, List<String> config) {
        List<String> all = new ArrayList<>();
        all.add("# " + about);
        all.add("FROM " + image + " AS " + stage);
        all.add("");
        all.add("FROM scratch");
        all.addAll(lines(plan, stage));
        all.add("");
        all.addAll(config);
        return text(all);
    }

    /**
     * {@code --parents} preserves links, and creates directories as they were: so every path is listed by its real
     * name.
     */
    public static String parents(ParentsPlan plan, String stage) {
        List<String> all = new ArrayList<>();
        all.add(PARENTS_SYNTAX);
        plan.groups().forEach((title, paths) -> {
            title.forEach(line -> all.add("# " + line));
            List<String> words = new ArrayList<>();
            paths.forEach(path -> words.add(DockerWords.source(path.raw())));
            words.add("/");
            all.add("COPY --parents --from=" + stage + " " + DockerWords.expandedJson(words));
        });
        if (!plan.addedLines().isEmpty()) {
            all.add("# of --add: from the build context");
            all.addAll(plan.addedLines());
        }
        return text(all);
    }

    /** @param command that creates the layer, for a shell */
    public static String add(String command, String layer) {
        return text(
                List.of("# " + command, "ADD " + DockerWords.expandedJson(List.of(DockerWords.target(layer), "/"))));
    }

    private static List<String> lines(CopyPlan plan, String stage) {
        List<String> all = new ArrayList<>();
        for (CopyPlan.Group group : plan.groups()) {
            group.title().forEach(line -> all.add("# " + line));
            group.instructions().forEach(instruction -> all.add(instruction.line(stage)));
        }
        return all;
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
