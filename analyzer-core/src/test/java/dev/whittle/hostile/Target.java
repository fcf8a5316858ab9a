package dev.whittle.hostile;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.discover.language.CompiledFiles;
import dev.whittle.discover.server.NginxText;
import dev.whittle.elf.BadElfException;
import dev.whittle.elf.ElfReader;
import dev.whittle.golang.ProgramCalls;
import dev.whittle.image.BadImageException;
import dev.whittle.image.DockerManifest;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.Index;
import dev.whittle.image.LayoutIndex;
import dev.whittle.image.Manifest;
import dev.whittle.packages.Databases;
import dev.whittle.packages.InstalledPackage;
import dev.whittle.packages.PackageDatabase;
import dev.whittle.packages.PackageDatabases;
import dev.whittle.packages.RealPaths;
import dev.whittle.path.RootPath;
import dev.whittle.process.Environment;
import dev.whittle.process.Event;
import dev.whittle.process.ProcessModel;
import dev.whittle.process.Where;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.sbom.Audited;
import dev.whittle.sbom.BillReader;
import dev.whittle.script.Shebang;
import dev.whittle.source.LayerBlob;
import dev.whittle.source.LayerProgress;
import dev.whittle.source.LayeredRoot;
import dev.whittle.source.ZipArchives;
import dev.whittle.stream.Decompression;
import dev.whittle.stream.Workspace;
import dev.whittle.tar.TarEntry;
import dev.whittle.tar.TarLimits;
import dev.whittle.tar.TarReader;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeLoader;
import dev.whittle.trace.BadTraceException;
import dev.whittle.trace.TraceReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A reader of foreign bytes. A run ends normally, or with the exception that the reader uses for bad input; nothing
 * else.
 */
