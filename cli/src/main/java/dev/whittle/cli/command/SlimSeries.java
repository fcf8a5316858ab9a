package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.path.HostPath;
import dev.whittle.pipeline.Reporter;
import dev.whittle.pipeline.SeriesReporter;
import dev.whittle.pipeline.SlimPipeline;
import dev.whittle.pipeline.SlimPlan;
import dev.whittle.report.Rights;
import dev.whittle.report.SelectionList;
import dev.whittle.report.SlimResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Follows a run of several images: the report, bill and attachments of each, and the lines that are printed at the end. */
final class SlimSeries implements SeriesReporter<FailureException> {
    private final Console console;
    private final SlimCommand command;
    private final Naming naming;
    private final Pushing pushing;
    private final List<String> lines = new ArrayList<>();
    private final Set<String> files = new LinkedHashSet<>();
    private final Map<String, String> texts = new LinkedHashMap<>();

    /** What the files of one image are called after. */
    interface Naming {
        /** @param name as {@link SeriesReporter#image} gets it */
        String of(String name, SlimPipeline pipeline);
    }

    SlimSeries(Console console, SlimCommand command, Naming naming) throws FailureException {
        this.console = console;
        this.command = command;
        this.naming = naming;
        this.pushing = command.pushing();
    }

    Pushing pushing() {
        return pushing;
    }

    /** Prints a line, or nothing if it is empty, and then those about each image. */
    void tell(String first) {
        if (!first.isEmpty()) {
            lines.add(0, first);
        }
        console.tell(lines);
    }

    @Override
    public Reporter<FailureException> image(String name) {
        return new OfImage(name);
    }

    @Override
    public void appearing() throws FailureException {
        for (Map.Entry<String, String> text : texts.entrySet()) {
            ArchiveOutput.text(console, text.getKey(), text.getValue());
        }
    }

    private final class OfImage implements Reporter<FailureException> {
        private final String name;
        private final Console subject;

        OfImage(String name) {
            this.name = name;
            this.subject = console.about(RawText.visible(name)).holding(lines);
        }

        /** Refuses to write over what is read: the files of this image, and those of the ones before it. */
        @Override
        public void planned(SlimPipeline pipeline, SlimPlan plan) throws FailureException {
            command.telling.report().ifPresent(file -> files.add(file(file, pipeline)));
            Optional.ofNullable(command.sbom).ifPresent(file -> files.add(file(file, pipeline)));
            for (String file : files) {
                Core.run(() ->
                        pipeline.refuse(plan, HostPath.of(console.environment().workingDirectory(), file), file));
            }
        }

        @Override
        public void written(SlimPipeline pipeline, SlimPlan plan, SlimResult result) throws FailureException {
            if (result.written().isEmpty()) {
                subject.print(SelectionList.of(result.closure().selection()));
            }
            Rights rights = Core.call(() -> pipeline.rights(plan, true));
            if (command.telling.report().isPresent()) {
                String file = command.telling.report().get();
                texts.put(file(file, pipeline), SlimCommand.report(file, pipeline, result, rights));
            }
            if (command.sbom != null) {
                texts.put(file(command.sbom, pipeline), SlimCommand.bill(command.sbom, pipeline, plan));
            }
            if (result.written().isPresent()) {
                pushing.prepare(result, rights, pipeline, plan);
            }
            new SlimSummary(subject, command.common, result).tell(Optional.of(rights));
        }

        private String file(String file, SlimPipeline pipeline) {
            return PlatformFile.name(file, naming.of(name, pipeline));
        }
    }
}
