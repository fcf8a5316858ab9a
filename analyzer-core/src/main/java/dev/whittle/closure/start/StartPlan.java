package dev.whittle.closure.start;

import dev.whittle.bytes.RawText;
import dev.whittle.closure.AccountChoice;
import dev.whittle.closure.ClosureRequest;
import dev.whittle.closure.Finding;
import dev.whittle.image.ImageConfig;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.LoaderVariables;
import dev.whittle.rootfs.RootFs;
import dev.whittle.script.CommandPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a container of an image opens according to the configuration: the programs in Entrypoint, Cmd and Healthcheck,
 * and the files and directories that the engine or every program expects.
 *
 * @param starts in the order of the configuration, no two with the same path and kind
 * @param problems why the engine or the kernel would fail to start a container; one line each, raw
 * @param remarks what the analysis left open; one line each, raw
 */
public record StartPlan(List<Start> starts, List<String> problems, List<String> remarks) {
    public StartPlan {
        starts = List.copyOf(starts);
        problems = List.copyOf(problems);
        remarks = List.copyOf(remarks);
    }

    /**
     * @throws BadStartException if the first program does not exist
     * @throws IOException if the root cannot be read
     */
    public static StartPlan of(ImageConfig config, RootFs root) throws IOException, BadStartException {
        return of(config, root, AccountChoice.NONE);
    }

    /**
     * Like {@link #of(ImageConfig, RootFs)}, in an output with additional users.
     *
     * @throws BadStartException if the first program does not exist
     * @throws IOException if the root cannot be read
     */
    public static StartPlan of(ImageConfig config, RootFs root, AccountChoice accounts)
            throws IOException, BadStartException {
        refuseNul("WorkingDir", config.workingDir());
        refuseNul("PATH", config.env().getOrDefault("PATH", ""));
        Starts starts = new Starts();
        ProgramSearch search = new ProgramSearch(root, config);
        CommandReader reader = new CommandReader(
                root,
                ImageProcess.of(config, root),
                search,
                starts,
                new KernelCheck(root, search),
                new OtherPrograms(root));
        reader.first(command(config));
        health(config, reader, search, starts);
        new StartEnvironment(root, config, search, starts, accounts).collect();
        return starts.plan();
    }

    /** The programs, and what must exist in addition, without content. */
    public List<ClosureRequest.Started> started() {
        return starts.stream()
                .filter(start -> start.kind() != Start.Kind.CONTENT)
                .map(start -> new ClosureRequest.Started(start.path(), start.evidence(), start.variables()))
                .toList();
    }

    /** What must exist with everything below it, for a closure: a finding of the family "image". */
    public List<Finding> findings() {
        return starts.stream()
                .filter(start -> start.kind() == Start.Kind.CONTENT)
                .map(start -> new Finding(
                        "image",
                        Finding.Level.REQUIRED,
                        start.evidence(),
                        List.of(),
                        List.of(start.path()),
                        Optional.empty()))
                .toList();
    }

    /** Whether an image states what to start. */
    public static boolean namesCommand(ImageConfig config) {
        return !config.entrypoint().isEmpty() || !config.cmd().isEmpty();
    }

    private static void refuseNul(String name, String value) throws BadStartException {
        if (value.indexOf('\0') >= 0) {
            throw new BadStartException("the image's " + name + " holds a NUL");
        }
    }

    /** Where the image's processes look for commands. */
    public static CommandPath commands(ImageConfig config) {
        return CommandPath.of(Optional.ofNullable(config.env().get("PATH")), RootPath.of(config.workingDir()));
    }

    private static List<CommandReader.Word> command(ImageConfig config) {
        List<CommandReader.Word> words = new ArrayList<>();
        config.entrypoint().forEach(word -> words.add(new CommandReader.Word(word, "Entrypoint")));
        config.cmd().forEach(word -> words.add(new CommandReader.Word(word, "Cmd")));
        return words;
    }

    private static void health(ImageConfig config, CommandReader reader, ProgramSearch search, Starts starts)
            throws IOException {
        List<String> argv = ImageProcess.healthcheck(config);
        if (argv.isEmpty()) {
            if (config.healthcheck().size() >= 2 && !config.healthcheck().get(0).equals("NONE")) {
                starts.remark("the image's Healthcheck begins with neither CMD nor CMD-SHELL: not looked at");
            }
            return;
        }
        String program = argv.get(0);
        if (search.program(program).isEmpty()) {
            starts.remark("the image's Healthcheck: " + search.problem(program));
        }
        reader.further(argv.stream()
                .map(word -> new CommandReader.Word(word, "Healthcheck"))
                .toList());
    }

    /** The paths collected, in order. */
    static final class Starts {
        private final List<Start> all = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
        private final List<String> remarks = new ArrayList<>();

        void add(RootPath path, Start.Kind kind, String evidence) {
            add(path, kind, evidence, Optional.empty());
        }

        void add(RootPath path, Start.Kind kind, String evidence, Optional<LoaderVariables> variables) {
            if (!path.isRoot() && !contains(path, kind)) {
                all.add(new Start(path, kind, RawText.visible(evidence), variables));
            }
        }

        boolean contains(RootPath path, Start.Kind kind) {
            return all.stream()
                    .anyMatch(start -> start.kind() == kind && start.path().equals(path));
        }

        void problem(String line) {
            problems.add(line);
        }

        void remark(String line) {
            remarks.add(line);
        }

        StartPlan plan() {
            return new StartPlan(all, problems, remarks);
        }
    }
}
