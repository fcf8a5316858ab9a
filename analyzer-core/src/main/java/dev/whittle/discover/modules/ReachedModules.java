package dev.whittle.discover.modules;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The modules that are needed: the named ones, the packages above them, and what is known to be loaded with them. */
final class ReachedModules {
    /** Files below the packages of one library. */
    private static final int MAX_FILES = 100_000;

    private static final String ENTRY_POINTS = "entry_points.txt";

    private final ModuleLanguage language;
    private final ModuleFacts facts;
    private final ModuleIndex standard;
    private final InstalledModules installed;
    private final Findings findings;
    private final Set<String> reached = new HashSet<>();
    private final Set<String> reachedInstalled = new HashSet<>();

    /** Reasons for modules that were not found, by the first part of their names: they may be installed in a directory
     * that is added later. */
    private final Map<String, ModuleReason> missing = new HashMap<>();

    private final Deque<ModuleSource> unread = new ArrayDeque<>();
    private final Set<RootPath> offering = new HashSet<>();
    private boolean tooMany;
    private Optional<ModuleReason> entryPoints = Optional.empty();
    private Optional<ModuleReason> computed = Optional.empty();

    /** Installed modules that compute names. */
    private final Map<String, ModuleReason> computing = new LinkedHashMap<>();

    /** @param findings gets the files of each module */
    ReachedModules(
            ModuleLanguage language,
            ModuleFacts facts,
            ModuleIndex standard,
            InstalledModules installed,
            Findings findings) {
        this.language = language;
        this.facts = facts;
        this.standard = standard;
        this.installed = installed;
        this.findings = findings;
    }

    void readLater(ModuleSource source) {
        unread.add(source);
    }

    /** Whether there are files that were not read yet. */
    boolean hasUnread() {
        return !unread.isEmpty();
    }

    ModuleSource nextUnread() {
        return unread.pop();
    }

    /** Whether there are more files than can be examined. */
    boolean areTooMany() {
        return tooMany;
    }

    /** Whether a name begins with that of a module of the library. */
    private boolean knows(String name) {
        String top = DottedNames.first(name);
        return standard.hasTop(top) || installed.contains(top);
    }

    /** Adds the module of a name, which may also be the name of something in a module. */
    void addNamed(Context context, String name, ModuleReason reason) throws IOException {
        if (knows(name)) {
            add(context, name, reason);
        } else {
            missing.putIfAbsent(DottedNames.first(name), reason);
        }
    }

    /** Adds a module, each package above it, and what these need. */
    void add(Context context, String name, ModuleReason reason) throws IOException {
        int dot = name.indexOf('.');
        while (dot >= 0) {
            addStandard(context, name.substring(0, dot), reason);
            dot = name.indexOf('.', dot + 1);
        }
        addStandard(context, name, reason);
        if (facts.whole().contains(name)) {
            addBelow(context, name, reason);
        }
        String top = DottedNames.first(name);
        if (installed.contains(top)) {
            addInstalled(context, top, reason);
        } else if (!standard.hasTop(top)) {
            missing.putIfAbsent(top, reason);
        }
    }

    /**
     * Adds what may be loaded by a name that a source computes. An installed module loads what its package requires; names from
     * elsewhere are in settings, or in what imports it. An application may load any installed module; of its reasons only the first is
     * reported.
     */
    void addComputed(Context context, ModuleReason reason) throws IOException {
        Optional<String> module = reason.file().flatMap(installed::owner);
        if (module.isPresent()) {
            computing.putIfAbsent(module.get(), reason);
            for (String name : installed.related(context, module.get())) {
                addInstalled(context, name, reason);
            }
        } else if (computed.isEmpty()) {
            computed = Optional.of(reason);
            for (String name : List.copyOf(installed.names())) {
                addInstalled(context, name, reason);
            }
        }
    }

    /** Adds what packages offer by name. All descriptions are kept, since the names are looked up in them. */
    void addEntryPoints(Context context, ModuleReason reason) throws IOException {
        if (entryPoints.isEmpty()) {
            entryPoints = Optional.of(reason);
        }
        for (RootPath description : installed.descriptions()) {
            if (offering.add(description)) {
                reason.applyTo(findings);
                findings.trees(Finding.Level.REQUIRED, reason.evidence(), List.of(description));
                for (String module : EntryPoints.plugins(context.text(description.child(ENTRY_POINTS)))) {
                    addNamed(
                            context,
                            module,
                            new ModuleReason(
                                    reason.evidence() + ", and " + description.raw() + " offers " + module,
                                    reason.file()));
                }
            }
        }
    }

