package dev.whittle.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a Dockerfile's last stage starts. A stage starts what the stage starts that it is from, unless it says otherwise. */
final class LastStage {
    private static final String SCRATCH = "scratch";

    private LastStage() {}

    /**
     * @param line of FROM, from 1
     * @param name in small letters; empty if it has none
     * @param starts whether ENTRYPOINT or CMD is set, or may be: nothing is known of an image's
     */
    private record Stage(int line, String name, boolean starts) {}

    /**
     * The FROM line of a last stage without ENTRYPOINT and CMD that is from scratch, directly or by other stages.
     *
     * @param raw a whole file
     */
    static Optional<CopyCheck.Fault> startsNothing(String raw) {
        List<Stage> stages = new ArrayList<>();
        for (DockerfileReader.Instruction instruction :
                DockerfileReader.read(raw).instructions()) {
            switch (instruction.keyword()) {
                case "FROM" -> stages.add(stage(instruction, stages));
                case "ENTRYPOINT", "CMD" -> {
                    if (!stages.isEmpty()
                            && !instruction.rest().replace(" ", "").equals("[]")) {
                        Stage stage = stages.remove(stages.size() - 1);
                        stages.add(new Stage(stage.line(), stage.name(), true));
                    }
                }
                default -> {
                    // starts nothing
                }
            }
        }
        return stages.isEmpty() || stages.get(stages.size() - 1).starts()
                ? Optional.empty()
                : Optional.of(new CopyCheck.Fault(
                        stages.get(stages.size() - 1).line(),
                        "neither ENTRYPOINT nor CMD in this stage: a container of it starts nothing"));
    }

    private static Stage stage(DockerfileReader.Instruction from, List<Stage> before) {
        List<String> words =
                new ArrayList<>(List.of(from.rest().toLowerCase(Locale.ROOT).split("\\s+")));
        words.removeIf(word -> word.startsWith("--"));
        String base = words.isEmpty() ? "" : words.get(0);
        boolean starts = before.stream()
                .filter(stage -> stage.name().equals(base))
                .reduce((one, other) -> other)
                .map(Stage::starts)
                .orElse(!base.equals(SCRATCH));
        return new Stage(from.line(), words.size() == 3 && words.get(1).equals("as") ? words.get(2) : "", starts);
    }
}
