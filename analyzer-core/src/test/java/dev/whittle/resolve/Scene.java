package dev.whittle.resolve;

import dev.whittle.elf.BadElfException;
import dev.whittle.path.RootPath;
import dev.whittle.report.LddFormat;
import dev.whittle.resolve.ldcache.LdCache;
import dev.whittle.resolve.load.Attempt;
import dev.whittle.resolve.load.Edge;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.resolve.load.Outcome;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.source.DirectoryRoot;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeLoader;
import dev.whittle.testdata.Tree;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A root under construction with a loader in it, and questions to that loader. */
public final class Scene {
    private final Tree tree;
    private LoaderOptions options = LoaderOptions.NONE;

    private Scene(Path base) {
        this.tree = Tree.at(base);
    }

    /** An empty root. */
    public static Scene bare(Path base) {
        return new Scene(base);
    }

    /** A root with Debian's glibc for x86-64. */
    public static Scene glibc(Path base) throws IOException {
        return bare(base).loader(FakeLoader.GLIBC_X86_64, FakeLoader.debian());
    }

    /** A root with musl for x86-64. */
    public static Scene musl(Path base) throws IOException {
        return bare(base).loader(FakeLoader.MUSL_X86_64, FakeLoader.musl());
    }

    /** A program for glibc on x86-64. */
    public static ElfBuilder program(String... needed) {
        return ElfBuilder.x86_64().interpreter(FakeLoader.GLIBC_X86_64).needed(needed);
    }

    /** A program for musl on x86-64. */
    public static ElfBuilder muslProgram(String... needed) {
        return ElfBuilder.x86_64().interpreter(FakeLoader.MUSL_X86_64).needed(needed);
    }

    /** A library for x86-64. */
    public static ElfBuilder library(String... needed) {
        return ElfBuilder.x86_64().needed(needed);
    }

    public Scene loader(String path, byte[] content) throws IOException {
        tree.file(path, content).mode(path, "rwxr-xr-x");
        return this;
    }

    public Scene elf(String path, ElfBuilder elf) throws IOException {
        tree.elf(path, elf);
        return this;
    }

    /** Libraries that need nothing. */
    public Scene libraries(String... paths) throws IOException {
        for (String path : paths) {
            tree.elf(path, library());
        }
        return this;
    }

    public Scene link(String path, String target) throws IOException {
        tree.link(path, target);
        return this;
    }

    public Scene file(String path, String content) throws IOException {
        tree.file(path, content);
        return this;
    }

    public Scene file(String path, byte[] content) throws IOException {
        tree.file(path, content);
        return this;
    }

    public Tree tree() {
        return tree;
    }

    public Scene options(UnaryOperator<LoaderOptions> change) {
        options = change.apply(options);
        return this;
    }

    public Scene libraryPath(String path) {
        return options(o ->
                new LoaderOptions(Optional.of(path), o.preload(), o.audit(), o.platform(), o.hwcaps(), o.secure()));
    }

    public Scene preload(String... names) {
        return options(o ->
                new LoaderOptions(o.libraryPath(), List.of(names), o.audit(), o.platform(), o.hwcaps(), o.secure()));
    }

    public Scene platform(String platform) {
        return options(o -> new LoaderOptions(
                o.libraryPath(), o.preload(), o.audit(), Optional.of(platform), o.hwcaps(), o.secure()));
    }

    public Scene hwcaps(String... levels) {
        return options(o -> o.withHwcaps(List.of(levels)));
    }

    public Scene secure() {
        return options(o -> o.withSecure(true));
    }

    public LoaderOptions options() {
        return options;
    }

    public Resolver resolver() throws IOException {
        return new Resolver(DirectoryRoot.open(tree.base()));
    }

    public Resolution resolve(String path) throws IOException, BadElfException {
        Resolver resolver = resolver();
        return resolver.resolve(resolver.open(RootPath.of(path)), options);
    }

    /** The output of ldd, one line per element, without the tab. */
    public List<String> ldd(String path) throws IOException, BadElfException {
        return new LddFormat().print(resolve(path)).lines().map(String::strip).toList();
    }

    /** Every request: {@code /bin/app: libx.so => /lib/libx.so [RPATH]}, {@code … => missing}, {@code … => fatal: WHY}. */
    public List<String> edges(String path) throws IOException, BadElfException {
        return resolve(path).edges().stream().map(Scene::text).toList();
    }

    public static String text(Edge edge) {
        String request = edge.requester().path() + ": " + edge.name() + " => ";
        Outcome outcome = edge.outcome();
        if (outcome instanceof Outcome.Found found) {
            return request + found.object().path() + " ["
                    + found.object().place().kind() + "]";
        }
        return request + (outcome instanceof Outcome.Fatal fatal ? "fatal: " + fatal.reason() : "missing");
    }

    /** Why each place that was tried for the one missing or fatal name was skipped: {@code PATH: OUTCOME}. */
    public List<String> attempts(String path) throws IOException, BadElfException {
        return resolve(path).edges().stream()
                .map(Edge::outcome)
                .flatMap(outcome -> outcome instanceof Outcome.Missing missing
                        ? missing.attempts().stream()
                        : outcome instanceof Outcome.Fatal fatal
                                ? fatal.attempts().stream()
                                : List.<Attempt>of().stream())
                .map(attempt -> attempt.path() + ": " + attempt.outcome())
                .toList();
    }

    /** {@code NAME => PATH} of each entry of an ld.so.cache, in its order. */
    public static List<String> cacheEntries(byte[] content, ByteOrder order) {
        return LdCache.parse(content, order).orElseThrow().table().orElseThrow().rows().stream()
                .map(row -> row.name() + " => " + row.path())
                .toList();
    }
}
