package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.options.CommonOptions;
import dev.whittle.cli.options.FastPath;
import dev.whittle.cli.options.FetchedNote;
import dev.whittle.cli.options.LoaderArguments;
import dev.whittle.cli.options.Often;
import dev.whittle.cli.options.PlainLine;
import dev.whittle.cli.options.SourceOptions;
import dev.whittle.closure.Hwcaps;
import dev.whittle.elf.Linkage;
import dev.whittle.image.PlatformList;
import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import dev.whittle.report.DotFormat;
import dev.whittle.report.JsonFormat;
import dev.whittle.report.LddFormat;
import dev.whittle.report.ListFormat;
import dev.whittle.report.Remedies;
import dev.whittle.report.ResolutionFindings;
import dev.whittle.report.ResolutionFormat;
import dev.whittle.report.TreeFormat;
import dev.whittle.resolve.Program;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.source.Source;
import dev.whittle.source.SourceImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@FastPath
@Command(
        name = "ldd",
        sortOptions = false,
        header = "Show what the dynamic loader would load for a program or library, without running it.",
        description = {
            "",
            "Reads the ELF files themselves and follows the rules of the C library that the program names, "
                    + "glibc's or musl's, for any architecture. Exit code 1 if something the program needs is missing."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  whittle ldd /usr/bin/curl                     as a tree, with where each library was found",
            "  whittle ldd --format list /usr/bin/curl       one path a line",
            "  whittle ldd --format ldd /usr/bin             as ldd prints it, for every ELF file in it",
            "  whittle ldd --from dir:/srv/alpine /sbin/apk  in another root, of any architecture",
            "  whittle ldd --from docker-archive:nginx.tar /usr/sbin/nginx",
            "  whittle ldd --from deb:tool_1.2_amd64.deb /usr   every ELF file of a package",
            "  whittle ldd --from - /usr/sbin/nginx          in an image from a pipe, such as docker save's",
            "  whittle ldd --library-path /opt/lib ./app     as with LD_LIBRARY_PATH=/opt/lib",
            "  whittle ldd --format dot app | dot -Tsvg      a picture"
        })
public final class LddCommand implements Callable<Integer>, PlainLine.Options {
    enum Format {
        tree,
        list,
        ldd,
        json,
        dot
    }

    private record Argument(String typed, List<FileArguments.Named> files) {
        /** Otherwise it is a directory. */
        boolean isPattern() {
            return Glob.isPattern(typed);
        }
    }

    /** For more files than this, the root is not searched for missing libraries: it would delay the list. */
    private static final int FEW = 20;

    private final Console console;

