package dev.whittle.closure.hidden;

import dev.whittle.bytes.RawText;
import dev.whittle.closure.Selection;
import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks for a family that a person describes. Of several files that match one trigger the first is the evidence. */
final class UserDetector implements Detector {
    private final UserFamily its;
    private final ContentSearch contents = new ContentSearch();

    /** @param text what is true of the file */
    private record Match(RootPath file, String text) {}

    UserDetector(UserFamily its) {
        this.its = its;
    }

    @Override
    public Family family() {
        return its.family();
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        List<Match> matches = new ArrayList<>();
        for (UserFamily.Trigger trigger : its.triggers()) {
            Optional<Match> match = match(scene, trigger);
            match.ifPresent(matches::add);
            if (match.isEmpty() && its.all()) {
                return;
            }
        }
        if (matches.isEmpty()) {
            return;
        }
        List<RootPath> paths = expand(scene, its.paths());
        List<RootPath> trees = expand(scene, its.trees());
        if (its.all()) {
            String all = matches.stream().map(Match::text).distinct().collect(Collectors.joining(", and "));
            keep(findings, new Match(matches.get(0).file(), all), paths, trees);
        } else {
            matches.forEach(match -> keep(findings, match, paths, trees));
        }
    }

    private void keep(Findings findings, Match match, List<RootPath> paths, List<RootPath> trees) {
        String evidence = match.text() + " (" + its.file() + ")";
        findings.because(match.file()).files(its.level(), evidence, paths);
        findings.because(match.file()).trees(its.level(), evidence, trees);
    }

    private static List<RootPath> expand(Scene scene, List<String> globs) throws IOException {
        Set<RootPath> all = new LinkedHashSet<>();
        for (String glob : globs) {
            all.addAll(scene.glob(glob));
        }
        return List.copyOf(all);
    }

    private Optional<Match> match(Scene scene, UserFamily.Trigger trigger) {
        if (trigger.soname().isPresent() || trigger.symbol().isPresent()) {
            for (Scene.Elf elf : scene.elfs()) {
                Optional<Match> match = match(scene, trigger, elf);
                if (match.isPresent()) {
                    return match;
                }
            }
            return Optional.empty();
        }
        for (Selection.Kept kept : scene.kept().all()) {
            boolean fits = fits(trigger, kept.path());
            boolean isFile = kept.node() instanceof Node.RegularFile;
            if (fits && (trigger.string().isEmpty() || (isFile && holds(scene, trigger, kept.path())))) {
                String path = kept.path().raw();
                String text =
                        trigger.string().map(s -> path + " holds " + quoted(s)).orElse(path + " is kept");
                return Optional.of(new Match(kept.path(), text));
            }
        }
        return Optional.empty();
    }

    private Optional<Match> match(Scene scene, UserFamily.Trigger trigger, Scene.Elf elf) {
        List<String> texts = new ArrayList<>();
        if (trigger.soname().isPresent()) {
            Glob glob = Glob.of(trigger.soname().get());
            Optional<String> needed = elf.facts().needed().stream()
                    .filter(name -> glob.matches(RootPath.of(name)))
                    .findFirst();
            if (needed.isEmpty()) {
                return Optional.empty();
            }
            texts.add("needs " + needed.get());
        }
        if (trigger.symbol().isPresent()) {
            if (!scene.imports(elf).contains(trigger.symbol().get())) {
                return Optional.empty();
            }
            texts.add("imports " + trigger.symbol().get());
        }
        if (!fits(trigger, elf.path()) || !holds(scene, trigger, elf.path())) {
            return Optional.empty();
        }
        trigger.string().ifPresent(string -> texts.add("holds " + quoted(string)));
        return Optional.of(new Match(elf.path(), elf.path().raw() + " " + String.join(" and ", texts)));
    }

    private static boolean fits(UserFamily.Trigger trigger, RootPath path) {
        return trigger.path().isEmpty()
                || trigger.path().get().equals(path.raw())
                || Glob.of(trigger.path().get()).matches(path);
    }

    private boolean holds(Scene scene, UserFamily.Trigger trigger, RootPath file) {
        return trigger.string().isEmpty()
                || contents.holds(scene.root(), file, trigger.string().get());
    }

    private static String quoted(String string) {
        return '"' + RawText.visible(string) + '"';
    }
}
