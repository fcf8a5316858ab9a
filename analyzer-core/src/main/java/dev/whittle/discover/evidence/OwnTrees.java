package dev.whittle.discover.evidence;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.Walk;
import dev.whittle.script.Shebang;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Directories that belong to a program, with their content, except for expensive files that are not known to be used:
 * helper programs and plugins that add megabytes, scripts whose interpreter would be kept for them alone, and files that
 * only a compiler reads.
 */
public final class OwnTrees {
    /** Maximum cost of one helper program, including its libraries. */
    private static final long HELPER = 2L << 20;

    /** The same with {@code --keep minimal}. */
    private static final long SMALL_HELPER = 1L << 20;

    /** Maximum cost of one plugin. */
    private static final long PLUGIN = 16L << 20;

    /** Maximum cost of the plugins of requested packages, if nothing says which plugins are used; and its share of what is kept. */
    private static final long PLUGINS_OF_REQUESTED = 64L << 20;

    private static final int SHARE = 2;

    /** Shorter names are too often words of something else. */
    private static final int MIN_NAME = 3;

    /** Of fewer plugins, equal beginnings prove nothing. */
    private static final int MIN_PLUGINS = 4;

    private static final int MAX_ENTRIES = 50_000;
    private static final String BITCODE = "BC\u00c0\u00de";

    private final Map<RootPath, List<Part>> known = new HashMap<>();
    private final Map<RootPath, Expensive> expensive = new LinkedHashMap<>();

    private final Map<RootPath, Optional<Part>> single = new HashMap<>();
    private int leftOut;

    /**
     * An ELF file or an executable script of such a directory.
     *
     * @param path in the directory, possibly a link
     * @param name of the file itself
     * @param pieces sizes of the file and of its libraries by real path; for a script, those of its interpreter
     */
    private record Part(RootPath path, String name, boolean program, Map<RootPath, Long> pieces) {
        /** Bytes that are not kept yet. The more is kept, the fewer they are. */
        long cost(Context context) {
            return pieces.entrySet().stream()
                    .filter(piece -> context.kept().get(piece.getKey()).isEmpty())
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }

        boolean isCheap(Context context) {
            return cost(context) <= (program ? HELPER : PLUGIN);
        }
    }

    /**
     * A plugin that costs much.
     *
     * @param all what is in the directory
     */
    private record Expensive(Part plugin, List<Part> all, String evidence) {}

    /**
     * Recommends a directory, and reports what is left out of it.
     *
     * @param owner name of the program, a copy of which is not a helper
     */
    public void add(Context context, String owner, RootPath directory, String evidence, Findings findings)
            throws IOException {
        if (StandardLibrary.is(context, directory)) {
            return;
        }
        Set<RootPath> except = new HashSet<>();
        List<RootPath> bitcode = new ArrayList<>();
        List<Part> parts = parts(context, directory);
        for (Part part : parts) {
            if (part.pieces.isEmpty()) {
                bitcode.add(part.path);
            } else if (!part.name.equals(owner) && !part.isCheap(context)) {
                except.add(part.path);
                Optional<String> setting = part.program ? Optional.empty() : setting(context, part, parts);
                findings.file(
                        setting.isPresent() ? Finding.Level.RECOMMENDED : Finding.Level.LARGE,
                        evidence + setting.map(text -> "; " + text).orElse(""),
                        Optional.of(part.path));
                if (setting.isEmpty() && !part.program) {
                    expensive.putIfAbsent(part.path, new Expensive(part, parts, evidence));
                }
            } else if (!part.name.equals(owner) && part.program && part.cost(context) > SMALL_HELPER) {
                except.add(part.path);
                findings.file(Finding.Level.EXPECTED, evidence, Optional.of(part.path));
            }
        }
        if (!bitcode.isEmpty() && context.libraries("libLLVM").isEmpty()) {
            except.addAll(bitcode);
            findings.files(Finding.Level.POSSIBLE, evidence + "; LLVM reads it, which is not kept", bitcode);
        }
        leftOut += except.isEmpty() ? 0 : 1;
        findings.tree(Finding.Level.RECOMMENDED, evidence, Optional.of(directory), except);
    }