    @Often("program or library; a directory or pattern for many")
    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "Program or library, or the name of a library as programs need it (libz.so.1); a directory stands"
                            + " for the ELF files below it, a pattern such as '/usr/lib/*.so.*' for those it matches.")
    List<String> files = new ArrayList<>();

    @Often("tree (default), list, ldd, json or dot")
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "tree (default), list (one path a line), ldd (what the C library's own ldd prints, "
                    + "without addresses and vdso), json (schema in docs/json.md) or dot (for Graphviz).")
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

    /** The command with these arguments, if they are {@linkplain PlainLine plain}. */
    public static Optional<LddCommand> plain(Console console, List<String> arguments) {
        LddCommand command = new LddCommand(console);
        Optional<List<String>> files = PlainLine.take(arguments, command);
        if (files.isEmpty()) {
            return Optional.empty();
        }
        command.files = files.get();
        return Optional.of(command);
    }

    @Override
    public boolean flag(String name) {
        return PlainOptions.flag(this, name);
    }

    @Override
    public boolean value(String name, String value) {
        return PlainOptions.value(this, name, value);
    }

    @Override
    public Integer call() throws FailureException {
        source.take(console, files);
        if (files.isEmpty()) {
            throw new FailureException(
                    ExitCode.USAGE,
                    "no FILE given: which file of "
                            + RawText.visible(source.named().orElse("the source")) + "?");
        }
        Optional<PlatformList> several = source.image().several();
        if (several.isPresent()) {
            return each(several.get());
        }
        try (Source opened = source.openInParts(console, common)) {
            int exit = show(opened);
            if (common.verbose()) {
                FetchedNote.tell(console, common, opened);
            }
            return exit;
        }
    }

    private int each(PlatformList platforms) throws FailureException {
        if (source.named().isEmpty()) {
            throw new FailureException(
                    ExitCode.USAGE, "--platform " + platforms + ": this machine's own root has one; use --from");
        }
        if (format == Format.dot) {
            throw new FailureException(
                    ExitCode.USAGE, "--format dot draws one graph: name one --platform, such as linux/arm64");
        }
        PlatformRun.Form form = format == Format.json ? PlatformRun.Form.JSON : PlatformRun.Form.LINES;
        return new PlatformRun(console, common, source.image(), form)
                .each(source.named().get(), platforms, (subject, image, platform) -> about(subject)
                        .show(image));
    }

    /** A copy of this command for one platform. */
    private LddCommand about(Console subject) {
        LddCommand command = new LddCommand(subject);
        command.files = files;
        command.format = format;
        command.source = source;
        command.loader = loader;
        command.common = common;
        return command;
    }

    private int show(Source opened) throws FailureException {
        if (common.verbose()) {
            opened.remarks().forEach(remark -> console.tell(RawText.visible(remark)));
        }
        return show(new Resolver(opened.root()), loader.options(opened.image().map(SourceImage::config)));
    }

    private int show(Resolver resolver, LoaderOptions options) throws FailureException {
        FileArguments arguments =
                new FileArguments(source, resolver.root(), console.environment().workingDirectory());
        int exit = ExitCode.DONE;
        ResolutionFormat printer = printer();
        List<Argument> named = new ArrayList<>();
        for (String file : files) {
            try {
                List<FileArguments.Named> expanded = expand(arguments, file, resolver, options);
                boolean typed = expanded.size() == 1 && !expanded.get(0).matched();
                named.add(new Argument(file, typed ? arguments.below(expanded.get(0)) : expanded));
            } catch (FailureException e) {
                console.tell(e.raw());
                exit = Math.max(exit, e.exitCode());
            }
        }
        List<FileArguments.Named> all = new ArrayList<>();
        named.forEach(argument -> all.addAll(argument.files()));
        show(printer.begin(all.size()));
        Remedies remedies = new Remedies(resolver);
        Set<FileArguments.Named> meant = Collections.newSetFromMap(new IdentityHashMap<>());
        Worst worst = new Worst(exit);
        InOrder.forEach(all, file -> answer(resolver, options, file), answer -> {
            if (!answer.passedOver()) {
                meant.add(answer.file());
            }
            worst.add(print(answer, printer, remedies, all.size() <= FEW));
        });
        for (Argument argument : named) {
            if (Collections.disjoint(argument.files(), meant)) {
                console.tell(RawText.visible(argument.typed())
                        + (argument.isPattern()
                                ? ": nothing that matches is an ELF file"
                                : ": no ELF file is below it"));
                worst.add(ExitCode.INPUT);
            }
        }
        show(printer.end());
        console.flush();
        return worst.code;
    }

    /** A bare name that no file has is that of a library, which is looked for as a program's request would be. */
    private List<FileArguments.Named> expand(
            FileArguments arguments, String file, Resolver resolver, LoaderOptions options) throws FailureException {
        List<FileArguments.Named> files = arguments.expand(file);
        if (file.indexOf('/') >= 0 || files.get(0).matched() || arguments.isThere(files.get(0))) {
            return files;
        }
        List<FileArguments.Named> libraries = new ArrayList<>();
        try {
            LoaderOptions loaderOptions =
                    options.withHwcaps(loader.hwcaps(Hwcaps.NONE).levels());
            for (RootPath library : resolver.library(file, loaderOptions)) {
                libraries.add(new FileArguments.Named(library, library.raw(), false));
            }
        } catch (IOException e) {
            throw FileArguments.unreadable(files.get(0).path(), e);
        }
        return libraries.isEmpty() ? files : libraries;
    }

    /** The highest exit code so far. */
    private static final class Worst {
        private int code;

        Worst(int code) {
            this.code = code;
        }

        void add(int another) {
            code = Math.max(code, another);
        }
    }

    /** What came of one file: a resolution, a failure, or neither if a pattern brought what it was not meant for. */
    private record Answer(
            FileArguments.Named file, Optional<Resolution> resolution, Optional<FailureException> failure) {
        boolean passedOver() {
            return resolution.isEmpty() && failure.isEmpty();
        }
    }

    private Answer answer(Resolver resolver, LoaderOptions given, FileArguments.Named file) {
        try {
            Program program = FileArguments.open(resolver, file);
            Hwcaps hwcaps = loader.hwcaps(Hwcaps.NONE);
            Resolution resolution = resolver.resolve(program, given.withHwcaps(hwcaps.levels()));
            if (hwcaps.all()) {
                resolution = resolver.resolve(program, given.withHwcaps(resolver.hwcaps(program, given)));
            }
            return new Answer(file, Optional.of(resolution), Optional.empty());
        } catch (FileArguments.NotMeant e) {
            return new Answer(file, Optional.empty(), Optional.empty());
        } catch (FailureException e) {
            return new Answer(file, Optional.empty(), Optional.of(e));
        } catch (IOException e) {
            return new Answer(file, Optional.empty(), Optional.of(FileArguments.unreadable(file.path(), e)));
        }
    }

    private int print(Answer answer, ResolutionFormat printer, Remedies remedies, boolean isFew)
            throws FailureException {
        if (answer.failure().isPresent()) {
            show(printer.failed(answer.file().typed()));
            console.tell(answer.failure().get().raw());
            return answer.failure().get().exitCode();
        }
        if (answer.resolution().isEmpty()) {
            return ExitCode.DONE;
        }
        Resolution resolution = answer.resolution().get();
        printer.print(resolution, this::show);
        if (format == Format.ldd && resolution.linkage() == Linkage.STATIC && !common.quiet()) {
            console.tell(RawText.visible(resolution.program().path()) + ": not a dynamic executable");
        }
        List<String> findings = new ArrayList<>(ResolutionFindings.first(resolution, common.findingsTold()));
        List<String> unsayable = format == Format.list ? ListFormat.unsayable(resolution) : List.of();
        findings.addAll(unsayable);
        if (!findings.isEmpty()) {
            console.flush();
            console.tell(findings);
            if (isFew) {
                remedies.of(resolution).forEach(console::tell);
            }
        }
        console.tell(ResolutionFindings.warnings(resolution, common.findingsTold()));
        if (common.verbose()) {
            resolution.remarks().forEach(remark -> console.tell(RawText.visible(remark)));
        }
        return resolution.isComplete() && unsayable.isEmpty() ? ExitCode.DONE : ExitCode.FINDINGS;
    }

    /** The tree escapes names itself, and has colours. */
    private void show(String raw) throws FailureException {
        if (format == Format.tree) {
            console.print(raw);
        } else {
            console.printNames(raw);
        }
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
