package dev.whittle.cli.command.copy;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.dockerfile.CopyCheck;
import dev.whittle.dockerfile.CopyPlan;
import dev.whittle.path.HostPath;
import dev.whittle.source.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A user's Dockerfile, and what is wrong with it now. */
final class Check {
    /** No Dockerfile is longer, and one that is has something else in mind. */
    private static final int MAX_SIZE = 8 << 20;

    private static final String PIPE = "-";

    private final Console console;
    private final String file;
    private final String text;

    private Check(Console console, String file, String text) {
        this.console = console;
        this.file = RawText.visible(file);
        this.text = text;
    }

    static Check read(Console console, String file) throws FailureException {
        try (InputStream in = file.equals(PIPE)
                ? console.environment().in()
                : Files.newInputStream(HostPath.of(console.environment().workingDirectory(), file))) {
            byte[] content = in.readNBytes(MAX_SIZE + 1);
            if (content.length > MAX_SIZE) {
                throw new FailureException(ExitCode.INPUT, RawText.visible(file) + ": too long for a Dockerfile");
            }
            String text = RawText.of(content);
            if (text.indexOf('\0') >= 0) {
                throw new FailureException(
                        ExitCode.INPUT, RawText.visible(file) + ": holds a NUL, so it is no Dockerfile");
            }
            return new Check(console, file, text);
        } catch (IOException e) {
            throw new FailureException(
                    ExitCode.INPUT, "--check " + RawText.visible(file) + ": " + Messages.reason(e), e);
        }
    }

    int run(Source opened, CopyInput.Input read, CopyPlan plan, Optional<String> named, boolean quiet)
            throws FailureException {
        String stage = stage(named);
        CopyCheck.Result result;
        try {
            result = CopyCheck.of(text, stage, read.root(), read.closure().selection(), plan);
        } catch (IOException e) {
            throw CopyInput.unreadable(opened, e);
        }
        for (CopyPlan.Group group : result.missing()) {
            console.print("# missing in " + file + "\n");
            for (String line : group.title()) {
                console.print("# " + line + "\n");
            }
            for (CopyPlan.Instruction instruction : group.instructions()) {
                console.printNames(instruction.line(stage) + "\n");
            }
        }
        // Where FILEs were asked for, the image's command is not what the Dockerfile is about.
        Optional<CopyCheck.Fault> starts = read.starts().isPresent() ? CopyCheck.startsNothing(text) : Optional.empty();
        List<CopyCheck.Fault> faults = new ArrayList<>(result.faults());
        starts.ifPresent(faults::add);
        faults.sort(Comparator.comparingInt(CopyCheck.Fault::line));
        for (CopyCheck.Fault fault : faults) {
            console.print(file + ":" + fault.line() + ": " + fault.text() + "\n");
        }
        console.flush();
        if (named.isPresent() && result.isRight() && CopyCheck.stages(text).isEmpty()) {
            console.tell(file + ": no COPY --from=" + RawText.visible(stage) + " in its last stage");
            return ExitCode.FINDINGS;
        }
        List<String> lost = plan.findings();
        lost.forEach(console::tell);
        boolean isRight = result.isRight() && starts.isEmpty();
        if (!quiet) {
            console.tell(file + ": " + (isRight ? "nothing is missing, and all of it is needed" : "not right"));
        }
        return isRight && lost.isEmpty() && read.closure().isComplete() ? ExitCode.DONE : ExitCode.FINDINGS;
    }

    private String stage(Optional<String> named) throws FailureException {
        Set<String> stages = CopyCheck.stages(text);
        if (named.isPresent()) {
            if (!stages.isEmpty() && stages.stream().noneMatch(named.get()::equalsIgnoreCase)) {
                throw CopyOptions.usage(file + ": no COPY --from=" + RawText.visible(named.get())
                        + " in its last stage, but from " + RawText.visible(String.join(", ", stages)));
            }
            return named.get();
        }
        if (stages.size() > 1) {
            throw CopyOptions.usage(file + ": copies from " + RawText.visible(String.join(", ", stages))
                    + ": say with --stage which one SOURCE is");
        }
        return stages.stream().findFirst().orElse("base");
    }
}