enum Target {
    ELF {
        @Override
        void read(byte[] input) throws IOException, BadElfException {
            ElfReader.inspect("mutant", ByteSource.of(input));
            ElfReader.imports("mutant", ByteSource.of(input));
        }
    },
    GO {
        @Override
        void read(byte[] input) throws IOException {
            ProgramCalls.of("mutant", ByteSource.of(input));
        }
    },
    LD_CACHE {
        @Override
        void read(byte[] input) throws IOException, BadElfException {
            MemoryRoot root = new MemoryRoot()
                    .file(FakeLoader.GLIBC_X86_64, RawText.of(FakeLoader.debian()))
                    .file("/opt/conf/liba.so", RawText.of(ElfBuilder.x86_64().build()))
                    .file("/etc/ld.so.cache", RawText.of(input))
                    .file(
                            "/app",
                            RawText.of(ElfBuilder.x86_64()
                                    .interpreter(FakeLoader.GLIBC_X86_64)
                                    .needed("liba.so", "libb.so", "libc1.so")
                                    .build()));
            Resolver resolver = new Resolver(root);
            resolver.resolve(resolver.open(RootPath.of("/app")), LoaderOptions.NONE.withHwcaps(List.of("x86-64-v3")));
        }
    },
    TAR {
        @Override
        void read(byte[] input) throws IOException, BadArchiveException {
            ByteSource archive = ByteSource.of(input);
            TarReader reader = new TarReader("mutant", archive, TarLimits.DEFAULT);
            for (Optional<TarEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
                drain(next.get().open(archive));
            }
        }
    },
    LAYERS {
        @Override
        void read(byte[] input) throws IOException, BadArchiveException {
            List<LayerBlob> layers = List.of(
                    new LayerBlob("lower", ByteSource.of(Corpus.lowerLayer())),
                    new LayerBlob("mutant", ByteSource.of(input)));
            try (LayeredRoot root = LayeredRoot.open(layers, workspace(), LayerProgress.NONE, 2)) {
                walk(root);
            }
        }
    },
    ZIP {
        @Override
        void read(byte[] input) throws IOException, BadArchiveException {
            try (LayeredRoot root = ZipArchives.root(ByteSource.of(input), workspace())) {
                walk(root);
            }
        }
    },
    BEAM {
        @Override
        void read(byte[] input) {
            CompiledFiles.beam(input);
        }
    },
    JAVA_CLASS {
        @Override
        void read(byte[] input) {
            CompiledFiles.javaClass(input);
        }
    },
    PACKED {
        @Override
        void read(byte[] input) throws IOException, BadArchiveException {
            try (ByteSource plain = Decompression.plain("mutant", ByteSource.of(input), workspace())) {
                drain(plain);
            }
        }
    },
    CONFIG {
        @Override
        void read(byte[] input) throws BadImageException {
            ImageConfig config = ImageConfig.parse(input, "mutant");
            config.edit(edit -> edit.user("nobody")).bytes();
        }
    },
    MANIFEST {
        @Override
        void read(byte[] input) throws BadImageException {
            BadImageException last = null;
            for (Document document : List.<Document>of(
                    Manifest::parse, Index::parse, DockerManifest::parse, LayoutIndex::parse, Index::looksLike)) {
                try {
                    document.parse(input, "mutant");
                } catch (BadImageException e) {
                    last = e;
                }
            }
            if (last != null) {
                throw last;
            }
        }
    },
    IMAGE {
        @Override
        void read(byte[] input) throws IOException, BadArchiveException, BadImageException {
            Images.read(input, workspace()).ifPresent(Target::walkQuietly);
        }
    },
    NGINX {
        @Override
        void read(byte[] input) {
            NginxText.directives(RawText.of(input));
        }
    },
    SHELL {
        @Override
        void read(byte[] input) {
            new ProcessModel(new MemoryRoot(), event -> {})
                    .shellText(
                            RawText.of(input),
                            Environment.EMPTY,
                            "/usr/bin",
                            new Where("a text", Optional.empty()),
                            Event.Certainty.STRAIGHT);
            Shebang.parse(RawText.of(input));
        }
    },
    DPKG {
        @Override
        void read(byte[] input) {
            String text = RawText.of(input);
            packages(new MemoryRoot()
                    .file("/var/lib/dpkg/status", text)
                    .file("/var/lib/dpkg/status.d/a", text)
                    .file("/var/lib/dpkg/status.d/a.md5sums", text)
                    .file("/var/lib/dpkg/diversions", text)
                    .file("/var/lib/dpkg/info/a.list", text)
                    .file("/var/lib/dpkg/info/a.md5sums", text)
                    .file("/var/lib/dpkg/info/a.conffiles", text));
        }
    },
    APK {
        @Override
        void read(byte[] input) {
            packages(new MemoryRoot().file("/lib/apk/db/installed", RawText.of(input)));
        }
    },
    RPM {
        @Override
        void read(byte[] input) {
            packages(new MemoryRoot().file("/var/lib/rpm/rpmdb.sqlite", RawText.of(input)));
        }
    },
    CHISEL {
        @Override
        void read(byte[] input) {
            packages(new MemoryRoot().file("/var/lib/chisel/manifest.wall", RawText.of(input)));
            packages(Databases.chisel(RawText.of(input)));
        }
    },
    METADATA {
        @Override
        void read(byte[] input) throws IOException {
            String text = RawText.of(input);
            bill(new MemoryRoot()
                    .file("/p/a.dist-info/METADATA", text)
                    .file("/n/node_modules/a/package.json", text)
                    .file("/g/specifications/a.gemspec", text)
                    .file("/v/composer/installed.json", text));
        }
    },
    RUST {
        @Override
        void read(byte[] input) throws IOException {
            bill(new MemoryRoot()
                    .file("/a", RawText.of(Audited.program(input)))
                    .file("/b", RawText.of(Audited.program(Audited.packed(input)))));
        }
    },
    TRACE {
        @Override
        void read(byte[] input) throws IOException {
            try {
                TraceReader.read(new ByteArrayInputStream(input), "mutant", Optional.of("/"));
            } catch (BadTraceException e) {
                // the exception for bad input
            }
        }
    },
    PRELOAD(true) {
        @Override
        long output(byte[] input) throws IOException, BadElfException, BadImageException {
            return root().starts("/usr/bin/env")
                    .file("/etc/ld.so.preload", RawText.of(input))
                    .look();
        }
    },
    ENV(true) {
        @Override
        long output(byte[] input) throws IOException, BadElfException, BadImageException {
            return root().starts("/bin/sh", "-c", "exec $A $B ${C:-d}")
                    .environment(RawText.of(input).lines().toList())
                    .look();
        }
    },
    DOCKERFILE(true) {
        @Override
        long output(byte[] input) throws IOException, BadElfException, BadImageException {
            return root().starts("/usr/bin/env").check(RawText.of(input));
        }
    },
    HTTPD(true) {
        @Override
        long output(byte[] input) throws IOException, BadElfException, BadImageException {
            return root().starts("/usr/sbin/apache2")
                    .file("/etc/apache2/apache2.conf", RawText.of(input))
                    .file("/etc/apache2/envvars", "export APACHE_LOG_DIR=/var/log\n")
                    .file("/etc/apache2/sites/a.conf", "Include /etc/apache2/sites\n")
                    .look();
        }
    },
    CRONTAB(true) {
        @Override
        long output(byte[] input) throws IOException, BadElfException, BadImageException {
            return root().starts("/usr/sbin/cron")
                    .file("/etc/crontab", RawText.of(input))
                    .look();
        }
    },
    SUPERVISORD(true) {
        @Override
        long output(byte[] input) throws IOException, BadElfException, BadImageException {
            return root().starts("/usr/bin/supervisord", "-c", "/app/supervisord.conf")
                    .file("/app/supervisord.conf", RawText.of(input))
                    .look();
        }
    },
    INITTAB(true) {
        @Override
        long output(byte[] input) throws IOException, BadElfException, BadImageException {
            return root().starts("/sbin/init")
                    .file("/sbin/init", "#!/bin/busybox\n")
                    .file("/etc/inittab", RawText.of(input))
                    .look();
        }
    },
    AWK(true) {
        @Override
        long output(byte[] input) throws IOException, BadElfException, BadImageException {
            return script("#!/usr/bin/awk -f\n", input);
        }
    },
    SED(true) {
        @Override
        long output(byte[] input) throws IOException, BadElfException, BadImageException {
            return script("#!/bin/sh\nx=$(echo a b/c | sed -e '", input);
        }
    },
    MAKEFILE(true) {
        @Override
        long output(byte[] input) throws IOException, BadElfException, BadImageException {
            return root().starts("/usr/bin/make", "-f", "/app/Makefile")
                    .file("/app/Makefile", RawText.of(input))
                    .look();
        }
    },
    EXECLINE(true) {
        @Override
        long output(byte[] input) throws IOException, BadElfException, BadImageException {
            return script("#!/bin/execlineb -P\n", input);
        }
    },
    PYTHON(true) {
        @Override
        long output(byte[] input) throws IOException, BadElfException, BadImageException {
            return root().starts("/usr/bin/python3", "/app/main.py")
                    .file("/app/main.py", RawText.of(input))
                    .look();
        }
    },
    NODE(true) {
        @Override
        long output(byte[] input) throws IOException, BadElfException, BadImageException {
            return root().starts("/usr/bin/node", "/app/main.js")
                    .file("/app/main.js", RawText.of(input))
                    .file("/app/package.json", RawText.of(input))
                    .look();
        }
    },
    PERL(true) {
        @Override
        long output(byte[] input) throws IOException, BadElfException, BadImageException {
            return script("#!/usr/bin/perl -w\n", input);
        }
    },
    PHP(true) {
        @Override
        long output(byte[] input) throws IOException, BadElfException, BadImageException {
            return script("#!/usr/bin/php\n<?php\n", input);
        }
    },
    RUBY(true) {
        @Override
        long output(byte[] input) throws IOException, BadElfException, BadImageException {
            return script("#!/usr/bin/ruby\n", input);
        }
    },
    JAR(true) {
        @Override
        long output(byte[] input) throws IOException, BadElfException, BadImageException {
            return root().starts("/usr/bin/java", "-jar", "/app/main.jar")
                    .file("/app/main.jar", RawText.of(input))
                    .look();
        }
    },
    TYPELIB(true) {
        @Override
        long output(byte[] input) throws IOException, BadElfException, BadImageException {
            return root().starts("/usr/bin/python3", "/app/main.py")
                    .libraries("/usr/bin/python3", "libpython3.11.so.1.0", "libgirepository-1.0.so.1")
                    .file("/app/main.py", "from gi.repository import Paint\n")
                    .file("/lib/girepository-1.0/Paint-1.0.typelib", RawText.of(input))
                    .file("/lib/girepository-1.0/Base-2.0.typelib", "x")
                    .look();
        }
    },
    LUA(true) {
        @Override
        long output(byte[] input) throws IOException, BadElfException, BadImageException {
            return script("#!/usr/bin/lua\n", input);
        }
    };

