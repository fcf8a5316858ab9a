package dev.whittle.discover.owned;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.accounts.Homes;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.TreeSize;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What build tools store in home directories, according to the resource {@code home-directories.txt}. */
final class HomeDirectories {
    /** Limit for one of them, in bytes. */
    private static final long MAX = 512L << 20;

    private static final RootPath HOMES = RootPath.of("/home");
    private static final RootPath ROOTS = RootPath.of("/root");

    private final Map<String, List<String>> programs = read();

    private static Map<String, List<String>> read() {
        Map<String, List<String>> read = new TreeMap<>();
        try (InputStream in =
                Objects.requireNonNull(HomeDirectories.class.getResourceAsStream("home-directories.txt"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split(" ", -1)))
                    .forEach(words -> read.put(words.get(0), words.subList(1, words.size())));
        } catch (IOException e) {
            throw new UncheckedIOException("a resource of this jar can be read", e);
        }
        return read;
    }

    void add(Context context, Findings findings) throws IOException {
        Set<RootPath> homes = new TreeSet<>(context.list(HOMES));
        homes.add(ROOTS);
        Homes.own(context).ifPresent(homes::add);
        Map<String, RootPath> kept = new TreeMap<>();
        for (Selection.Kept each : context.kept().all()) {
            if (SystemPaths.isSharedByPrograms(each.path().parent())
                    || each.path().parent().name().equals("bin")) {
                kept.putIfAbsent(each.path().name(), each.path());
            }
        }
        for (Map.Entry<String, List<String>> each : programs.entrySet()) {
            List<String> users = new ArrayList<>(each.getValue());
            users.retainAll(kept.keySet());
            for (RootPath home : users.isEmpty() ? Set.<RootPath>of() : homes) {
                Optional<RootPath> directory = context.directory(home.raw() + "/" + each.getKey());
                if (directory.isPresent() && TreeSize.size(context, directory.get(), MAX) <= MAX) {
                    RootPath program = Objects.requireNonNull(kept.get(users.get(0)));
                    findings.because(program)
                            .tree(
                                    Finding.Level.EXPECTED,
                                    program.raw() + " reads " + directory.get().raw(),
                                    directory);
                }
            }
        }
    }
}
