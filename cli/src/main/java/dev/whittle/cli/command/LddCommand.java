package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.options.CommonOptions;
import dev.whittle.cli.options.LoaderArguments;
import dev.whittle.cli.options.SourceOptions;
import dev.whittle.closure.Hwcaps;
import dev.whittle.elf.Linkage;
import dev.whittle.report.DotFormat;
import dev.whittle.report.Findings;
import dev.whittle.report.JsonFormat;
import dev.whittle.report.LddFormat;
import dev.whittle.report.ListFormat;
import dev.whittle.report.ResolutionFormat;
import dev.whittle.report.TreeFormat;
import dev.whittle.resolve.LoaderOptions;
import dev.whittle.resolve.Program;
import dev.whittle.resolve.Resolution;
import dev.whittle.resolve.Resolver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "ldd",
        sortOptions = false,
        header = "Show what the dynamic loader would load for a program or library, without running it.",
        description = {
            "",
            "Reads the ELF files themselves and follows the rules of the C library that the program names,",
            "glibc's or musl's, for any architecture. Exit code 1 if something the program needs is missing."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  whittle ldd /usr/bin/curl                     as a tree, with where each library was found",
            "  whittle ldd --format list /usr/bin/curl       one path a line",
            "  whittle ldd --format ldd /usr/bin/*           as ldd prints it, for many files",
            "  whittle ldd --from dir:/srv/alpine /sbin/apk  in another root, of any architecture",
            "  whittle ldd --library-path /opt/lib ./app     as with LD_LIBRARY_PATH=/opt/lib",
            "  whittle ldd --format dot app | dot -Tsvg      a picture"
        })
public final class LddCommand implements Callable<Integer> {
    enum Format {
        tree,
        list,
        ldd,
        json,
        dot
    }

    private record Argument(String typed, List<FileArguments.Named> files) {}

    private final Console console;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "Program or library; a pattern such as '/usr/lib/*.so.*' stands for the ELF files it matches.")
    List<String> files = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = {
                "tree (default), list (one path a line), ldd (what the C library's own ldd prints,",
                "without addresses and vdso), json (schema in docs/json.md) or dot (for Graphviz)."
            })
    Format format = Format.tree;

    @Mixin
    SourceOptions source = new SourceOptions();

    @Mixin
    LoaderArguments loader = new LoaderArguments();

    @Mixin
    CommonOptions common = new CommonOptions();

    public LddCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws FailureException {
        Resolver resolver = new Resolver(source.open(console.environment().workingDirectory()));
        FileArguments arguments =
                new FileArguments(source, resolver.root(), console.environment().workingDirectory());
        int exit = ExitCode.DONE;
        ResolutionFormat printer = printer();
        List<Argument> named = new ArrayList<>();
        for (String file : files) {
            try {
                named.add(new Argument(file, arguments.expand(file)));
            } catch (FailureException e) {
                console.tell(e.raw());
                exit = Math.max(exit, e.exitCode());
            }
        }
        console.print(printer.begin(
                named.stream().mapToInt(argument -> argument.files().size()).sum()));
        for (Argument argument : named) {
            int passedOver = 0;
            for (FileArguments.Named file : argument.files()) {
                try {
                    exit = Math.max(exit, one(resolver, file, printer));
                } catch (FileArguments.NotMeant e) {
                    passedOver++;
                }
            }
            if (passedOver == argument.files().size()) {
                console.tell(RawText.visible(argument.typed()) + ": nothing that matches is an ELF file");
                exit = Math.max(exit, ExitCode.INPUT);
            }
        }
        console.print(printer.end());
        console.flush();
        return exit;
    }

    private int one(Resolver resolver, FileArguments.Named file, ResolutionFormat printer)
            throws FailureException, FileArguments.NotMeant {
        Resolution resolution;
        try {
            Program program = FileArguments.open(resolver, file);
            LoaderOptions options = loader.options();
            Hwcaps hwcaps = loader.hwcaps(Hwcaps.NONE);
            options = options.withHwcaps(hwcaps.all() ? resolver.hwcaps(program) : hwcaps.levels());
            resolution = resolver.resolve(program, options);
        } catch (FailureException e) {
            console.tell(e.raw());
            return e.exitCode();
        } catch (IOException e) {
            FailureException failure = FileArguments.unreadable(file.path(), e);
            console.tell(failure.raw());
            return failure.exitCode();
        }
        console.print(printer.print(resolution));
        if (format == Format.ldd && resolution.linkage() == Linkage.STATIC && !common.quiet()) {
            console.tell(RawText.visible(resolution.program().path()) + ": not a dynamic executable");
        }
        List<String> findings = Findings.of(resolution);
        if (!findings.isEmpty()) {
            console.flush();
            findings.forEach(console::tell);
        }
        if (common.verbose()) {
            resolution.remarks().forEach(remark -> console.tell(RawText.visible(remark)));
        }
        return resolution.isComplete() ? ExitCode.DONE : ExitCode.FINDINGS;
    }

    private ResolutionFormat printer() {
        return switch (format) {
            case tree -> new TreeFormat(common.style(console), common.verbose());
            case list -> new ListFormat();
            case ldd -> new LddFormat();
            case json -> new JsonFormat();
            case dot -> new DotFormat();
        };
    }
}
