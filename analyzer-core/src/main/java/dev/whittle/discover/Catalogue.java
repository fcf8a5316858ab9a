package dev.whittle.discover;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Generated;
import dev.whittle.closure.HiddenDependencies;
import dev.whittle.closure.PackageChoice;
import dev.whittle.closure.PackageShare;
import dev.whittle.closure.Selection;
import dev.whittle.discover.accounts.AccountFiles;
import dev.whittle.discover.accounts.Pam;
import dev.whittle.discover.accounts.Sessions;
import dev.whittle.discover.accounts.Users;
import dev.whittle.discover.crypto.CaCertificates;
import dev.whittle.discover.crypto.OpenSsl;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Evidence;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.FamilyChoice;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.ProcessEnvironment;
import dev.whittle.discover.language.Beam;
import dev.whittle.discover.language.Java;
import dev.whittle.discover.language.Lua;
import dev.whittle.discover.language.NodeJs;
import dev.whittle.discover.language.Perl;
import dev.whittle.discover.language.Php;
import dev.whittle.discover.language.Python;
import dev.whittle.discover.language.Ruby;
import dev.whittle.discover.language.SourcePrograms;
import dev.whittle.discover.libc.CutCache;
import dev.whittle.discover.libc.DlopenNotes;
import dev.whittle.discover.libc.DlopenStrings;
import dev.whittle.discover.libc.Gconv;
import dev.whittle.discover.libc.GconvAll;
import dev.whittle.discover.libc.LibGcc;
import dev.whittle.discover.libc.Locales;
import dev.whittle.discover.libc.Nss;
import dev.whittle.discover.libc.Terminfo;
import dev.whittle.discover.libc.TimeZones;
import dev.whittle.discover.owned.AddedFiles;
import dev.whittle.discover.owned.Application;
import dev.whittle.discover.owned.AuthoredText;
import dev.whittle.discover.owned.BuiltInPaths;
import dev.whittle.discover.owned.Configurations;
import dev.whittle.discover.owned.LocalPrograms;
import dev.whittle.discover.owned.PackageFiles;
import dev.whittle.discover.owned.Skeleton;
import dev.whittle.discover.owned.StateLinks;
import dev.whittle.discover.owned.Temporary;
import dev.whittle.discover.packages.PackageCut;
import dev.whittle.discover.packages.PackageFamily;
import dev.whittle.discover.process.Crontabs;
import dev.whittle.discover.process.MultiCall;
import dev.whittle.discover.process.RunPrograms;
import dev.whittle.discover.process.Scripts;
import dev.whittle.discover.rules.BuiltInRules;
import dev.whittle.discover.rules.Rule;
import dev.whittle.discover.rules.RuleDetector;
import dev.whittle.discover.server.Httpd;
import dev.whittle.discover.server.Nginx;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Resolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All families together. One catalogue serves one closure. */
public final class Catalogue implements HiddenDependencies {
    private final Resolver resolver;
    private final Evidence files;
    private final ProcessEnvironment surroundings;
    private final FamilyChoice choice;
    private final List<Detector> detectors;
    private @Nullable PackageCut packages;

    public Catalogue(Resolver resolver, ProcessEnvironment surroundings, FamilyChoice choice) {
        this(resolver, surroundings, choice, List.of());
    }

    /** @param more families that the user describes */
    public Catalogue(Resolver resolver, ProcessEnvironment surroundings, FamilyChoice choice, List<Rule> more) {
        this.resolver = resolver;
        this.files = new Evidence(resolver.root(), surroundings);
        this.surroundings = surroundings;
        this.choice = choice;
        List<Detector> all =
                new ArrayList<>(detectors(surroundings.wholeImage(), choice.keep() != FamilyChoice.Keep.MINIMAL));
        more.forEach(family -> all.add(new RuleDetector(family)));
        this.detectors = all.stream()
                .filter(detector -> choice.looksAt(detector.family().name()))
                .toList();
    }

    /** All families, by name. */
    public static List<Family> families() {
        return detectors(true, true).stream().map(Detector::family).toList();
    }

    /**
     * A user to add that the root has under another ID, raw.
     *
     * @throws IOException if the root cannot be read
     */
    public Optional<String> conflict() throws IOException {
        return AccountFiles.conflict(resolver.root(), surroundings.accounts());
    }

    /**
     * Names in a choice that no family has.
     *
     * @param more families that the user describes
     */
    public static List<String> unknown(FamilyChoice choice, List<Rule> more) {
        List<String> names = new ArrayList<>(choice.with());
        names.addAll(choice.without());
        families().forEach(family -> names.removeAll(List.of(family.name())));
        more.forEach(its -> names.removeAll(List.of(its.family().name())));
        names.removeAll(List.of(FamilyChoice.ALL));
        return names;
    }