    /**
     * Recommends plugins that were left out because of their size, if nothing says which of the plugins are used and their
     * package was requested, or built with one that was. A package that has settings names there what it loads. Called when
     * all settings are known.
     */
    public void addExpensive(Context context, Findings findings) throws IOException {
        long left = Math.min(PLUGINS_OF_REQUESTED, context.keptBytes() / SHARE);
        Set<RootPath> added = new HashSet<>();
        for (Expensive each : expensive.values()) {
            RootPath file = context.real(each.plugin.path);
            String owner = context.owners(List.of(file)).get(file);
            boolean isLikely = context.kept().get(file).isEmpty()
                    && owner != null
                    && context.packages().isOfRequestedSource(owner)
                    && !context.packages().hasSettings(owner)
                    && !isAnyNamed(context, each.all);
            long cost = added.contains(file) ? 0 : each.plugin.cost(context);
            if (isLikely && cost <= left) {
                left -= cost;
                added.add(file);
                findings.file(
                        Finding.Level.EXPECTED,
                        each.evidence + "; its package was requested, and has no settings that name plugins",
                        Optional.of(each.plugin.path));
            }
        }
    }

    /** Where a plugin is named in settings or arguments. */
    private static Optional<String> setting(Context context, Part plugin, List<Part> all) throws IOException {
        Optional<String> setting = context.settingThatNames(plugin.path);
        return setting.isPresent() ? setting : context.argumentThatNames(ownNames(plugin, all));
    }

    /**
     * The name of a plugin, also without what the names of all of them begin with, and without what some others end with: of
     * {@code libmltxml.so}, mltxml and xml, of {@code cmlformat.so}, cmlformat and cml.
     */
    private static List<String> ownNames(Part plugin, List<Part> all) {
        String name = bareName(plugin);
        String start = name;
        Map<String, Integer> ends = new HashMap<>();
        int plugins = 0;
        for (Part other : all) {
            if (!other.program && other.path.parent().equals(plugin.path.parent()) && other.name.contains(".so")) {
                String bare = bareName(other);
                start = start.substring(0, shared(start, bare));
                int end = shared(new StringBuilder(name).reverse(), new StringBuilder(bare).reverse());
                for (int length = MIN_NAME; length <= Math.min(end, name.length() - MIN_NAME); length++) {
                    ends.merge(name.substring(name.length() - length), 1, Integer::sum);
                }
                plugins++;
            }
        }
        List<String> names = new ArrayList<>(List.of(name));
        if (plugins >= MIN_PLUGINS) {
            names.add(name.substring(start.length()));
            int most = ends.values().stream().mapToInt(Integer::intValue).max().orElse(0);
            // The whole of the word that most of them share: "format", not "mat".
            ends.entrySet().stream()
                    .filter(each -> each.getValue() >= MIN_PLUGINS && each.getValue() == most)
                    .map(Map.Entry::getKey)
                    .max(Comparator.comparingInt(String::length))
                    .ifPresent(end -> names.add(name.substring(0, name.length() - end.length())));
        }
        return names.stream().filter(each -> each.length() >= MIN_NAME).toList();
    }

    /** The number of characters that two names share at their beginning. */
    private static int shared(CharSequence one, CharSequence other) {
        int end = 0;
        while (end < Math.min(one.length(), other.length()) && one.charAt(end) == other.charAt(end)) {
            end++;
        }
        return end;
    }

    private static String bareName(Part plugin) {
        List<String> names = List.copyOf(SettingWords.names(plugin.path));
        return names.get(names.size() - 1);
    }

    private static boolean isAnyNamed(Context context, List<Part> parts) {
        return parts.stream()
                .anyMatch(part -> !part.program
                        && !part.pieces.isEmpty()
                        && context.settingThatNames(part.path).isPresent());
    }

    /**
     * How often something was left out because of its cost, which may be less in the next round. What is cheap stays
     * cheap, since kept paths are never dropped.
     */
    public int leftOut() {
        return leftOut;
    }

