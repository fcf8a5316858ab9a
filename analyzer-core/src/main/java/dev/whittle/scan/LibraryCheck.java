package dev.whittle.scan;

import dev.whittle.packages.InstalledPackage;
import dev.whittle.packages.Owners;
import dev.whittle.packages.PackageDatabases;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.Edge;
import dev.whittle.rootfs.RootFs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Compares libraries: those that nothing needs, and those that exist more than once. */
final class LibraryCheck {
    /** {@code libfoo.so.1.2}: the name and its version suffix. */
    private static final Pattern VERSIONED = Pattern.compile("(.+\\.so)\\.([0-9][0-9A-Za-z.]*)");

    /** Builds of one library for several processors are intentional duplicates. */
    private static final String HWCAPS = "/glibc-hwcaps/";

    private LibraryCheck() {}

    /** @param root used to look up the packages of unneeded libraries */
    static List<ScanFinding> findings(RootFs root, List<ScannedFile> files, List<ResolutionSummary> answers) {
        List<ScanFinding> findings = new ArrayList<>();
        Set<RootPath> needed = new HashSet<>();
        answers.forEach(answer -> needed.addAll(answer.loaded()));
        // A failed request for a name still needs a library with that name, wherever it is: a package, for example, is
        // not a whole root.
        Set<String> sought = answers.stream()
                .flatMap(answer -> answer.broken().stream())
                .flatMap(resolution -> resolution.missing().stream())
                .map(Edge::name)
                .collect(Collectors.toSet());
        List<ScannedFile> unneeded = new ArrayList<>();
        Map<String, List<ScannedFile>> bySoname = new TreeMap<>();
        Map<String, Set<String>> byStem = new TreeMap<>();
        for (ScannedFile file : files) {
            if (!file.isLibrary()) {
                continue;
            }
            String soname = file.facts().orElseThrow().soname().orElse("");
            boolean isSought =
                    sought.contains(soname) || sought.contains(file.path().name());
            // Without a soname it is a module of a language or a server, which opens it by its path.
            if (!soname.isEmpty() && !needed.contains(file.path()) && !isSought) {
                unneeded.add(file);
            }
            if (!soname.isEmpty() && !file.path().raw().contains(HWCAPS)) {
                String machine = file.facts().orElseThrow().machine().name() + " ";
                bySoname.computeIfAbsent(machine + soname, name -> new ArrayList<>())
                        .add(file);
                Matcher versioned = VERSIONED.matcher(soname);
                if (versioned.matches()) {
                    byStem.computeIfAbsent(machine + versioned.group(1), stem -> new TreeSet<>())
                            .add(machine + soname);
                }
            }
        }
        if (!unneeded.isEmpty()) {
            Owners owners = Owners.of(
                    root,
                    PackageDatabases.of(root),
                    unneeded.stream().map(ScannedFile::path).toList());
            unneeded.forEach(file -> findings.add(unneeded(file, owners.of(file.path()))));
        }
        bySoname.values().stream().filter(same -> same.size() > 1).forEach(same -> findings.add(same(same)));
        byStem.values().stream()
                .filter(names -> names.size() > 1)
                .forEach(names -> findings.add(versions(names, bySoname)));
        return findings;
    }

    private static ScanFinding unneeded(ScannedFile file, Optional<InstalledPackage> owner) {
        String soname = file.facts().orElseThrow().soname().orElseThrow();
        String of = owner.map(installedPackage ->
                        " (package " + installedPackage.name() + " " + installedPackage.version() + ")")
                .orElse("");
        return new ScanFinding(
                ScanRule.UNNEEDED_LIBRARY,
                file.path(),
                List.of(soname),
                List.of(),
                "no program needs it as " + soname + of);
    }

    private static ScanFinding same(List<ScannedFile> files) {
        String soname = files.get(0).facts().orElseThrow().soname().orElseThrow();
        List<RootPath> others = files.stream().skip(1).map(ScannedFile::path).toList();
        return new ScanFinding(
                ScanRule.SAME_SONAME,
                files.get(0).path(),
                List.of(soname),
                others,
                soname + " is also the soname of " + MissingCheck.list(others));
    }

    private static ScanFinding versions(Set<String> names, Map<String, List<ScannedFile>> bySoname) {
        List<ScannedFile> files = names.stream()
                .map(name -> bySoname.getOrDefault(name, List.of()).get(0))
                .toList();
        List<String> sonames = files.stream()
                .map(file -> file.facts().orElseThrow().soname().orElseThrow())
                .toList();
        return new ScanFinding(
                ScanRule.TWO_VERSIONS,
                files.get(0).path(),
                sonames,
                files.stream().skip(1).map(ScannedFile::path).toList(),
                "there are " + String.join(" and ", sonames));
    }
}
