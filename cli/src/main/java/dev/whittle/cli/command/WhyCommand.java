package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.cli.options.Often;
import dev.whittle.explain.Explanation;
import dev.whittle.explain.OnlyBecause;
import dev.whittle.explain.Why;
import dev.whittle.path.RootPath;
import dev.whittle.report.OnlyBecauseJson;
import dev.whittle.report.OnlyBecauseText;
import dev.whittle.report.WhyJson;
import dev.whittle.report.WhyText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "why",
        sortOptions = false,
        header = "Say why a path is kept: the chains from what was asked for down to it, each step with its evidence.",
        description = {
            "",
            "With FILE, about what layer would keep; without, about what slim would keep of an image, with the same"
                    + " options; with --report, about what one of them has kept. For a path that is not kept, it names"
                    + " the family of hidden dependencies that saw it, and the option that keeps it. Exit code 0 if PATH"
                    + " is kept, 1 if not."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  whittle why nginx.tar /usr/lib/libcrypto.so.3                in what slim keeps of it",
            "  whittle why docker://nginx:alpine libz.so.1                  of each kept path with that name",
            "  whittle why /etc/passwd --from oci:layout:tag --user nginx",
            "  whittle why /etc/ssl/certs /usr/bin/curl                     in what layer keeps for curl",
            "  whittle why /usr/lib/libz.so.1 --report kept.json            in what slim --report has told",
            "  whittle why pkg:deb/debian/openssl --from nginx.tar          for what of it is kept",
            "  whittle why --because /usr/bin/perl --from app.tar           what would go with it, with bytes",
            "  whittle why /usr/lib --report kept.json --all --format json"
        })
public final class WhyCommand implements Callable<Integer> {
    enum Format {
        text,
        json
    }

    private final Console console;

    @Often("the path asked about, or pkg:deb/debian/NAME; an image may come before it")
    @Parameters(
            index = "0",
            arity = "1",
            paramLabel = "[SOURCE] PATH",
            description =
                    "SOURCE may be given here instead of with --from: one with a prefix, an archive or an OCI layout. PATH is the"
                            + " path asked about: no pattern. A name alone (libz.so.1) means every kept path of that name. Or"
                            + " a package: pkg:deb/debian/openssl answers for each of its files that are kept.")
    String path = "";