    /** A whole root takes about a hundred times as long as a single reader. */
    static final int WHOLE_ROOTS = 20;

    /** Limit for the output of one input. */
    private static final long MAX_BYTES = 64 << 20;

    /** A document of an image. */
    private interface Document {
        Object parse(byte[] json, String name) throws BadImageException;
    }

    private final boolean isWholeRoot;

    Target() {
        this(false);
    }

    Target(boolean isWholeRoot) {
        this.isWholeRoot = isWholeRoot;
    }

    /** Share of the inputs that this reader gets. */
    long share(long inputs) {
        return isWholeRoot ? Math.max(1, inputs / WHOLE_ROOTS) : inputs;
    }

    void read(byte[] input) throws IOException, BadElfException, BadArchiveException, BadImageException {
        throw new UnsupportedOperationException(name());
    }

    /** Reads the input, and returns the number of characters produced. */
    long output(byte[] input) throws IOException, BadElfException, BadArchiveException, BadImageException {
        read(input);
        return 0;
    }

    /** Queries all databases, and reduces them to every second path. */
    private static void packages(RootFs root) {
        PackageDatabases databases = PackageDatabases.of(root);
        RealPaths paths = new RealPaths(root);
        for (InstalledPackage installedPackage : databases.packages()) {
            installedPackage.files().forEach(path -> RootPath.of(paths.of(path)));
        }
        for (PackageDatabase each : databases.databases()) {
            each.cut(
                    installedPackage -> installedPackage.name().hashCode() % 2 == 0,
                    (installedPackage, path) -> path.length() % 2 == 0);
        }
    }