    /** Adds the module of a program that a package has. */
    void addProgram(Context context, EntryPoints.Program program, ModuleReason reason) throws IOException {
        for (RootPath description : installed.descriptions(program.distribution())) {
            Optional<String> module = EntryPoints.module(context.text(description.child(ENTRY_POINTS)), program);
            reason.applyTo(findings);
            findings.trees(Finding.Level.REQUIRED, reason.evidence(), List.of(description));
            if (module.isPresent()) {
                addNamed(context, module.get(), reason);
            }
        }
    }

    /** Adds what was needed before it was installed. */
    void addNewlyInstalled(Context context) throws IOException {
        if (entryPoints.isPresent()) {
            addEntryPoints(context, entryPoints.get());
        }
        for (ModuleReason reason : List.copyOf(computing.values())) {
            addComputed(context, reason);
        }
        for (String name : List.copyOf(installed.names())) {
            Optional<ModuleReason> reason =
                    Optional.ofNullable(missing.get(name)).or(() -> computed);
            if (reason.isPresent()) {
                addInstalled(context, name, reason.get());
            }
        }
    }

    private void addStandard(Context context, String name, ModuleReason reason) throws IOException {
        Optional<ModuleIndex.Module> module = standard.get(name);
        boolean isNew = (module.isPresent() || facts.builtin().containsKey(name)) && reached.add(name);
        if (!isNew) {
            return;
        }
        reason.applyTo(findings);
        if (module.isPresent()) {
            findings.files(
                    Finding.Level.REQUIRED, reason.evidence(), module.get().files());
            findings.trees(
                    Finding.Level.REQUIRED, reason.evidence(), module.get().trees());
            for (RootPath file : module.get().files()) {
                if (language.isSource(file.name()) || file.name().endsWith(".so")) {
                    unread.add(new ModuleSource(file, name, file.name().startsWith("__init__.")));
                }
            }
        }
        for (String need : needs(name, module.isPresent())) {
            String evidence = name + ", which " + reason.shownFile() + " imports, loads " + need;
            add(context, need, new ModuleReason(evidence, reason.file()));
        }
        if (module.isPresent() && facts.whole().contains(name)) {
            addBelow(context, name, reason);
        }
    }

    /** The modules that a module loads by computed names. */
    private List<String> needs(String name, boolean hasFile) {
        List<String> patterns = new ArrayList<>(facts.builtin().getOrDefault(name, List.of()));
        if (hasFile) {
            patterns.addAll(facts.needs().getOrDefault(name, List.of()));
        }
        List<String> names = new ArrayList<>();
        for (String pattern : patterns) {
            names.addAll(
                    pattern.endsWith("*")
                            ? standard.starting(pattern.substring(0, pattern.length() - 1))
                            : List.of(pattern));
        }
        return names;
    }

    private void addBelow(Context context, String name, ModuleReason reason) throws IOException {
        for (String below : standard.below(name)) {
            addStandard(context, below, reason);
        }
    }

    private void addInstalled(Context context, String name, ModuleReason reason) throws IOException {
        if (!reachedInstalled.add(name)) {
            return;
        }
        reason.applyTo(findings);
        List<RootPath> paths = installed.paths(name);
        findings.trees(Finding.Level.REQUIRED, reason.evidence(), paths);
        for (RootPath description : installed.descriptions(name)) {
            findings.trees(Finding.Level.REQUIRED, description.raw() + " describes " + name, List.of(description));
        }
        Deque<RootPath> left = new ArrayDeque<>(paths);
        for (int count = 0; !left.isEmpty(); count++) {
            RootPath path = left.pop();
            if (count > MAX_FILES) {
                tooMany = true;
                return;
            }
            if (language.isSource(path.name())) {
                unread.add(ModuleSource.outside(path));
            } else {
                left.addAll(context.list(path));
            }
        }
    }
}
