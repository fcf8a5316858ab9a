package dev.whittle.dockerfile;

import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Groups items by what requested them, with a title: programs first, then each family of hidden dependencies. */
final class Titles {
    private static final int SHOWN = 4;
    private static final int MAX_LINE = 160;
    private static final String PROGRAMS = "";

    private final Map<String, List<CopyItem>> groups = new LinkedHashMap<>();
    private final Map<String, Set<String>> evidence = new LinkedHashMap<>();

    Titles(Iterable<CopyItem> items) {
        groups.put(PROGRAMS, new ArrayList<>());
        for (CopyItem item : items) {
            String key = key(item);
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(item);
            String line = evidence(key, item);
            if (!line.isEmpty()) {
                evidence.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(line);
            }
        }
    }

    /** By title. */
    Map<List<String>, List<CopyItem>> groups() {
        Map<List<String>, List<CopyItem>> titled = new LinkedHashMap<>();
        groups.forEach((key, items) -> {
            if (!items.isEmpty()) {
                titled.put(title(key), items);
            }
        });
        return titled;
    }

    private static String key(CopyItem item) {
        return switch (item.reason().kind()) {
            case REQUESTED, INTERPRETER, LIBRARY, CONFIGURATION, LINK -> PROGRAMS;
            case STARTED -> isProgram(item) ? PROGRAMS : "image";
            case INCLUDED -> "included";
            case HIDDEN, TREE -> item.reason().family();
            case TRACED -> "traced";
            case GENERATED -> "generated";
            case PARENT -> "whole";
        };
    }

    /** Paths that the configuration names; the rest that it leads to is for the engine. */
    private static boolean isProgram(CopyItem item) {
        return item.kind() == CopyItem.Kind.FILE && item.reason().detail().startsWith("the image's ");
    }

    private static String evidence(String key, CopyItem item) {
        String detail = item.reason().detail();
        return switch (item.reason().kind()) {
            case REQUESTED -> item.target() + ": asked for";
            case INTERPRETER, LIBRARY, CONFIGURATION, LINK -> "";
            case HIDDEN, TREE, TRACED, GENERATED, PARENT -> detail;
            case INCLUDED -> detail;
            case STARTED -> key.equals(PROGRAMS) ? detail : item.target() + ": " + detail;
        };
    }

    private List<String> title(String key) {
        List<String> lines = new ArrayList<>();
        Set<String> all = evidence.getOrDefault(key, Set.of());
        all.stream().limit(SHOWN).map(Titles::shortened).forEach(lines::add);
        if (all.size() > SHOWN) {
            lines.add((key.isEmpty() ? "" : key + ": ") + "and for " + (all.size() - SHOWN) + " more "
                    + (all.size() == SHOWN + 1 ? "reason" : "reasons"));
        }
        if (key.equals(PROGRAMS)) {
            lines.add("the loader, and what it opens");
        }
        return lines;
    }

    private static String shortened(String line) {
        String shown = RawText.visible(line);
        int end = Math.min(shown.length(), MAX_LINE);
        while (end < shown.length() && end > 0 && shown.charAt(end) >= 0x80) {
            end--; // not within a character
        }
        return end == shown.length() ? shown : shown.substring(0, end) + "...";
    }

    /** For one path, in a message. */
    static String mode(RootPath path, int mode) {
        return path + " (" + Integer.toOctalString(mode) + ")";
    }
}
