package dev.whittle.cli.command;

import dev.whittle.cli.console.Activity;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.ProgressLine;
import dev.whittle.cli.options.CheckedSource;
import dev.whittle.path.HostPath;
import dev.whittle.pipeline.Reporter;
import dev.whittle.pipeline.SlimPipeline;
import dev.whittle.pipeline.SlimPlan;
import dev.whittle.report.Rights;
import dev.whittle.report.SlimResult;
import dev.whittle.source.Source;
import java.io.Closeable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows the run of one image: progress on the terminal, and the report, bill and attachments that go with the image. */
final class SlimRun implements Reporter<FailureException>, Closeable {
    private final Console console;
    private final SlimCommand command;
    private final CheckedSource opened;
    private final Pushing pushing;
    private @Nullable Rights rights;
    private @Nullable ProgressLine writing;
    private @Nullable ProgressLine sending;

    SlimRun(Console console, SlimCommand command, CheckedSource opened) throws FailureException {
        this.console = console;
        this.command = command;
        this.opened = opened;
        this.pushing = command.pushing();
    }

    Source source() {
        return opened.source();
    }

    Pushing pushing() {
        return pushing;
    }

    /** Of the source, which the new image cannot hold; known after the run. */
    Rights rights() {
        if (rights == null) {
            throw new IllegalStateException("nothing is planned");
        }
        return rights;
    }

    @Override
    public Phase analysing() {
        Activity activity = new Activity(console, command.common.showsProgress(console), "looking for what it needs");
        return activity::close;
    }

    @Override
    public void planned(SlimPipeline pipeline, SlimPlan plan) throws FailureException {
        rights = Core.call(() -> pipeline.rights(plan, !command.noOwner));
        for (Optional<String> text : List.of(command.telling.file(), Optional.ofNullable(command.sbom))) {
            if (text.isPresent()) {
                Core.run(() -> pipeline.refuse(
                        plan, HostPath.of(console.environment().workingDirectory(), text.get()), text.get()));
            }
        }
        // Their speed counts from here on.
        writing = new ProgressLine(console, command.common.showsProgress(console), "writing");
        sending = new ProgressLine(console, command.common.showsProgress(console), "sending");
    }

    void writing(long done, long total) {
        if (writing != null) {
            writing.update(done, total);
        }
    }

    void sending(long done, long total) {
        if (sending != null) {
            sending.update(done, total);
        }
    }

    @Override
    public void confirming() throws FailureException {
        opened.confirm();
    }

    @Override
    public void written(SlimPipeline pipeline, SlimPlan plan, SlimResult result) throws FailureException {
        Rights known = rights();
        if (command.telling.report().isPresent()) {
            String file = command.telling.report().get();
            ArchiveOutput.text(console, file, SlimCommand.report(file, pipeline, result, known));
        }
        if (command.sbom != null) {
            ArchiveOutput.text(console, command.sbom, SlimCommand.bill(command.sbom, pipeline, plan));
        }
        if (result.written().isPresent()) {
            pushing.prepare(result, known, pipeline, plan);
        }
    }

    @Override
    public void close() {
        if (writing != null) {
            writing.close();
        }
        if (sending != null) {
            sending.close();
        }
    }
}
