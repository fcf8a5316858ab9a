package dev.whittle.closure.hidden;

import dev.whittle.closure.AccountChoice;
import dev.whittle.closure.Finding;
import dev.whittle.closure.Generated;
import dev.whittle.closure.HiddenDependencies;
import dev.whittle.closure.Selection;
import dev.whittle.image.ImageConfig;
import dev.whittle.resolve.LoaderOptions;
import dev.whittle.resolve.Resolver;
import dev.whittle.script.CommandPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All families, asked together. One catalogue serves one closure. */
public final class Catalogue implements HiddenDependencies {
    private final Resolver resolver;
    private final FileCache files;
    private final Surroundings surroundings;
    private final FamilyChoice choice;
    private final List<Detector> detectors;

    /**
     * What a process of the image has around it.
     *
     * @param config of the image; empty if the root comes without one
     * @param commands where commands are looked for
     * @param options what its loaders take from the environment
     * @param wholeImage whether the output is to be started as it is, not laid over something else
     * @param accounts which users it has
     */
    public record Surroundings(
            Optional<ImageConfig> config,
            CommandPath commands,
            LoaderOptions options,
            boolean wholeImage,
            AccountChoice accounts) {
        /** With the root's users. */
        public Surroundings(
                Optional<ImageConfig> config, CommandPath commands, LoaderOptions options, boolean wholeImage) {
            this(config, commands, options, wholeImage, AccountChoice.NONE);
        }

        public Surroundings with(AccountChoice choice) {
            return new Surroundings(config, commands, options, wholeImage, choice);
        }
    }

    public Catalogue(Resolver resolver, Surroundings surroundings, FamilyChoice choice) {
        this(resolver, surroundings, choice, List.of());
    }

    /** @param more families that a person describes */
    public Catalogue(Resolver resolver, Surroundings surroundings, FamilyChoice choice, List<UserFamily> more) {
        this.resolver = resolver;
        this.files = new FileCache(resolver.root());
        this.surroundings = surroundings;
        this.choice = choice;
        List<Detector> all = new ArrayList<>(detectors(surroundings.wholeImage()));
        more.forEach(family -> all.add(new UserDetector(family)));
        this.detectors = all.stream()
                .filter(detector -> choice.looksAt(detector.family().name()))
                .toList();
    }

    /** What there is to look for, by name. */
    public static List<Family> families() {
        return detectors(true).stream().map(Detector::family).toList();
    }

    /**
     * A user to add whom the root has under another id, raw.
     *
     * @throws IOException if the root cannot be read
     */
    public Optional<String> conflict() throws IOException {
        return AccountFiles.conflict(resolver.root(), surroundings.accounts());
    }

    /**
     * Names in a choice that no family has.
     *
     * @param more families that a person describes
     */
    public static List<String> unknown(FamilyChoice choice, List<UserFamily> more) {
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
        Scene scene = new Scene(kept, resolver, files, surroundings);
        scene.readAhead();
        try {
            // In the detectors' order, whichever of them are done first.
            return detectors.parallelStream()
                    .flatMap(detector -> look(detector, scene).stream())
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static List<Finding> look(Detector detector, Scene scene) {
        List<Finding> found = new ArrayList<>();
        try {
            detector.look(scene, new Findings(detector.family().name(), found));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    @Override
    public List<Generated> generated(Selection kept) throws IOException {
        // What the loader reads is no matter of choice, unless somebody names it.
        boolean wanted = !choice.without().contains(CutCache.NAME);
        List<Generated> all = new ArrayList<>(CutCache.generated(resolver, kept, wanted));
        if (surroundings.accounts().added().isEmpty()
                && !surroundings.accounts().trimmed()) {
            return all;
        }
        all.addAll(AccountFiles.generated(new Scene(kept, resolver, files, surroundings), surroundings.accounts()));
        return all;
    }

    @Override
    public boolean takes(Finding finding) {
        return choice.takes(finding);
    }

    private static List<Detector> detectors(boolean wholeImage) {
        List<Detector> all = new ArrayList<>(List.of(
                new DlopenNotes(),
                new DlopenStrings(),
                new Scripts(),
                new MultiCall(),
                new RunPrograms(),
                new Application(),
                new Configurations(),
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
                new Perl(),
                new Ruby(),
                new NodeJs(),
                new Lua(),
                new Php(),
                new Java(),
                new Plugins(),
                new BuiltInPaths()));
        if (wholeImage) {
            all.add(new Temporary());
        }
        return all;
    }
}
