package dev.whittle.cli.options;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.cli.engine.Engine;
import dev.whittle.cli.engine.SavedImage;
import dev.whittle.image.BadImageException;
import dev.whittle.image.ImageStore;
import dev.whittle.image.Platform;
import dev.whittle.image.PlatformList;
import dev.whittle.path.HostPath;
import dev.whittle.registry.RegistryAccess;
import dev.whittle.source.Source;
import dev.whittle.source.SourceContext;
import dev.whittle.source.SourceMessage;
import dev.whittle.source.SourceName;
import dev.whittle.source.Sources;
import dev.whittle.source.Streams;
import dev.whittle.stream.SpoolException;
import dev.whittle.stream.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Opens a source with what surrounds this run, and turns every failure into one line. */
final class SourceOpener {
    private SourceOpener() {}

    /** Something that reads a source. */
    interface Work<T> {
        T run() throws IOException, BadArchiveException, BadImageException;
    }

    /** @param inParts whether parts of a remote image are enough */
    static Source open(SourceName name, Console console, CommonOptions common, ImageOptions options, boolean inParts)
            throws FailureException {
        ReadingProgress progress = new ReadingProgress(console, common.showsProgress(console));
        SourceContext context = context(name, console, options, progress).inParts(inParts);
        return read(name.shown(), progress, () -> Sources.open(name, context));
    }

    static CheckedSource openAhead(SourceName name, Console console, CommonOptions common, ImageOptions options)
            throws FailureException {
        ReadingProgress progress = new ReadingProgress(console, common.showsProgress(console));
        SourceContext context = context(name, console, options, progress);
        return ahead(name.shown(), progress, () -> Sources.openAhead(name, context));
    }

    /** Opens a source that is checked while it is read. */
    static CheckedSource ahead(String shown, ReadingProgress progress, Work<Source> opening) throws FailureException {
        Source source = read(shown, progress, opening);
        return new CheckedSource(
                source,
                () -> read(shown, progress, () -> {
                    source.confirm();
                    return source;
                }));
    }

    static PlatformSources openIndex(
            SourceName name, Console console, CommonOptions common, ImageOptions options, PlatformList platforms)
            throws FailureException {
        ReadingProgress progress = new ReadingProgress(console, common.showsProgress(console));
        SourceContext context = context(name, console, Optional.empty(), options, progress);
        return new PlatformSources(
                read(name.shown(), progress, () -> Sources.openIndex(name, context, platforms)), progress);
    }

    static void confirm(Source source) throws FailureException {
        read(source.shown(), () -> {
            source.confirm();
            return source;
        });
    }

    private static SourceContext context(
            SourceName name, Console console, ImageOptions options, ReadingProgress progress) throws FailureException {
        return context(name, console, options.platform(), options, progress);
    }

    private static SourceContext context(
            SourceName name,
            Console console,
            Optional<Platform> platform,
            ImageOptions options,
            ReadingProgress progress)
            throws FailureException {
        if (name.isStandardInput() && console.environment().inIsTerminal()) {
            throw new FailureException(
                    ExitCode.USAGE, "standard input is a terminal: pipe an image into it, such as docker save's");
        }
        return new SourceContext(
                console.environment().workingDirectory(),
                platform,
                machine(),
                new Workspace(temporaryDirectory(console), options.maxSize(), options.maxEntries()),
                progress,
                Runtime.getRuntime().availableProcessors(),
                new OwnStreams(console, options));
    }

    private static <T> T read(String shown, ReadingProgress progress, Work<T> work) throws FailureException {
        progress.show();
        try {
            return read(shown, work);
        } finally {
            progress.hide();
        }
    }

    /** @param shown what the user calls the source, raw */
    private static <T> T read(String shown, Work<T> work) throws FailureException {
        try {
            return work.run();
        } catch (BadImageException e) {
            throw new FailureException(ExitCode.INPUT, SourceMessage.of(shown, e), e);
        } catch (BadArchiveException e) {
            throw new FailureException(ExitCode.INPUT, SourceMessage.of(shown, e), e);
        } catch (SpoolException e) {
            throw FailureException.ofSpool(HostPath.raw(e.directory()), e.failure());
        } catch (IOException e) {
            throw new FailureException(ExitCode.INPUT, RawText.visible(shown) + ": " + Messages.reason(e), e);
        }
    }

    /** What Java calls the processor is what uname does, or nearly. */
    static Platform machine() {
        return new Platform("linux", Platform.architecture(System.getProperty("os.arch", "")), Optional.empty());
    }

    private static Path temporaryDirectory(Console console) {
        String named = console.environment().variable("TMPDIR").orElse("/tmp");
        return HostPath.of(console.environment().workingDirectory(), RawText.ofText(named));
    }

    private record OwnStreams(Console console, ImageOptions options) implements Streams {
        @Override
        public Optional<ByteSource> standardInputFile() {
            return console.environment().inFile();
        }

        @Override
        public InputStream standardInput() {
            return console.environment().in();
        }

        @Override
        public InputStream save(ImageStore store, String reference) throws IOException {
            Engine engine = Engine.find(options.engine(), store, console.environment());
            return SavedImage.of(engine, engine.save(store, reference, platforms()), reference);
        }

        /** What was asked for is known to be right by now. */
        private Optional<PlatformList> platforms() throws IOException {
            try {
                return options.asked();
            } catch (FailureException e) {
                throw new IOException(e.raw(), e);
            }
        }

        @Override
        public RegistryAccess registries() throws IOException {
            return options.registry().access(console.environment());
        }
    }
}
