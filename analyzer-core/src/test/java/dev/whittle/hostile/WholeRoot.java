package dev.whittle.hostile;

import dev.whittle.bytes.RawText;
import dev.whittle.closure.Closure;
import dev.whittle.closure.ClosureCalculator;
import dev.whittle.closure.ClosureRequest;
import dev.whittle.closure.Finding;
import dev.whittle.closure.Hwcaps;
import dev.whittle.closure.start.BadStartException;
import dev.whittle.closure.start.StartPlan;
import dev.whittle.discover.Catalogue;
import dev.whittle.discover.evidence.FamilyChoice;
import dev.whittle.discover.evidence.ProcessEnvironment;
import dev.whittle.dockerfile.ContextFiles;
import dev.whittle.dockerfile.CopyCheck;
import dev.whittle.dockerfile.CopyPlan;
import dev.whittle.dockerfile.CopyPlanner;
import dev.whittle.elf.BadElfException;
import dev.whittle.image.BadImageException;
import dev.whittle.image.ImageConfig;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An input as one file of a small root, with all analyses: what an image starts, needs, reads and hides. */
final class WholeRoot {
    private static final List<String> PROGRAMS = List.of(
            "/bin/sh",
            "/bin/busybox",
            "/bin/execlineb",
            "/usr/bin/awk",
            "/usr/bin/env",
            "/usr/bin/java",
            "/usr/bin/lua",
            "/usr/bin/make",
            "/usr/bin/node",
            "/usr/bin/perl",
            "/usr/bin/php",
            "/usr/bin/python3",
            "/usr/bin/ruby",
            "/usr/bin/sed",
            "/usr/bin/supervisord",
            "/usr/sbin/cron");

    private final MemoryRoot root = new MemoryRoot();
    private String members = "";

    WholeRoot() {
        root.file(FakeLoader.GLIBC_X86_64, RawText.of(FakeLoader.debian()))
                .file("/lib/libc.so.6", RawText.of(ElfBuilder.x86_64().build()))
                .file("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\n")
                .file("/srv/page", "x")
                .file("/app/b/c.py", "import a\n")
                .file("/app/d.conf", "x=1\n");
        PROGRAMS.forEach(path -> root.file(path, program()));
        root.file(
                "/usr/sbin/apache2",
                RawText.of(ElfBuilder.x86_64()
                        .interpreter(FakeLoader.GLIBC_X86_64)
                        .data(" -D HTTPD_ROOT=\"/etc/apache2\"", " -D SERVER_CONFIG_FILE=\"apache2.conf\"")
                        .build()));
    }

    private static String program() {
        return program("libc.so.6");
    }

    private static String program(String... libraries) {
        return RawText.of(ElfBuilder.x86_64()
                .interpreter(FakeLoader.GLIBC_X86_64)
                .needed(libraries)
                .imports("execve", "open", "dlopen")
                .build());
    }

    /** Libraries that a program loads. */
    WholeRoot libraries(String program, String... names) {
        for (String name : names) {
            root.file("/lib/" + name, RawText.of(ElfBuilder.x86_64().build()));
        }
        root.file(program, program(names));
        return this;
    }

    WholeRoot file(String path, String content) {
        root.file(path, content);
        return this;
    }

    /** @param words of the Entrypoint */
    WholeRoot starts(String... words) {
        StringBuilder list = new StringBuilder();
        for (String word : words) {
            list.append(list.isEmpty() ? "" : ",").append('"').append(word).append('"');
        }
        members += (members.isEmpty() ? "" : ",") + "\"Entrypoint\":[" + list + "]";
        return this;
    }

    /** @param lines {@code NAME=VALUE} */
    WholeRoot environment(List<String> lines) {
        StringBuilder list = new StringBuilder();
        for (String line : lines) {
            list.append(list.isEmpty() ? "" : ",").append('"');
            for (int i = 0; i < line.length(); i++) {
                list.append(String.format("\\u%04x", (int) line.charAt(i)));
            }
            list.append('"');
        }
        members += (members.isEmpty() ? "" : ",") + "\"Env\":[" + list + "]";
        return this;
    }

    /** Number of characters produced. */
    long look() throws IOException, BadElfException, BadImageException {
        try {
            return output(closure());
        } catch (BadStartException e) {
            return 0;
        }
    }

    /** @param dockerfile is compared with what should be copied from the root */
    long check(String dockerfile) throws IOException, BadElfException, BadImageException {
        try {
            Closure closure = closure();
            CopyPlan plan =
                    CopyPlanner.plan(root, closure, Optional.empty(), LoaderOptions.NONE, new ContextFiles(Map.of()));
            CopyCheck.stages(dockerfile);
            return CopyCheck.of(dockerfile, "build", root, closure.selection(), plan).faults().stream()
                    .mapToLong(fault -> fault.text().length())
                    .sum();
        } catch (BadStartException e) {
            return 0;
        }
    }

    private Closure closure() throws IOException, BadElfException, BadImageException, BadStartException {
        String json = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{" + members + "}}";
        ImageConfig config = ImageConfig.parse(json.getBytes(StandardCharsets.UTF_8), "config");
        Resolver resolver = new Resolver(root);
        StartPlan plan = StartPlan.of(config, root);
        ProcessEnvironment surroundings =
                new ProcessEnvironment(Optional.of(config), StartPlan.commands(config), LoaderOptions.NONE, true);
        FamilyChoice choice = new FamilyChoice(Set.of(), Set.of()).keeping(FamilyChoice.Keep.GENEROUS);
        return ClosureCalculator.calculate(
                resolver,
                new ClosureRequest(List.of(), List.of(), List.of(), LoaderOptions.NONE, Hwcaps.NONE)
                        .withStarted(plan.started())
                        .withCommands(StartPlan.commands(config))
                        .withHidden(new Catalogue(resolver, surroundings, choice)));
    }

    private static long output(Closure closure) {
        long length = 0;
        for (Closure.Hidden hidden : closure.hidden()) {
            Finding finding = hidden.finding();
            length += finding.evidence().length()
                    + 16L * (finding.paths().size() + finding.trees().size());
        }
        return length + 64L * closure.selection().all().size();
    }
}
