package dev.whittle.cli.command.diff;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.command.PlatformRun;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.cli.options.CommonOptions;
import dev.whittle.cli.options.FromOption;
import dev.whittle.cli.options.ImageOptions;
import dev.whittle.cli.options.LoaderArguments;
import dev.whittle.cli.options.Often;
import dev.whittle.cli.options.PlatformSources;
import dev.whittle.cli.options.SourceOptions;
import dev.whittle.cli.options.StandardInput;
import dev.whittle.closure.Hwcaps;
import dev.whittle.diff.RootDiff;
import dev.whittle.image.ConfigDifference;
import dev.whittle.image.PlatformList;
import dev.whittle.report.DiffJson;
import dev.whittle.report.DiffText;
import dev.whittle.report.Tally;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.source.LayerFacts;
import dev.whittle.source.Source;
import dev.whittle.source.SourceImage;
import dev.whittle.source.SourceIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "diff",
        sortOptions = false,
        header = "Compare two images or roots: files, configuration, libraries, and what programs find.",
        description = {
            "",
            "Files are compared by type, content, mode, owner, link target and attributes, not by time. For every"
                    + " program that is in both, libraries are listed that only one side finds, or that each finds in"
                    + " another place.",
            "",
            "Exit code 1 if there is any difference."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  whittle diff nginx-1.22.tar nginx-1.23.tar",
            "  whittle diff docker-daemon:nginx:old docker-daemon:nginx:new --summary",
            "  whittle diff dir:/srv/before dir:/srv/after -v     every line",
            "  whittle diff oci:layout:1 oci:layout:2 --format json",
            "  docker save app | whittle diff app-last.tar -"
        })
public final class DiffCommand implements Callable<Integer> {
    enum Format {
        text,
        json
    }

    /** Lines of each part, unless all are asked for. */
    private static final int LIMIT = 40;

    private final Console console;

