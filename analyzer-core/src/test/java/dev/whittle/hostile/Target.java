package dev.whittle.hostile;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.hidden.NginxText;
import dev.whittle.elf.BadElfException;
import dev.whittle.elf.ElfReader;
import dev.whittle.image.BadImageException;
import dev.whittle.image.DockerManifest;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.Index;
import dev.whittle.image.LayoutIndex;
import dev.whittle.image.Manifest;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.LoaderOptions;
import dev.whittle.resolve.Resolver;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.script.Shebang;
import dev.whittle.script.ShellWords;
import dev.whittle.source.LayerBlob;
import dev.whittle.source.LayerProgress;
import dev.whittle.source.LayeredRoot;
import dev.whittle.stream.Decompression;
import dev.whittle.stream.Workspace;
import dev.whittle.tar.TarEntry;
import dev.whittle.tar.TarLimits;
import dev.whittle.tar.TarReader;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeLoader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What reads foreign bytes. A run ends in silence, or with what the reader's boundary says of bad input; nothing else. */
enum Target {
    ELF {
        @Override
        void read(byte[] input) throws IOException, BadElfException {
            ElfReader.inspect("mutant", ByteSource.of(input));
            ElfReader.imports("mutant", ByteSource.of(input));
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
            ShellWords.of(RawText.of(input), "/usr/bin");
            Shebang.parse(RawText.of(input));
        }
    };

    /** What comes out of one input at most. */
    private static final long MAX_BYTES = 64 << 20;

    /** A document of an image. */
    private interface Document {
        Object parse(byte[] json, String name) throws BadImageException;
    }

    abstract void read(byte[] input) throws IOException, BadElfException, BadArchiveException, BadImageException;

    /** Reads the input; whether it was taken, or refused as bad. Whatever else is thrown is a finding. */
    boolean takes(byte[] input) {
        try {
            read(input);
            return true;
        } catch (BadElfException | BadArchiveException | BadImageException e) {
            return false;
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
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

    /** Its beginning, its end, and something between: a file with holes may be of any size. */
    private static void drain(ByteSource content) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        for (long position : new long[] {0, content.size() / 2, Math.max(0, content.size() - 100)}) {
            content.read(position, buffer.clear());
        }
    }
}
