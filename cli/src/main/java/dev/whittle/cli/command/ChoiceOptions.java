package dev.whittle.cli.command;

import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.options.CommonOptions;
import dev.whittle.cli.options.FamilyOptions;
import dev.whittle.cli.options.LoaderArguments;
import dev.whittle.cli.options.SelectionOptions;
import dev.whittle.cli.options.SourceOptions;
import dev.whittle.cli.options.StartOptions;
import dev.whittle.closure.Closure;
import dev.whittle.pipeline.LayerPipeline;
import dev.whittle.pipeline.SlimPipeline;
import dev.whittle.pipeline.SlimRequest;
import dev.whittle.source.OverlayRoot;
import dev.whittle.source.Source;
import java.util.List;
import picocli.CommandLine.Mixin;

/** What a question is about: what layer would keep for files, or slim of an image, under the options of both. */
final class ChoiceOptions {
    @Mixin
    StartOptions start = new StartOptions();

    @Mixin
    SelectionOptions selection = new SelectionOptions();

    @Mixin
    FamilyOptions families = new FamilyOptions();

    @Mixin
    SourceOptions source = new SourceOptions();

    @Mixin
    LoaderArguments loader = new LoaderArguments();

    @Mixin
    CommonOptions common = new CommonOptions();

    /** What was chosen, and where. */
    record Choice(OverlayRoot root, Closure closure) {}

    /** Refuses what cannot be meant together. */
    void check(List<String> files) throws FailureException {
        if (!files.isEmpty() && start.any()) {
            throw new FailureException(
                    ExitCode.USAGE,
                    "--entrypoint, --cmd, --user and --env say what an image starts: no FILE with them");
        }
    }

    /** @param files as for layer; none: what the image starts */
    Choice choose(Console console, Source opened, List<String> files) throws FailureException {
        SettingsOf.apply(console, families, selection, opened);
        if (files.isEmpty()) {
            SlimRequest request = SlimRequests.of(console, ConfigArguments.of(start), selection, families, loader, "");
            SlimPipeline pipeline = new SlimPipeline(opened, request);
            return new Choice(
                    pipeline.root(), Core.call(() -> pipeline.plan().result().closure()));
        }
        LayerInput input = new LayerInput(console, source, selection, families, loader);
        try (LayerPipeline pipeline = input.pipeline(opened)) {
            return new Choice(pipeline.root(), input.closure(pipeline, files));
        }
    }
}
