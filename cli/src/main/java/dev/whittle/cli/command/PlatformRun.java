package dev.whittle.cli.command;

import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.cli.options.CommonOptions;
import dev.whittle.cli.options.ImageOptions;
import dev.whittle.cli.options.PlatformSources;
import dev.whittle.cli.options.SourceOptions;
import dev.whittle.image.Platform;
import dev.whittle.image.PlatformList;
import dev.whittle.report.PlatformsJson;
import dev.whittle.source.Source;
import dev.whittle.source.SourceIndex;
import dev.whittle.write.SourceReadException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Does the same for each of several platforms. Every line says which of them it is about; documents become one, of which each
 * part says it.
 */
public final class PlatformRun {
    private final Console console;
    private final CommonOptions common;
    private final ImageOptions medium;
    private final Form form;

    /** What a command prints. */
    public enum Form {
        LINES,
        JSON,
        SARIF
    }

    /** What is done for one platform. */
    public interface Work {
        /** @return an exit code */
        int run(Console subject) throws FailureException, IOException;
    }

    /** What is done with the image of one platform. */
    public interface ImageWork {
        /** @return an exit code */
        int run(Console subject, Source image, Platform platform) throws FailureException, IOException;
    }

    public PlatformRun(Console console, CommonOptions common, ImageOptions medium, Form form) {
        this.console = console;
        this.common = common;
        this.medium = medium;
        this.form = form;
    }

    /** @return the exit code that says most */
    public int each(String source, PlatformList platforms, ImageWork work) throws FailureException {
        try (PlatformSources sources = SourceOptions.openIndex(console, common, medium, source, platforms)) {
            if (common.verbose()) {
                sources.index().remarks().forEach(console::tell);
            }
            List<Platform> all = sources.index().chosen().stream()
                    .map(SourceIndex.Member::platform)
                    .toList();
            return each(all, (subject, at) -> {
                SourceIndex.Member member = sources.index().chosen().get(at);
                try (Source opened = sources.open(member)) {
                    return work.run(subject, opened, member.platform());
                }
            });
        }
    }

    /** What is done for the N-th platform. */
    public interface NumberedWork {
        /** @return an exit code */
        int run(Console subject, int number) throws FailureException, IOException;
    }

    /** @return the exit code that says most */
    public int each(List<Platform> platforms, NumberedWork work) throws FailureException {
        List<PlatformsJson.Document> documents = new ArrayList<>();
        int exit = ExitCode.DONE;
        for (int i = 0; i < platforms.size(); i++) {
            Platform platform = platforms.get(i);
            int number = i;
            StringBuilder text = new StringBuilder();
            try {
                int code = about(
                        console,
                        platform,
                        subject -> work.run(form == Form.LINES ? subject : subject.into(text), number));
                exit = Math.max(exit, code);
            } catch (IOException e) {
                throw new FailureException(ExitCode.INPUT, platform + ": " + Messages.told(e), e);
            }
            documents.add(new PlatformsJson.Document(platform, text.toString()));
        }
        switch (form) {
            case JSON -> console.print(PlatformsJson.of(documents));
            case SARIF -> console.print(PlatformsJson.sarif(documents));
            case LINES -> {}
        }
        console.flush();
        return exit;
    }

    static int about(Console console, Platform platform, Work work) throws FailureException, IOException {
        try {
            return work.run(console.about(platform.toString()));
        } catch (FailureException e) {
            throw about(platform, e);
        } catch (SourceReadException e) {
            throw about(platform, ArchiveOutput.unreadable(e));
        }
    }

    private static FailureException about(Platform platform, FailureException failure) {
        String message = failure.raw().isEmpty() ? "" : platform + ": " + failure.raw();
        return new FailureException(failure.exitCode(), message, failure);
    }
}