    private static void bill(RootFs root) throws IOException {
        new BillReader(new Resolver(root), root, LoaderOptions.NONE).read("mutant", 0, (done, total) -> {});
    }

    private static WholeRoot root() {
        return new WholeRoot();
    }

    private static long script(String head, byte[] input) throws IOException, BadElfException, BadImageException {
        return root().starts("/app/main")
                .file("/app/main", head + RawText.of(input))
                .look();
    }

    /**
     * Reads the input; returns whether it was accepted or rejected as bad. Any other exception is a finding, and so is
     * an input that exceeds a limit.
     */
    boolean takes(byte[] input) {
        Budget budget = new Budget();
        boolean taken = false;
        long output = 0;
        try {
            output = output(input);
            taken = true;
        } catch (BadElfException | BadArchiveException | BadImageException e) {
            taken = false;
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
        budget.check(input.length, output);
        return taken;
    }

    private static Workspace workspace() {
        return new Workspace(Path.of(System.getProperty("java.io.tmpdir")), MAX_BYTES);
    }

    private static void walkQuietly(RootFs root) {
        try {
            walk(root);
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
    }

    private static void walk(RootFs root) throws IOException {
        Deque<RootPath> pending = new ArrayDeque<>();
        pending.push(RootPath.ROOT);
        while (!pending.isEmpty()) {
            RootPath at = pending.pop();
            Node node = root.node(at).orElseThrow();
            root.extendedAttributes(at);
            if (node instanceof Node.Directory) {
                root.list(at).forEach(name -> pending.push(at.child(name)));
            } else if (node instanceof Node.RegularFile) {
                try (ByteSource content = root.open(at)) {
                    drain(content);
                }
            }
        }
    }

    /** Its start, its end, and something between: a file with holes may have any size. */
    private static void drain(ByteSource content) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        for (long position : new long[] {0, content.size() / 2, Math.max(0, content.size() - 100)}) {
            content.read(position, buffer.clear());
        }
    }
}
