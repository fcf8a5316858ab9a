package dev.whittle.dockerfile;

import dev.whittle.bytes.RawText;
import dev.whittle.image.HealthTimes;
import dev.whittle.image.ImageConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An image's configuration as instructions of a Dockerfile. */
final class ConfigLines {
    private static final String NAME = "[A-Za-z0-9_.-]+";

    /** Docker's go-connections, nat/nat.go: ParsePortSpec. */
    private static final String PORT = "[0-9]{1,5}(-[0-9]{1,5})?(/[A-Za-z]{1,8})?";

    /**
     * The end of a line that continues on the next one (moby, frontend/dockerfile/parser/parser.go:
     * reLineContinuation).
     */
    private static final Pattern GOES_ON = Pattern.compile("\\\\[ \t]*$");

    /** Go's duration units, largest first, in nanoseconds. */
    private static final Map<String, Long> UNITS = new LinkedHashMap<>();

    static {
        UNITS.put("h", 3_600_000_000_000L);
        UNITS.put("m", 60_000_000_000L);
        UNITS.put("s", 1_000_000_000L);
        UNITS.put("ms", 1_000_000L);
        UNITS.put("us", 1_000L);
        UNITS.put("ns", 1L);
    }

    private final ImageConfig config;
    private final String user;
    private final List<String> lines = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();

    /** @param user for USER, which may be in numbers where the configuration has names */
    ConfigLines(ImageConfig config, String user) {
        this.config = config;
        this.user = user;
    }

    List<String> lines() {
        config.env().forEach((name, value) -> pair("ENV", name, value));
        config.labels().forEach((name, value) -> pair("LABEL", RawText.ofText(name), RawText.ofText(value)));
        ports();
        if (!config.volumes().isEmpty()) {
            lines.add("VOLUME "
                    + DockerWords.expandedJson(
                            config.volumes().stream().map(DockerWords::target).toList()));
        }
        single("WORKDIR", config.workingDir());
        single("USER", user);
        single("STOPSIGNAL", config.stopSignal());
        array("SHELL", config.shell());
        health();
        onBuild();
        array("ENTRYPOINT", config.entrypoint());
        array("CMD", config.cmd());
        return lines;
    }

    /** What no instruction can express; one line each, raw. */
    List<String> findings() {
        return findings;
    }

    /** The name of a port is a key in the configuration, and was not validated before. */
    private void ports() {
        List<String> sayable = new ArrayList<>();
        for (String port : config.exposedPorts()) {
            if (port.matches(PORT)) {
                sayable.add(port);
            } else {
                findings.add("EXPOSE " + RawText.visible(port) + ": not a port; whittle slim keeps it");
            }
        }
        if (!sayable.isEmpty()) {
            lines.add("EXPOSE " + String.join(" ", sayable));
        }
    }

    private void pair(String instruction, String name, String value) {
        boolean sayable = !isBroken(value);
        boolean named = instruction.equals("LABEL") ? !isBroken(name) : name.matches(NAME);
        if (sayable && named) {
            String key = name.matches(NAME) && !DockerWords.isFlag(name) ? name : DockerWords.quoted(name);
            lines.add(instruction + " " + key + "=" + DockerWords.value(value));
        } else {
            findings.add(instruction + " " + RawText.visible(name) + ": no Dockerfile can say "
                    + (sayable ? "this name" : "a value of several lines") + "; whittle slim keeps it");
        }
    }

    private void single(String instruction, String value) {
        if (isBroken(value)) {
            findings.add(instruction + " " + RawText.visible(value) + ": no Dockerfile can say a value of several lines"
                    + "; whittle slim keeps it");
        } else if (!value.isEmpty()) {
            // A blank would end the word, and quotes are removed: dockerfile/shell/lex.go, ProcessWord.
            lines.add(instruction + " " + DockerWords.value(value));
        }
    }

    private void array(String instruction, List<String> words) {
        if (!words.isEmpty()) {
            lines.add(instruction + " " + DockerWords.json(words));
        }
    }

    private void health() {
        List<String> test = config.healthcheck();
        if (test.isEmpty()) {
            return;
        }
        if (test.get(0).equals("NONE")) {
            lines.add("HEALTHCHECK NONE");
            return;
        }
        HealthTimes times = config.healthTimes();
        StringBuilder line = new StringBuilder("HEALTHCHECK");
        option(line, "interval", times.interval());
        option(line, "timeout", times.timeout());
        option(line, "start-period", times.startPeriod());
        if (times.retries() > 0) {
            line.append(" --retries=").append(times.retries());
        }
        if (times.startInterval() > 0) {
            lines.add("# Docker 25 and later know --start-interval=" + duration(times.startInterval()) + " besides");
        }
        lines.add(line + " CMD " + command(test));
    }

    /** A shell text in one line stays one; otherwise an array expresses the same. */
    private String command(List<String> test) {
        if (!test.get(0).equals("CMD-SHELL") || test.size() != 2) {
            return DockerWords.json(test.subList(1, test.size()));
        }
        String text = test.get(1);
        boolean plain = text.equals(text.strip())
                && text.chars().allMatch(c -> c >= 0x20)
                && !text.isEmpty()
                && !text.startsWith("[")
                && !text.endsWith("\\")
                && !text.contains("<<");
        if (plain) {
            return text;
        }
        List<String> words = new ArrayList<>(config.shell().isEmpty() ? List.of("/bin/sh", "-c") : config.shell());
        words.add(text);
        return DockerWords.json(words);
    }

    private static void option(StringBuilder line, String name, long nanoseconds) {
        if (nanoseconds > 0) {
            line.append(" --").append(name).append('=').append(duration(nanoseconds));
        }
    }

    /** {@code 1m30s}. */
    static String duration(long nanoseconds) {
        StringBuilder text = new StringBuilder();
        long rest = nanoseconds;
        for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
            if (rest >= unit.getValue()) {
                text.append(rest / unit.getValue()).append(unit.getKey());
                rest %= unit.getValue();
            }
        }
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static boolean isBroken(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    }

    /** Triggers of an image are lines already, unless one would swallow the next lines. */
    private void onBuild() {
        for (String trigger : config.onBuild()) {
            if (!isBroken(trigger)
                    && !trigger.isBlank()
                    && !GOES_ON.matcher(trigger).find()
                    && !trigger.contains("<<")) {
                lines.add("ONBUILD " + trigger);
            } else {
                findings.add("ONBUILD "
                        + trigger.lines().limit(1).map(RawText::visible).collect(Collectors.joining())
                        + " ...: no Dockerfile can say this; whittle slim keeps it");
            }
        }
    }
}
