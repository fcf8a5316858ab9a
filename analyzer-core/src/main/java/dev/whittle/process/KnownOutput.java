package dev.whittle.process;

import dev.whittle.path.RootPath;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Output of programs that scripts use to build names: {@code $(dirname "$0")}, {@code $(cat /etc/mode)}. */
final class KnownOutput {
    private static final Set<String> UNKNOWN = Set.of(Marked.UNKNOWN);
    private static final int MAX_CONTENT = 8192;

    private KnownOutput() {}

    /** Of {@code echo}, and of {@code printf} with a format of {@code %s}, {@code %d}, {@code %b} and {@code %%}. */
    static Set<String> printed(String name, List<String> arguments) {
        if (name.equals("echo")) {
            List<String> words = arguments.stream()
                    .filter(word -> !word.equals("-n") && !word.equals("-e"))
                    .toList();
            return Set.of(String.join(" ", words) + "\n");
        }
        if (arguments.isEmpty()) {
            return UNKNOWN;
        }
        String format = Marked.plain(arguments.get(0))
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\\"", "\"")
                .replace("\\\\", "\\");
        List<String> values = arguments.subList(1, arguments.size());
        StringBuilder out = new StringBuilder();
        int value = 0;
        do { // the format is used again for more values (POSIX printf)
            int before = value;
            int from = 0;
            for (int at = format.indexOf('%'); at >= 0; at = format.indexOf('%', from)) {
                out.append(format, from, at);
                char conversion = at + 1 < format.length() ? format.charAt(at + 1) : ' ';
                if (conversion == '%') {
                    out.append('%');
                } else if ("sdib".indexOf(conversion) >= 0) {
                    out.append(value < values.size() ? values.get(value) : "");
                    value++;
                } else {
                    return UNKNOWN;
                }
                from = at + 2;
            }
            out.append(format, from, format.length());
            if (before == value || out.length() > MAX_CONTENT) {
                break;
            }
        } while (value < values.size());
        return Set.of(out.toString());
    }

    /** Of a program with these marked arguments. */
    static Set<String> of(String name, List<String> arguments, String directory, Set<String> input, RootFiles files) {
        List<String> operands =
                arguments.stream().filter(word -> !word.startsWith("-")).toList();
        switch (name) {
            case "dirname" -> {
                return each(operands, KnownOutput::dirname);
            }
            case "basename" -> {
                return basename(operands);
            }
            case "readlink", "realpath" -> {
                boolean follows = name.equals("realpath")
                        || arguments.stream()
                                .anyMatch(word ->
                                        word.startsWith("-") && (word.indexOf('f') > 0 || word.indexOf('e') > 0));
                return each(
                        operands,
                        path -> follows ? files.realName(path, directory) : files.linkTarget(path, directory));
            }
            case "cat" -> {
                if (operands.isEmpty()) {
                    return input;
                }
                return operands.size() == 1 ? content(operands.get(0), directory, files) : UNKNOWN;
            }
            case "tee", "sort", "uniq" -> {
                return operands.isEmpty() || name.equals("tee") ? input : UNKNOWN;
            }
            case "head", "tail" -> {
                return someLines(input);
            }
            case "grep", "egrep", "fgrep" -> {
                return operands.size() <= 1 ? someLines(input) : UNKNOWN;
            }
            case "ls" -> {
                return listed(operands, directory, files);
            }
            case "sed" -> {
                return sed(arguments, input);
            }
            case "echo", "printf" -> {
                return printed(name, arguments);
            }
            case "mkdir", "chown", "chmod", "rm", "touch", "ln", "cp", "mv", "sleep", "install", "chgrp" -> {
                return Set.of("");
            }
            default -> {
                return UNKNOWN;
            }
        }
    }

    /** A whole text, or any line of it. */
    private static Set<String> someLines(Set<String> input) {
        Set<String> all = new LinkedHashSet<>();
        for (String text : input) {
            all.add(text);
            for (String line : text.split("\n", -1)) {
                if (!line.isEmpty() && all.size() < Printed.MAX_OUTPUTS) {
                    all.add(line + "\n");
                }
            }
        }
        return all;
    }

    /** The names that {@code ls} prints: files and matches of patterns; for one directory, its entries. */
    private static Set<String> listed(List<String> operands, String directory, RootFiles files) {
        StringBuilder out = new StringBuilder();
        for (String operand : operands) {
            if (Marked.isPattern(operand)) {
                files.matches(operand, directory)
                        .forEach(path -> out.append(path.raw()).append('\n'));
            } else if (files.file(operand, directory).isPresent()) {
                out.append(operand).append('\n');
            } else if (operands.size() == 1) {
                files.matches(operand + "/" + Marked.STAR, directory)
                        .forEach(path -> out.append(path.name()).append('\n'));
            }
        }
        return out.isEmpty() || out.length() > MAX_CONTENT ? UNKNOWN : Set.of(out.toString());
    }

    private static Set<String> sed(List<String> arguments, Set<String> input) {
        Set<String> all = new LinkedHashSet<>();
        for (String text : input) {
            all.add(SedScript.apply(arguments, text).orElse(Marked.UNKNOWN));
        }
        return all.isEmpty() ? UNKNOWN : all;
    }

    private interface Operation {
        String of(String text);
    }

    private static Set<String> each(List<String> operands, Operation operation) {
        if (operands.isEmpty()) {
            return UNKNOWN;
        }
        Set<String> all = new LinkedHashSet<>();
        all.add(operation.of(operands.get(0)) + "\n");
        return all;
    }

    private static String dirname(String path) {
        int slash = path.lastIndexOf('/');
        if (slash < 0) {
            return Marked.isKnown(path) ? "." : Marked.UNKNOWN;
        }
        return slash == 0 ? "/" : path.substring(0, slash);
    }

    private static Set<String> basename(List<String> operands) {
        if (operands.isEmpty()) {
            return UNKNOWN;
        }
        String path = operands.get(0);
        String name = path.substring(path.lastIndexOf('/') + 1);
        String suffix = operands.size() > 1 ? operands.get(1) : "";
        boolean cut = !suffix.isEmpty() && name.endsWith(suffix) && !name.equals(suffix);
        return Set.of((cut ? name.substring(0, name.length() - suffix.length()) : name) + "\n");
    }

    private static Set<String> content(String name, String directory, RootFiles files) {
        Optional<RootPath> file = Marked.isPattern(name) ? Optional.empty() : files.file(name, directory);
        String text = file.map(files::text).orElse(Marked.UNKNOWN);
        return text.length() > MAX_CONTENT ? UNKNOWN : Set.of(text);
    }
}