    @Often("what is kept for (default: what the image starts)")
    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "FILE",
            description = "What is asked for, as for layer (default: what the image starts).")
    List<String> files = new ArrayList<>();

    @Often("ask this report, written by layer or slim")
    @Option(
            names = "--report",
            paramLabel = "REPORT",
            description = "Answer from this report, which layer or slim has written; - is standard input.")
    @Nullable
    String report;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (default) or json (schema in docs/json.md).")
    Format format = Format.text;

    @Option(
            names = "--because",
            description = "Tell what is kept only because of PATH, with its bytes: what would go if PATH did.")
    boolean because;

    @Often("all chains, not the first few")
    @Option(
            names = "--all",
            description = "Show all chains, as -v does (default: if there are more than " + Why.FEW
                    + ", one from each request).")
    boolean all;

    @Mixin
    ChoiceOptions asked = new ChoiceOptions();

    public WhyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws FailureException {
        if (report == null) {
            takeSource();
        }
        if (path.isEmpty()) {
            throw new FailureException(ExitCode.USAGE, "which path? PATH is empty");
        }
        WhyInput input = new WhyInput(console, asked);
        if (report != null) {
            if (asked.source.isNamed() || !files.isEmpty()) {
                throw new FailureException(
                        ExitCode.USAGE,
                        "--report " + RawText.visible(report) + " has all of it: leave out --from and FILE");
            }
            if (asked.start.any() || asked.selection.any() || asked.families.any()) {
                throw new FailureException(
                        ExitCode.USAGE,
                        "--report " + RawText.visible(report) + ": its files were chosen when it was written");
            }
            if (Why.isPackage(path)) {
                throw new FailureException(
                        ExitCode.USAGE,
                        RawText.visible(path) + ": a report does not tell which files a package has; ask with --from");
            }
            return input.reported(report, (kept, shown) -> answered(new Why(kept, limit()), path, shown));
        }
        if (because && Why.isPackage(path)) {
            throw new FailureException(ExitCode.USAGE, "--because is for a path, not for a package");
        }
        if (Why.isPackage(path)) {
            asked.selection.packages().know();
            return input.chosen(files, (kept, shown) -> answerForPackage(new Why(kept, limit()), shown));
        }
        String raw = asked.source.inRoot(console.environment().workingDirectory(), path);
        return input.chosen(files, (kept, shown) -> answered(new Why(kept, limit()), raw, shown));
    }

    /** {@code why SOURCE PATH} as well as {@code why PATH SOURCE}: whichever stands first is taken first. */
    private void takeSource() throws FailureException {
        List<String> words = new ArrayList<>(files);
        words.add(0, path);
        asked.source.take(console, words);
        if (words.isEmpty()) {
            throw new FailureException(
                    ExitCode.USAGE, "which path? say whittle why " + RawText.visible(path) + " PATH");
        }
        path = words.remove(0);
        files = words;
        asked.source.take(console, files);
    }

    private int answered(Why why, String raw, String shown) throws FailureException {
        return because ? because(why, raw) : answer(why, raw, shown);
    }

    private int because(Why why, String raw) throws FailureException {
        Optional<OnlyBecause> only;
        try {
            only = why.onlyBecauseOf(raw);
            if (only.isEmpty() && path.indexOf('/') < 0) {
                Optional<RootPath> named = why.onlyPathNamed(path);
                only = named.isEmpty() ? only : why.onlyBecauseOf(named.get().raw());
            }
        } catch (IOException e) {
            throw new FailureException(ExitCode.INPUT, RawText.visible(path) + ": " + Messages.reason(e), e);
        }
        if (only.isEmpty()) {
            console.tell(RawText.visible(path) + ": not kept itself"
                    + (path.indexOf('/') < 0 ? ", or several files have this name; name one by its path" : ""));
            return ExitCode.FINDINGS;
        }
        console.print(
                format == Format.json
                        ? OnlyBecauseJson.of(path, only.get())
                        : OnlyBecauseText.of(only.get(), limit() > Why.FEW, asked.common.style(console)));
        console.flush();
        return ExitCode.DONE;
    }

    private boolean isName(List<Explanation> answers, String raw) {
        return path.indexOf('/') < 0
                && !answers.get(0).path().raw().equals(raw)
                && answers.get(0).path().name().equals(path);
    }

    private int limit() {
        return all || asked.common.verbose() ? Integer.MAX_VALUE : Why.FEW;
    }

    private int answerForPackage(Why why, String shown) throws FailureException {
        Optional<List<Explanation>> answers;
        try {
            answers = why.ofPackage(path);
        } catch (IOException e) {
            throw new FailureException(ExitCode.INPUT, RawText.visible(path) + ": " + Messages.reason(e), e);
        }
        if (answers.isEmpty()) {
            throw new FailureException(
                    ExitCode.INPUT, RawText.visible(path) + ": no such package in " + RawText.visible(shown));
        }
        if (answers.get().isEmpty()) {
            console.tell(RawText.visible(path) + ": nothing of it is kept");
            return ExitCode.FINDINGS;
        }
        console.print(
                format == Format.json
                        ? WhyJson.of(path, answers.get())
                        : new WhyText(asked.common.style(console))
                                .of(answers.get().get(0).path().raw(), answers.get()));
        console.flush();
        return ExitCode.DONE;
    }

    /** A name without a slash that the working directory or the root does not have is looked for everywhere. */
    private List<Explanation> answers(Why why, String raw) throws IOException {
        List<Explanation> answers = why.of(raw);
        boolean isBareName = path.indexOf('/') < 0 && answers.get(0).state() != Explanation.State.KEPT;
        List<Explanation> named = isBareName ? why.named(path, asked.source.isNamed()) : List.of();
        return named.isEmpty() ? answers : named;
    }

    private int answer(Why why, String raw, String shown) throws FailureException {
        List<Explanation> answers;
        try {
            answers = answers(why, raw);
        } catch (IOException e) {
            throw new FailureException(ExitCode.INPUT, RawText.visible(path) + ": " + Messages.reason(e), e);
        }
        if (answers.get(0).path().isRoot()) {
            throw new FailureException(ExitCode.USAGE, RawText.visible(path) + ": the root itself is in every output");
        }
        if (answers.get(0).state() == Explanation.State.ABSENT) {
            throw new FailureException(
                    ExitCode.INPUT, answers.get(0).path() + ": no such file in " + RawText.visible(shown));
        }
        console.print(
                format == Format.json
                        ? WhyJson.of(path, answers)
                        : new WhyText(asked.common.style(console)).of(isName(answers, raw) ? path : raw, answers));
        console.flush();
        return answers.get(0).state() == Explanation.State.KEPT ? ExitCode.DONE : ExitCode.FINDINGS;
    }
}