    @Override
    public List<Finding> findings(Selection kept) throws IOException {
        if (detectors.isEmpty()) {
            return List.of();
        }
        Context context = new Context(kept, resolver, files, surroundings);
        context.readAhead();
        try {
            // In the detectors' order, whichever finishes first.
            return detectors.parallelStream()
                    .flatMap(detector -> look(detector, context).stream())
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public List<Finding> unexplained(Selection kept) throws IOException {
        List<Finding> found = new ArrayList<>();
        Context context = new Context(kept, resolver, files, surroundings);
        for (Detector detector : detectors) {
            detector.lookAtUnexplained(context, new Findings(detector.family().name(), found));
        }
        return found;
    }

    private static List<Finding> look(Detector detector, Context context) {
        List<Finding> found = new ArrayList<>();
        try {
            detector.look(context, new Findings(detector.family().name(), found));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found.replaceAll(finding -> ofRequestedPackage(finding, context));
        return found;
    }

    /** A program is probably used if something names it and its package was installed for no other package. */
    private static Finding ofRequestedPackage(Finding finding, Context context) {
        boolean requested = finding.level() == Finding.Level.UNCERTAIN
                && finding.trees().isEmpty()
                && finding.paths().size() == 1
                && context.packages().isRequested(finding.paths().get(0));
        return requested
                ? finding.with(Finding.Level.EXPECTED, finding.evidence() + ", of a package that no other depends on")
                : finding;
    }

    @Override
    public List<Generated> generated(Selection kept) throws IOException {
        // What the loader reads cannot be deselected, except by name.
        boolean wanted = !choice.without().contains(CutCache.NAME);
        List<Generated> all = new ArrayList<>(CutCache.generated(resolver, kept, wanted));
        if (!surroundings.accounts().added().isEmpty()
                || surroundings.accounts().trimmed()) {
            all.addAll(
                    AccountFiles.generated(new Context(kept, resolver, files, surroundings), surroundings.accounts()));
        }
        if (cutsPackages() && surroundings.packages().databases() == PackageChoice.Databases.KEPT) {
            packages = cut(kept, all);
            all.addAll(packages.generated());
        }
        return all;
    }

    @Override
    public List<PackageShare> packages(Selection kept) {
        if (packages == null && cutsPackages()) {
            packages = cut(kept, List.of());
        }
        return packages == null ? List.of() : packages.shares();
    }

    private boolean cutsPackages() {
        return surroundings.packages().databases() != PackageChoice.Databases.NONE
                && !choice.leavesOut(PackageFamily.NAME);
    }

    /** @param written files that are generated, in addition to those of the root */
    private PackageCut cut(Selection kept, List<Generated> written) {
        Set<RootPath> paths = written.stream()
                .filter(its -> its.content().isPresent())
                .map(Generated::path)
                .collect(Collectors.toSet());
        return new PackageCut(resolver.root(), files.databases(), kept, paths, files.packages()::isRequested);
    }

    @Override
    public long limit(Finding finding) {
        return choice.limit(finding);
    }

    @Override
    public boolean takes(Finding finding) {
        return choice.takes(finding);
    }

    /** @param directories whether to keep directories that nothing names */
    private static List<Detector> detectors(boolean wholeImage, boolean directories) {
        List<Detector> all = new ArrayList<>(List.of(
                new DlopenNotes(),
                new DlopenStrings(),
                new Scripts(),
                new MultiCall(),
                new RunPrograms(),
                new Application(),
                new Configurations(),
                new LocalPrograms(),
                new AddedFiles(),
                new PackageFiles(),
                new AuthoredText(),
                new StateLinks(),
                new Crontabs(),
                new Sessions(),
                new Nginx(),
                new Httpd(),
                new CaCertificates(),
                new OpenSsl(),
                new Users(),
                new Nss(),
                new TimeZones(),
                new LibGcc(),
                new CutCache(),
                new Terminfo(),
                new Gconv(),
                new GconvAll(),
                new Locales(),
                new Pam(),
                new Python(),
                new SourcePrograms(),
                new Perl(),
                new Ruby(),
                new NodeJs(),
                new Lua(),
                new Php(),
                new Java(),
                new Beam(),
                new PackageFamily(),
                new BuiltInPaths()));
        BuiltInRules.all().forEach(rule -> all.add(new RuleDetector(rule)));
        if (wholeImage) {
            if (directories) {
                all.add(new Skeleton());
            }
            all.add(new Temporary());
        }
        return all;
    }
}
