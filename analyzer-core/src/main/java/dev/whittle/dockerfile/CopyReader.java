package dev.whittle.dockerfile;

import dev.whittle.bytes.RawText;
import dev.whittle.image.ArgumentList;
import dev.whittle.path.RootPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the last stage of a Dockerfile copies, and from where. */
final class CopyReader {
    private static final Pattern FROM = Pattern.compile("(?i)(?:--\\S+\\s+)*+(\\S+)(?:\\s+AS\\s+(\\S+))?\\s*");
    private static final Set<String> KEYWORDS = Set.of(
            "ADD",
            "ARG",
            "CMD",
            "COPY",
            "ENTRYPOINT",
            "ENV",
            "EXPOSE",
            "FROM",
            "HEALTHCHECK",
            "LABEL",
            "MAINTAINER",
            "ONBUILD",
            "RUN",
            "SHELL",
            "STOPSIGNAL",
            "USER",
            "VOLUME",
            "WORKDIR");

    private final DockerfileReader.Result file;
    private final DockerfileVariables variables;
    private final List<String> stages = new ArrayList<>();
    private final Map<String, Stage> byStage = new HashMap<>();
    private final List<CopyCheck.Fault> refused;
    private List<Line> lines = new ArrayList<>();
    private List<CopyCheck.Fault> unclear = new ArrayList<>();
    private String workingDirectory = "/";

    /**
     * @param number of its first line, from 1
     * @param from the stage or image, in lower case if it is a stage; empty for the build's context
     * @param sources expanded, raw; patterns
     * @param destination expanded, absolute, with a trailing slash if it had one
     */
    record Line(int number, Optional<String> from, CopyFlags flags, List<String> sources, String destination) {
        boolean parents() {
            return flags.isOn("parents");
        }
    }

    /** What a stage passes on to one that is built from it. */
    private record Stage(
            Map<String, String> variables, List<Line> lines, List<CopyCheck.Fault> unclear, String workingDirectory) {}

    /** @param faults lines that no builder accepts, and those whose sources cannot be determined */
    record Result(List<Line> lines, List<CopyCheck.Fault> faults) {}

    private CopyReader(DockerfileReader.Result file) {
        this.file = file;
        this.refused = new ArrayList<>(file.faults());
        this.variables = new DockerfileVariables(file.escape());
    }

    /** @param raw a whole Dockerfile */
    static Result read(String raw) {
        CopyReader reader = new CopyReader(DockerfileReader.read(raw));
        reader.run();
        List<CopyCheck.Fault> faults = new ArrayList<>(reader.refused);
        faults.addAll(reader.unclear);
        return new Result(List.copyOf(reader.lines), List.copyOf(faults));
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
                default -> {
                    if (!KEYWORDS.contains(instruction.keyword())) {
                        refuse(instruction.line(), instruction.keyword() + ": not an instruction");
                    }
                }
            }
        }
    }

    private void refuse(int line, String raw) {
        refused.add(new CopyCheck.Fault(line, RawText.visible(raw)));
    }

    private void from(String rest) {
        Matcher matcher = FROM.matcher(rest);
        String image = matcher.matches() ? variables.expand(matcher.group(1)) : rest;
        String name = matcher.matches() && matcher.group(2) != null ? matcher.group(2) : "";
        if (!stages.isEmpty()) {
            byStage.put(stages.get(stages.size() - 1), new Stage(variables.values(), lines, unclear, workingDirectory));
        }
        Stage upon =
                byStage.getOrDefault(image.toLowerCase(Locale.ROOT), new Stage(Map.of(), List.of(), List.of(), "/"));
        variables.stage(upon.variables());
        stages.add(name.isEmpty() ? String.valueOf(stages.size()) : name.toLowerCase(Locale.ROOT));
        lines = new ArrayList<>(upon.lines());
        unclear = new ArrayList<>(upon.unclear());
        workingDirectory = upon.workingDirectory();
    }

    private void copy(DockerfileReader.Instruction instruction) {
        int number = instruction.line();
        CopyFlags flags = CopyFlags.of(instruction.keyword(), instruction.rest());
        flags.wrong().forEach(wrong -> refuse(number, wrong));
        variables.takeUnknown();
        List<String> words = words(flags.rest()).stream().map(variables::expand).toList();
        if (words.size() < 2) {
            refuse(number, instruction.keyword() + ": needs a source and a destination");
            return;
        }
        String from = variables.expand(flags.value("from").orElse(""));
        List<String> unknown = variables.takeUnknown();
        if (!unknown.isEmpty()) {
            unclear(number, String.join(", ", unknown) + ": its value is not known here");
            return;
        }
        if (words.contains("")) {
            refuse(number, instruction.rest() + ": an empty name");
            return;
        }
        List<String> sources = words.subList(0, words.size() - 1);
        String destination = absolute(words.get(words.size() - 1));
        if (sources.size() > 1 && !destination.endsWith("/")) {
            refuse(number, destination + ": needs a slash at its end, since it takes several sources");
        }
        for (String pattern : flags.all("exclude")) {
            if (!Exclusion.isUnderstood(pattern)) {
                unclear(number, "--exclude=" + pattern);
                return;
            }
        }
        if (flags.wrong().isEmpty()) {
            lines.add(new Line(
                    number, from.isEmpty() ? Optional.empty() : Optional.of(stage(from)), flags, sources, destination));
        }
    }

    private void unclear(int line, String raw) {
        unclear.add(new CopyCheck.Fault(line, RawText.visible(raw) + ": cannot be judged"));
    }

    /** What is not a JSON array of strings is read as words: moby, parser/line_parsers.go: parseMaybeJSONToList. */
    private static List<String> words(String rest) {
        if (rest.startsWith("[")) {
            try {
                return ArgumentList.parse(rest);
            } catch (IllegalArgumentException e) {
                return List.of(rest.split("\\s+"));
            }
        }
        return rest.isBlank() ? List.of() : List.of(rest.split("\\s+"));
    }

    /** Stages also have numbers. */
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
