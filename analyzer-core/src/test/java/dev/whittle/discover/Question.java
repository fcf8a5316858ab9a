package dev.whittle.discover;

import dev.whittle.closure.AccountChoice;
import dev.whittle.closure.Closure;
import dev.whittle.closure.ClosureCalculator;
import dev.whittle.closure.ClosureRequest;
import dev.whittle.closure.Finding;
import dev.whittle.closure.Hwcaps;
import dev.whittle.closure.PathPattern;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.FamilyChoice;
import dev.whittle.discover.evidence.ProcessEnvironment;
import dev.whittle.discover.rules.Rule;
import dev.whittle.elf.BadElfException;
import dev.whittle.image.BadImageException;
import dev.whittle.image.ImageConfig;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.Scene;
import dev.whittle.rootfs.Node;
import dev.whittle.script.CommandPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A query to some families in a test's root. */
public final class Question {
    private final Scene scene;
    private final List<RootPath> programs = new ArrayList<>();
    private final List<ClosureRequest.Started> started = new ArrayList<>();
    private Set<String> with = Set.of();
    private Set<String> without = Set.of();
    private Optional<ImageConfig> config = Optional.empty();
    private List<Rule> families = List.of();
    private List<PathPattern> excludes = List.of();
    private boolean wholeImage;

    /** Most queries are about certain findings. */
    private FamilyChoice.Keep keep = FamilyChoice.Keep.MINIMAL;

    private AccountChoice accounts = AccountChoice.NONE;

    private Question(Scene scene) {
        this.scene = scene;
    }

    public static Question of(Scene scene, String... programs) {
        Question question = new Question(scene);
        List.of(programs).forEach(path -> question.programs.add(RootPath.of(path)));
        return question;
    }

    public Question started(String... paths) {
        List.of(paths).forEach(path -> started.add(new ClosureRequest.Started(RootPath.of(path), "Entrypoint")));
        return this;
    }

    public Question with(String... families) {
        with = Set.of(families);
        return this;
    }

    public Question without(String... families) {
        without = Set.of(families);
        return this;
    }

    /** @param members of the configuration's {@code config}, as JSON without the braces */
    public Question config(String members) {
        String json = ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{" + members + "}}").replace('\'', '"');
        try {
            config = Optional.of(ImageConfig.parse(json.getBytes(StandardCharsets.UTF_8), "config"));
        } catch (BadImageException e) {
            throw new AssertionError(e);
        }
        return this;
    }

    public Question accounts(AccountChoice choice) {
        accounts = choice;
        return this;
    }

    public Question excluding(String... patterns) {
        excludes = List.of(patterns).stream().map(PathPattern::new).toList();
        return this;
    }

    public Question families(List<Rule> more) {
        families = more;
        return this;
    }

    public Question keeping(FamilyChoice.Keep much) {
        keep = much;
        return this;
    }

    public Question wholeImage() {
        wholeImage = true;
        return this;
    }

    public Closure closure() throws IOException, BadElfException {
        Resolver resolver = scene.resolver();
        String workingDirectory = config.map(c -> c.workingDir()).orElse("");
        CommandPath commands = CommandPath.of(Optional.empty(), RootPath.of(workingDirectory));
        Catalogue catalogue = new Catalogue(
                resolver,
                new ProcessEnvironment(config, commands, scene.options(), wholeImage).with(accounts),
                new FamilyChoice(with, without).keeping(keep),
                families);
        ClosureRequest request = new ClosureRequest(programs, List.of(), excludes, scene.options(), Hwcaps.ALL);
        return ClosureCalculator.calculate(
                resolver, request.withStarted(started).withCommands(commands).withHidden(catalogue));
    }

    /** What is kept, directories with a slash, links with their target, as in {@code ls -F}. */
    public List<String> kept() throws IOException, BadElfException {
        return closure().selection().all().stream().map(Question::text).toList();
    }

    /** {@code LEVEL paths [trees/] (evidence)} of one family. */
    public List<String> found(String family) throws IOException, BadElfException {
        return closure().hidden().stream()
                .map(Closure.Hidden::finding)
                .filter(finding -> finding.family().equals(family))
                .map(Question::text)
                .toList();
    }

    private static String text(Finding finding) {
        StringBuilder text = new StringBuilder(finding.level().toString());
        finding.paths().forEach(path -> text.append(' ').append(path.raw()));
        finding.trees().forEach(path -> text.append(' ').append(path.raw()).append("/**"));
        return text.append(" (").append(finding.evidence()).append(')').toString();
    }

    private static String text(Selection.Kept kept) {
        if (kept.node() instanceof Node.SymbolicLink link) {
            return kept.path().raw() + " -> " + link.target();
        }
        return kept.path().raw() + (kept.node() instanceof Node.Directory ? "/" : "");
    }
}
