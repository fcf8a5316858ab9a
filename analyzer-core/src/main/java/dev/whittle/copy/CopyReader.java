package dev.whittle.copy;

import dev.whittle.image.ArgumentList;
import dev.whittle.path.RootPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the last stage of a Dockerfile copies, and from where. */
final class CopyReader {
    private static final Pattern FROM = Pattern.compile("(?i)(?:--\\S+\\s+)*(\\S+)(?:\\s+AS\\s+(\\S+))?\\s*");
    private static final Pattern FLAG = Pattern.compile("--([A-Za-z-]+)(?:=(\\S*))?(?:\\s+|$)");

    private final DockerfileReader.Result file;
    private final DockerfileVariables variables;
    private final List<String> stages = new ArrayList<>();
    private final Map<String, Map<String, String>> byStage = new HashMap<>();
    private List<Line> lines = new ArrayList<>();
    private String workingDirectory = "/";

    /**
     * @param number of its first line, from 1
     * @param from the stage or image, in small letters as far as it is a stage; empty for the build's context
     * @param sources expanded, raw; patterns
     * @param destination expanded, absolute, with a slash at its end if it had one
     */
    record Line(int number, Optional<String> from, boolean parents, List<String> sources, String destination) {}

    private CopyReader(DockerfileReader.Result file) {
        this.file = file;
        this.variables = new DockerfileVariables(file.escape());
    }

    /** @param raw a whole Dockerfile */
    static List<Line> read(String raw) {
        CopyReader reader = new CopyReader(DockerfileReader.read(raw));
        reader.run();
        return List.copyOf(reader.lines);
    }

    private void run() {
        for (DockerfileReader.Instruction instruction : file.instructions()) {
            switch (instruction.keyword()) {
                case "FROM" -> from(instruction.rest());
                case "ARG" -> {
                    if (stages.isEmpty()) {
                        variables.global(instruction.rest());
                    } else {
                        variables.arg(instruction.rest());
                    }
                }
                case "ENV" -> variables.env(instruction.rest());
                case "WORKDIR" -> workingDirectory = absolute(variables.expand(instruction.rest()));
                case "COPY", "ADD" -> copy(instruction);
                default -> {}
            }
        }
    }

    private void from(String rest) {
        Matcher matcher = FROM.matcher(rest);
        String image = matcher.matches() ? variables.expand(matcher.group(1)) : rest;
        String name = matcher.matches() && matcher.group(2) != null ? matcher.group(2) : "";
        if (!stages.isEmpty()) {
            byStage.put(stages.get(stages.size() - 1), variables.values());
        }
        boolean upon = stages.contains(image.toLowerCase(Locale.ROOT));
        variables.stage(upon ? byStage.getOrDefault(image.toLowerCase(Locale.ROOT), Map.of()) : Map.of());
        stages.add(name.isEmpty() ? String.valueOf(stages.size()) : name.toLowerCase(Locale.ROOT));
        lines = new ArrayList<>();
        workingDirectory = "/";
    }

    private void copy(DockerfileReader.Instruction instruction) {
        Map<String, String> flags = new LinkedHashMap<>();
        String rest = instruction.rest();
        Matcher flag = FLAG.matcher(rest);
        while (flag.lookingAt()) {
            flags.put(flag.group(1), flag.group(2) == null ? "" : flag.group(2));
            rest = rest.substring(flag.end());
            flag = FLAG.matcher(rest);
        }
        List<String> words = words(rest).stream().map(variables::expand).toList();
        if (words.size() < 2) {
            return;
        }
        String from = variables.expand(flags.getOrDefault("from", ""));
        lines.add(new Line(
                instruction.line(),
                from.isEmpty() ? Optional.empty() : Optional.of(stage(from)),
                flags.containsKey("parents"),
                words.subList(0, words.size() - 1),
                absolute(words.get(words.size() - 1))));
    }

    /** What is no JSON array of strings is read as words: moby, parser/line_parsers.go: parseMaybeJSONToList. */
    private static List<String> words(String rest) {
        if (rest.startsWith("[")) {
            try {
                return ArgumentList.parse(rest);
            } catch (IllegalArgumentException e) {
                return List.of(rest.split("\\s+"));
            }
        }
        return List.of(rest.split("\\s+"));
    }

    /** Stages have numbers too. */
    private String stage(String from) {
        boolean number = from.matches("[0-9]{1,4}") && Integer.parseInt(from) < stages.size();
        String name = number ? stages.get(Integer.parseInt(from)) : from;
        return stages.contains(name.toLowerCase(Locale.ROOT)) ? name.toLowerCase(Locale.ROOT) : name;
    }

    private String absolute(String path) {
        String whole = path.startsWith("/") ? path : workingDirectory + "/" + path;
        boolean directory = whole.endsWith("/") || whole.endsWith("/.");
        String normal = RootPath.of(whole).raw();
        return directory && !normal.equals("/") ? normal + "/" : normal;
    }
}
