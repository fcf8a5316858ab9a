package dev.whittle.trial;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lines that one of two programs printed and the other did not, in any order and number, since threads write
 * concurrently. Lines that differ between two runs of the original do not count.
 *
 * @param lacking lines of the original only, in order
 * @param extra lines of the slim image only, in order
 */
public record LineDifference(List<String> lacking, List<String> extra) {
    /** Lines beyond this number are not compared with each other, which would be quadratic. */
    private static final int MAX_PAIRED = 500;

    public LineDifference {
        lacking = List.copyOf(lacking);
        extra = List.copyOf(extra);
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return lacking.isEmpty() && extra.isEmpty();
    }

    /**
     * @param original its lines, raw
     * @param again those of another run of the original, if there was one
     * @param slim the lines of the slim image, raw
     */
    static LineDifference of(List<String> original, Optional<List<String>> again, List<String> slim) {
        Map<String, String> first = normal(original);
        Map<String, String> ofSlim = normal(slim);
        Map<String, String> lacking = new LinkedHashMap<>(first);
        lacking.keySet().removeAll(ofSlim.keySet());
        Map<String, String> extra = new LinkedHashMap<>(ofSlim);
        extra.keySet().removeAll(first.keySet());
        if (again.isPresent() && !(lacking.isEmpty() && extra.isEmpty())) {
            leaveOutVariable(first, normal(again.get()), lacking, extra);
        }
        return new LineDifference(new ArrayList<>(lacking.values()), new ArrayList<>(extra.values()));
    }

    /** The part that another run of the slim image confirms: the rest is chance. */
    LineDifference confirmedBy(LineDifference again) {
        return new LineDifference(common(lacking, again.lacking), common(extra, again.extra));
    }

    private static List<String> common(List<String> lines, List<String> others) {
        Map<String, String> normal = normal(others);
        List<String> keys = normal.keySet().stream().limit(MAX_PAIRED).toList();
        List<String> common = new ArrayList<>();
        int paired = 0;
        for (String line : lines) {
            String shown = Normaliser.normal(line);
            boolean same = normal.containsKey(shown);
            if (same || (paired++ < MAX_PAIRED && Frame.of(shown, keys).isPresent())) {
                common.add(line);
            }
        }
        return common;
    }

    /** Each normalized line with the first line that it stands for. */
    private static Map<String, String> normal(List<String> lines) {
        Map<String, String> normal = new LinkedHashMap<>();
        for (String line : lines) {
            normal.putIfAbsent(Normaliser.normal(line), line);
        }
        normal.remove("");
        return normal;
    }

    /**
     * What varies between runs of the original becomes a pattern: a line of the slim image that matches counts as
     * equal.
     */
    private static void leaveOutVariable(
            Map<String, String> first,
            Map<String, String> second,
            Map<String, String> lacking,
            Map<String, String> extra) {
        List<String> onlyFirst = difference(first, second);
        List<String> onlySecond = difference(second, first);
        Set<String> fitting = new HashSet<>();
        List<String> unpaired = new ArrayList<>();
        for (String line : onlyFirst) {
            Optional<Frame> frame = Frame.of(line, onlySecond);
            List<String> fits = extra.keySet().stream()
                    .filter(value -> frame.map(f -> f.fits(value)).orElse(false))
                    .toList();
            if (frame.isEmpty()) {
                unpaired.add(line);
            } else if (!fits.isEmpty()) {
                lacking.remove(line);
                fitting.addAll(fits);
            }
        }
        // A line in one run only, without a similar one in the other: chance.
        unpaired.forEach(lacking::remove);
        fitting.forEach(extra::remove);
        onlySecond.forEach(extra::remove);
        // A line without a constant part allows one line of the slim image without an equal.
        List<String> rest = new ArrayList<>(extra.keySet());
        long variable = unpaired.size();
        if (rest.size() <= variable && onlySecond.size() >= variable) {
            rest.forEach(extra::remove);
        }
    }

    private static List<String> difference(Map<String, String> of, Map<String, String> without) {
        return of.keySet().stream()
                .filter(line -> !without.containsKey(line))
                .limit(MAX_PAIRED)
                .toList();
    }

    /** The common prefix and suffix of two lines. */
    private record Frame(String start, String end) {
        static Optional<Frame> of(String line, List<String> others) {
            Frame best = new Frame("", "");
            for (String other : others) {
                int start = 0;
                int most = Math.min(line.length(), other.length());
                while (start < most && line.charAt(start) == other.charAt(start)) {
                    start++;
                }
                int end = 0;
                while (end < most - start
                        && line.charAt(line.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
                    end++;
                }
                // A common part of a word is chance: two numbers may begin with the same digit.
                while (start > 0 && isWord(line, start - 1) && (isWord(line, start) || isWord(other, start))) {
                    start--;
                }
                while (end > 0
                        && isWord(line, line.length() - end)
                        && (isWord(line, line.length() - end - 1) || isWord(other, other.length() - end - 1))) {
                    end--;
                }
                if (start + end > best.size()) {
                    best = new Frame(line.substring(0, start), line.substring(line.length() - end));
                }
            }
            // A few common characters are chance.
            return best.size() >= Math.max(3, line.length() / 4) ? Optional.of(best) : Optional.empty();
        }

        private static boolean isWord(String line, int at) {
            return at >= 0 && at < line.length() && Character.isLetterOrDigit(line.charAt(at));
        }

        private int size() {
            return start.length() + end.length();
        }

        boolean fits(String line) {
            return line.length() >= size() && line.startsWith(start) && line.endsWith(end);
        }
    }
}
