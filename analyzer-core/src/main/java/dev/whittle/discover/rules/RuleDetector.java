package dev.whittle.discover.rules;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.ContentSearch;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.OwnTrees;
import dev.whittle.discover.evidence.TreeSize;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds a family described as data. If several files match one trigger, the first is the evidence, unless a place is
 * relative to the file.
 */
public final class RuleDetector implements Detector {
    /** Maximum number of versions and copies of one library: a root rarely has more. */
    private static final int MAX_MATCHES = 64;

    private final Rule its;
    private final List<Part> parts;
    private final RulePlaces places = new RulePlaces();
    private final OwnTrees plugins = new OwnTrees();
    private final Map<Sized, Boolean> tooMuch = new HashMap<>();

    private record Sized(RootPath tree, Set<RootPath> except, long limit) {}

    private record Part(Rule.Case its, List<RuleTrigger> triggers, int most) {}

    public RuleDetector(Rule its) {
        this.its = its;
        ContentSearch contents = new ContentSearch();
        InstalledPackages packages = new InstalledPackages();
        this.parts = its.cases().stream()
                .map(each -> new Part(
                        each,
                        each.triggers().stream()
                                .map(trigger -> new RuleTrigger(trigger, contents, packages))
                                .toList(),
                        isRelative(each.places()) ? MAX_MATCHES : 1))
                .toList();
    }

    private static boolean isRelative(Rule.Places places) {
        return Stream.of(places.paths(), places.trees(), places.plugins(), places.programs())
                .flatMap(List::stream)
                .flatMap(List::stream)
                .anyMatch(RulePlaces::isRelative);
    }

    @Override
    public Family family() {
        return its.family();
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        List<Selection.Kept> programs = programs(context);
        for (Part part : parts) {
            for (RuleMatch match : matches(context, part, programs)) {
                match.file().ifPresentOrElse(findings::because, findings::becauseOfTheImage);
                keep(context, part.its(), match, findings);
            }
        }
    }

    @Override
    public void lookAtUnexplained(Context context, Findings findings) throws IOException {
        plugins.addExpensive(context, findings);
    }

    /** Kept programs and links, in directories of programs. */
    private static List<Selection.Kept> programs(Context context) {
        return context.kept().all().stream()
                .filter(kept -> RulePlaces.isAmongPrograms(kept.path()))
                .filter(kept -> kept.node() instanceof Node.SymbolicLink
                        || (kept.node() instanceof Node.RegularFile file
                                && file.attributes().isExecutable()))
                .toList();
    }

    private static List<RuleMatch> matches(Context context, Part part, List<Selection.Kept> programs)
            throws IOException {
        List<RuleMatch> matches = new ArrayList<>();
        List<RuleMatch> firsts = new ArrayList<>();
        for (RuleTrigger trigger : part.triggers()) {
            List<RuleMatch> found = trigger.matches(context, programs, part.most());
            if (found.isEmpty() && part.its().all()) {
                return List.of();
            }
            boolean others = part.its().all() && !firsts.isEmpty();
            matches.addAll(others ? List.of() : found);
            found.stream().findFirst().ifPresent(firsts::add);
        }
        if (!part.its().all() || firsts.size() < 2) {
            return matches;
        }
        String all = firsts.stream().map(RuleMatch::text).distinct().collect(Collectors.joining(", and "));
        return matches.stream()
                .map(match -> new RuleMatch(match.file(), match.name(), all, match.captures()))
                .toList();
    }

    private void keep(Context context, Rule.Case part, RuleMatch match, Findings findings) throws IOException {
        String what = part.reason().map(reason -> match.name() + " " + reason).orElse(match.text());
        String evidence = its.file().isEmpty() ? what : what + " (" + its.file() + ")";
        Rule.Places kept = part.places();
        findings.files(part.level(), evidence, places.expand(context, kept.paths(), match));
        Set<RootPath> except = new HashSet<>();
        for (RootPath path : places.expand(context, kept.except(), match)) {
            except.add(path);
            except.add(context.real(path));
        }
        List<RootPath> whole = new ArrayList<>();
        for (RootPath tree : places.expand(context, kept.trees(), match)) {
            if (isTooMuch(context, kept, tree, except)) {
                findings.tree(Finding.Level.LARGE, evidence, Optional.of(tree), except);
            } else if (except.isEmpty()) {
                whole.add(tree);
            } else {
                findings.tree(part.level(), evidence, Optional.of(tree), except);
            }
        }
        findings.trees(part.level(), evidence, whole);
        for (RootPath tree : places.expand(context, kept.plugins(), match)) {
            if (part.level() == Finding.Level.REQUIRED || part.level() == Finding.Level.RECOMMENDED) {
                plugins.add(context, "", tree, evidence, findings);
            } else {
                findings.tree(part.level(), evidence, Optional.of(tree), except);
            }
        }
        for (RootPath program : places.expand(context, kept.programs(), match)) {
            findings.program(
                    part.level(),
                    evidence + "; it starts " + program.raw(),
                    program,
                    new Finding.ProgramStart(Optional.empty(), false));
        }
    }

    /** A shared directory belongs to no program, whatever a variable of the image says. */
    private boolean isTooMuch(Context context, Rule.Places kept, RootPath tree, Set<RootPath> except)
            throws IOException {
        if (kept.limit() == Rule.Places.UNLIMITED || SystemPaths.isSharedByPrograms(tree)) {
            return kept.limit() != Rule.Places.UNLIMITED;
        }
        Sized sized = new Sized(tree, Set.copyOf(except), kept.limit());
        Boolean known = tooMuch.get(sized);
        if (known == null) {
            known = TreeSize.size(context, tree, except, kept.limit()) > kept.limit();
            tooMuch.put(sized, known);
        }
        return known;
    }
}
