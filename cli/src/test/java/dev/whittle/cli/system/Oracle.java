package dev.whittle.cli.system;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Two answers to the same question, file by file: the real loader's, and the tool's. */
final class Oracle {
    /** The load address: it differs in every run. */
    private static final Pattern ADDRESS = Pattern.compile(" \\(0x[0-9a-f]+\\)$");

    private static final Pattern PROGRAM = Pattern.compile("/s?bin/[^/]+$");
    private static final String VDSO = "\tlinux-vdso.so.1";
    private static final String GATE = "\tlinux-gate.so.1";

    private final List<String> different = new ArrayList<>();
    private final TreeMap<String, List<String>> leftOut = new TreeMap<>();
    private int same;
    private int programs;
    private int lines;
    private int missing;

    /** A loader's list without addresses and the kernel's own object. */
    static List<String> comparable(List<String> lines) {
        return lines.stream()
                .map(line -> ADDRESS.matcher(line).replaceFirst(""))
                .filter(line -> !line.equals(VDSO) && !line.equals(GATE))
                .toList();
    }

    /** The output of {@code ldd} for several files, by file: each under its header. */
    static Map<String, List<String>> byFile(List<String> lines) {
        Map<String, List<String>> files = new HashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("\t")) {
                current.add(line);
            } else {
                current = new ArrayList<>();
                files.put(line.substring(0, line.length() - 1), current);
            }
        }
        return files;
    }

    void leaveOut(String reason, String file) {
        leftOut.computeIfAbsent(reason, key -> new ArrayList<>()).add(file);
    }

    /** One file's lists; the loader's messages explain a difference. */
    void compare(String file, List<String> expected, List<String> ours, Ended ended) {
        lines += expected.size();
        missing += (int)
                expected.stream().filter(line -> line.endsWith("=> not found")).count();
        programs += PROGRAM.matcher(file).find() ? 1 : 0;
        if (expected.equals(ours)) {
            same++;
        } else {
            different.add(file + "\n  loader:  " + expected + " " + ended.err().strip() + "\n  whittle: " + ours);
        }
    }

    /** Of a file whose lists are compared: the libraries that messages name. */
    void compareMissing(String file, Set<String> expected, Set<String> ours) {
        missing += expected.size();
        if (!expected.equals(ours)) {
            different.add(file + "\n  loader:  " + expected + "\n  whittle: " + ours);
            same--;
        }
    }

    /** How many of the compared files are in directories of programs. */
    int programs() {
        return programs;
    }

    int compared() {
        return same + different.size();
    }

    List<String> different() {
        return List.copyOf(different);
    }

    /** A row of the report's table. */
    String row(String subject) {
        StringBuilder out = new StringBuilder();
        leftOut.forEach((reason, files) -> out.append(out.length() > 0 ? ", " : "")
                .append(files.size())
                .append(' ')
                .append(reason));
        return "| " + subject + " | " + compared() + " | " + programs + " | " + lines + " | " + missing + " | " + same
                + " | " + different.size() + " | " + (out.length() > 0 ? out : "none") + " |";
    }

    /** The files left out, by reason. */
    List<String> listOfLeftOut() {
        List<String> lines = new ArrayList<>();
        leftOut.forEach((reason, files) -> lines.add(reason + ": " + String.join(", ", files)));
        return lines;
    }
}