    @Often("docker-archive:FILE, oci:DIR, dir:PATH, - or a path")
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "BEFORE",
            description = "An image or a root, as for slim: {sources}, - for a pipe, or a path.")
    String before = "";

    @Often("another one")
    @Parameters(index = "1", arity = "0..1", paramLabel = "AFTER", description = "Another one.")
    String after = "";

    @Often("text (default) or json")
    @Option(names = "--format", paramLabel = "FORMAT", description = "text (default) or json (schema in docs/json.md).")
    Format format = Format.text;

    @Often("one line")
    @Option(names = "--summary", description = "One line of text.")
    boolean summary;

    @Mixin
    FromOption from = new FromOption();

    @Mixin
    ImageOptions medium = new ImageOptions();

    @Mixin
    LoaderArguments loader = new LoaderArguments();

    @Mixin
    CommonOptions common = new CommonOptions();

    public DiffCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws FailureException {
        sources();
        if (StandardInput.isNamed(before) && StandardInput.isNamed(after)) {
            throw new FailureException(ExitCode.USAGE, "standard input can be one side only");
        }
        Optional<PlatformList> several = medium.several();
        if (several.isPresent()) {
            return each(several.get());
        }
        try (Source one = SourceOptions.open(console, common, medium, before);
                Source other = SourceOptions.open(console, common, medium, after)) {
            return compare(one, other);
        }
    }

    /** Images of the same platform beside each other. */
    private int each(PlatformList platforms) throws FailureException {
        try (PlatformSources one = SourceOptions.openIndex(console, common, medium, before, platforms);
                PlatformSources other = SourceOptions.openIndex(console, common, medium, after, platforms)) {
            Map<String, SourceIndex.Member> ones = members(one);
            Map<String, SourceIndex.Member> others = members(other);
            Map<String, SourceIndex.Member> all = new LinkedHashMap<>(ones);
            others.forEach(all::putIfAbsent);
            List<String> names = List.copyOf(all.keySet());
            PlatformRun.Form form = format == Format.json ? PlatformRun.Form.JSON : PlatformRun.Form.LINES;
            return new PlatformRun(console, common, medium, form)
                    .each(
                            all.values().stream()
                                    .map(SourceIndex.Member::platform)
                                    .toList(),
                            (subject, number) -> {
                                String name = names.get(number);
                                if (!ones.containsKey(name) || !others.containsKey(name)) {
                                    return onlyIn(subject, ones.containsKey(name) ? before : after);
                                }
                                try (Source left = one.open(ones.get(name));
                                        Source right = other.open(others.get(name))) {
                                    return about(subject).compare(left, right);
                                }
                            });
        }
    }

    private static Map<String, SourceIndex.Member> members(PlatformSources sources) {
        Map<String, SourceIndex.Member> members = new LinkedHashMap<>();
        for (SourceIndex.Member member : sources.index().chosen()) {
            members.putIfAbsent(member.platform().complete().toString(), member);
        }
        return members;
    }

    private int onlyIn(Console subject, String side) throws FailureException {
        subject.print(format == Format.json ? DiffJson.onlyIn(side) : "only in " + RawText.visible(side) + "\n");
        return ExitCode.FINDINGS;
    }

    /** The same command, which says what it is about. */
    private DiffCommand about(Console subject) {
        DiffCommand command = new DiffCommand(subject);
        command.before = before;
        command.after = after;
        command.format = format;
        command.summary = summary;
        command.medium = medium;
        command.loader = loader;
        command.common = common;
        return command;
    }

    private int compare(Source one, Source other) throws FailureException {
        try {
            RootDiff diff = RootDiff.of(side(one), side(other));
            List<ConfigDifference> config = one.image().isPresent()
                            && other.image().isPresent()
                    ? ConfigDifference.of(
                            one.image().get().config(), other.image().get().config())
                    : List.of();
            console.print(print(diff, config, totals(one, other)));
            console.flush();
            if (one.image().isPresent() != other.image().isPresent() && !common.quiet()) {
                console.tell("one of the two has no configuration: not compared");
            }
            return diff.isEmpty() && config.isEmpty() ? ExitCode.DONE : ExitCode.FINDINGS;
        } catch (IOException e) {
            throw new FailureException(
                    ExitCode.INPUT,
                    RawText.visible(before) + ", " + RawText.visible(after) + ": " + Messages.told(e),
                    e);
        }
    }

    /** As slim counts: images by their layers, roots by their files. */
    private static DiffText.Totals totals(Source one, Source other) throws IOException {
        Tally before = Tally.of(one.root());
        Tally after = Tally.of(other.root());
        boolean layers = one.image().isPresent() && other.image().isPresent();
        return new DiffText.Totals(
                layers ? contentBytes(one) : before.bytes(),
                layers ? contentBytes(other) : after.bytes(),
                before.files(),
                after.files(),
                layers);
    }

    private static long contentBytes(Source source) {
        return source.image().stream()
                .flatMap(image -> image.layers().stream())
                .mapToLong(LayerFacts::contentBytes)
                .sum();
    }

    private String print(RootDiff diff, List<ConfigDifference> config, DiffText.Totals totals) {
        if (format == Format.json) {
            return DiffJson.of(diff, config, totals, before, after);
        }
        return summary
                ? DiffText.summary(diff, config, totals) + "\n"
                : new DiffText(common.verbose() ? Integer.MAX_VALUE : LIMIT).print(diff, config, totals);
    }

    private void sources() throws FailureException {
        List<String> rest = new ArrayList<>();
        if (!after.isEmpty()) {
            rest.add(after);
        }
        before = from.source(before, rest);
        if (rest.size() != 1) {
            throw new FailureException(ExitCode.USAGE, "two images or roots are compared: name BEFORE and AFTER");
        }
        after = rest.get(0);
    }

    private RootDiff.Side side(Source source) throws FailureException {
        LoaderOptions options = loader.options(source.image().map(SourceImage::config));
        Hwcaps hwcaps = loader.hwcaps(Hwcaps.NONE);
        return new RootDiff.Side(new Resolver(source.root()), options.withHwcaps(hwcaps.levels()));
    }
}
