package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.cli.options.ImageOptions;
import dev.whittle.cli.options.PushOptions;
import dev.whittle.image.Digest;
import dev.whittle.pipeline.SlimPipeline;
import dev.whittle.pipeline.SlimPlan;
import dev.whittle.registry.RegistryAccess;
import dev.whittle.registry.RemoteName;
import dev.whittle.report.Provenance;
import dev.whittle.report.Rights;
import dev.whittle.report.SlimReport;
import dev.whittle.report.SlimResult;
import dev.whittle.source.Source;
import dev.whittle.transport.Transports;
import dev.whittle.write.Attachment;
import dev.whittle.write.ImageSummary;
import dev.whittle.write.Progress;
import dev.whittle.write.Remote;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A push of an image to a registry: the client, repositories that may have its blobs already, and attached documents. */
final class Pushing {
    /** Titles as oras shows them, and gives to files (OCI image-spec, annotations.md). */
    private static final String TITLE = "org.opencontainers.image.title";

    private static final String PREDICATE_TYPE = "in-toto.io/predicate-type";

    private final Set<PushOptions.Kind> kinds;
    private final List<String> arguments;
    private final String version;
    private final Map<Digest, List<Attachment>> attachments = new ConcurrentHashMap<>();

    /** @param arguments of the command line, raw, for the provenance */
    Pushing(PushOptions options, List<String> arguments, String version) throws FailureException {
        this.kinds = options.attached();
        this.arguments = List.copyOf(arguments);
        this.version = version;
    }

    /** Refuses options that mean nothing without a registry. */
    static void check(PushOptions options, Optional<SlimOutput> output) throws FailureException {
        boolean isRegistry = output.isPresent() && output.get().destination().isRegistry();
        if (options.isUsed() && !isRegistry) {
            throw new FailureException(ExitCode.USAGE, "--attach and --dest-... are for -o docker://NAME");
        }
        options.attached();
    }

    /**
     * The same output; if it goes to a registry, with what that needs.
     *
     * @param sources of what is written, as the user wrote them, raw: blobs may be mounted from there
     * @param sending receives the number of bytes sent
     */
    SlimOutput output(
            Console console,
            PushOptions options,
            ImageOptions common,
            SlimOutput output,
            List<String> sources,
            Progress sending)
            throws FailureException {
        if (!output.destination().isRegistry()) {
            return output;
        }
        RegistryAccess access;
        try {
            access = options.access(console.environment(), common.registry());
        } catch (IOException e) {
            throw new FailureException(ExitCode.USAGE, Messages.reason(e), e);
        }
        List<RemoteName> names = new ArrayList<>();
        for (String source : sources) {
            Transports.inRegistry(source).map(RemoteName::of).ifPresent(names::add);
        }
        return output.with(
                new Remote(access::open, names, digest -> attachments.getOrDefault(digest, List.of()), sending));
    }

    /** Prepares the attached documents; called after the image is written and before it is sent. */
    void prepare(SlimResult made, Rights rights, SlimPipeline pipeline, SlimPlan plan) throws FailureException {
        if (kinds.isEmpty()) {
            return;
        }
        List<Attachment> documents = new ArrayList<>();
        for (PushOptions.Kind kind : kinds) {
            documents.add(
                    switch (kind) {
                        case sbom ->
                            attachment(
                                    "application/vnd.cyclonedx+json",
                                    SbomCommand.text(
                                            Core.call(() -> pipeline.bill(plan)),
                                            SbomCommand.Format.cyclonedx,
                                            version),
                                    Map.of(TITLE, "sbom.cdx.json"));
                        case report ->
                            attachment(
                                    "application/vnd.whittle.slim.report.v1+json",
                                    SlimReport.of(made, rights),
                                    Map.of(TITLE, "slim-report.json"));
                        case provenance ->
                            attachment(
                                    "application/vnd.in-toto+json",
                                    provenance(made, pipeline.source()).json(),
                                    Map.of(TITLE, "provenance.json", PREDICATE_TYPE, Provenance.PREDICATE));
                    });
        }
        attachments.put(made.written().orElseThrow().summary().manifest().orElseThrow(), List.copyOf(documents));
    }

    private static Attachment attachment(String type, String raw, Map<String, String> annotations) {
        return new Attachment(type, type, RawText.bytes(raw), annotations);
    }

    private Provenance provenance(SlimResult made, Source source) {
        ImageSummary summary = made.written().orElseThrow().summary();
        Map<String, Digest> parts = new TreeMap<>();
        source.image().ifPresent(image -> {
            image.config().id().ifPresent(digest -> parts.put("config", digest));
            image.manifest().ifPresent(digest -> parts.put("manifest", digest));
        });
        return new Provenance(
                summary.name().orElse(""), summary.manifest().orElseThrow(), source.shown(), parts, arguments, version);
    }
}