    /** What programs add together with their libraries, in bytes: what is not kept yet. */
    public long cost(Context context, List<RootPath> programs) throws IOException {
        Map<RootPath, Long> pieces = new HashMap<>();
        for (RootPath program : programs) {
            single(context, program).ifPresent(part -> pieces.putAll(part.pieces));
        }
        return new Part(RootPath.ROOT, "", true, pieces).cost(context);
    }

    private Optional<Part> single(Context context, RootPath program) throws IOException {
        Optional<Part> part = single.get(program);
        if (part == null) {
            part = part(context, program);
            single.put(program, part);
        }
        return part;
    }

    /** Whether a program adds little. */
    public boolean isCheap(Context context, RootPath program) throws IOException {
        Optional<Part> part = single(context, program);
        boolean cheap = part.isEmpty() || part.get().isCheap(context);
        leftOut += cheap ? 0 : 1;
        return cheap;
    }

    private List<Part> parts(Context context, RootPath directory) throws IOException {
        List<Part> before = known.get(directory);
        if (before != null) {
            return before;
        }
        List<Part> parts = new ArrayList<>();
        Set<RootPath> listed = new HashSet<>();
        Deque<RootPath> pending = new ArrayDeque<>(List.of(directory));
        int entries = 0;
        while (!pending.isEmpty() && entries < MAX_ENTRIES) {
            RootPath path = pending.pop();
            entries++;
            Optional<Walk.Result.Found> found =
                    Walk.follow(context.root(), path).found();
            if (found.isPresent() && found.get().node() instanceof Node.Directory) {
                if (listed.add(found.get().path())) {
                    context.list(found.get().path()).forEach(pending::push);
                }
            } else if (found.isPresent() && found.get().node() instanceof Node.RegularFile) {
                if (isBitcode(context, found.get().path())) {
                    parts.add(new Part(path, path.name(), false, Map.of()));
                } else {
                    part(context, path).ifPresent(parts::add);
                }
            }
        }
        known.put(directory, parts);
        return parts;
    }

    private static Optional<Part> part(Context context, RootPath path) throws IOException {
        Optional<Context.Elf> elf = context.elf(path);
        if (elf.isEmpty()) {
            // Without the modules of its language, which often cost more: a lower limit.
            Optional<RootPath> interpreter = interpreter(context, path);
            return interpreter.isPresent()
                    ? part(context, interpreter.get()).map(part -> new Part(path, path.name(), true, part.pieces))
                    : Optional.empty();
        }
        Map<RootPath, Long> pieces = new LinkedHashMap<>();
        pieces.put(elf.get().path(), elf.get().node().size());
        for (RootPath library : context.closure(elf.get())) {
            if (context.node(library).orElse(null) instanceof Node.RegularFile file) {
                pieces.put(library, file.size());
            }
        }
        return Optional.of(new Part(path, elf.get().path().name(), elf.get().isProgram(), pieces));
    }

    /** The interpreter of an executable script, if it is an ELF file. */
    private static Optional<RootPath> interpreter(Context context, RootPath path) throws IOException {
        boolean isProgram = context.node(path).orElse(null) instanceof Node.RegularFile file
                && file.attributes().isExecutable();
        Optional<Shebang> line = isProgram ? context.shebang(context.real(path)) : Optional.empty();
        if (line.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> command = line.get().envCommand();
        Optional<RootPath> interpreter = command.isPresent()
                ? context.commands().find(context.root(), command.get())
                : context.file("/" + line.get().interpreter());
        return interpreter.isPresent() && context.elf(interpreter.get()).isPresent() ? interpreter : Optional.empty();
    }

    private static boolean isBitcode(Context context, RootPath file) throws IOException {
        if (!file.name().endsWith(".bc")) {
            return false;
        }
        try (ByteSource content = context.root().open(file)) {
            return RawText.of(content.head(BITCODE.length())).equals(BITCODE);
        } catch (AccessDeniedException e) {
            return false;
        }
    }
}
