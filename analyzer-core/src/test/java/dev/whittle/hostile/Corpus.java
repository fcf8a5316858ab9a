package dev.whittle.hostile;

import dev.whittle.bytes.RawText;
import dev.whittle.discover.language.CompiledFiles;
import dev.whittle.golang.GoFile;
import dev.whittle.packages.Databases;
import dev.whittle.sbom.Audited;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.ImageBuilder;
import dev.whittle.testdata.ImageFiles;
import dev.whittle.testdata.TarBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Real small files from which inputs are derived: those of the conformance suite, and archives and images with all
 * features.
 */
final class Corpus {
    private static final long SMALL = 64 << 10;

    private final Path checkout;

    /** @param checkout of the project, whose testdata is read */
    Corpus(Path checkout) {
        this.checkout = checkout;
    }

    List<byte[]> of(Target target) throws IOException {
        return switch (target) {
            case ELF -> files(path -> isElf(path));
            case GO -> List.of(GoFile.amd64(), GoFile.arm64());
            case LD_CACHE -> files(path -> path.endsWith("ld.so.cache"));
            case TAR, LAYERS -> List.of(oddTar(), upperLayer(), lowerLayer());
            case ZIP, JAR -> List.of(zip());
            case BEAM -> List.of(CompiledFiles.beam());
            case JAVA_CLASS -> List.of(javaClass());
            case TYPELIB -> List.of(CompiledFiles.typelib());
            case PACKED -> List.of(gzip(oddTar()), zstd(lowerLayer()), gzip(new byte[1 << 16]));
            case CONFIG -> List.of(text(CONFIG), text("{}"));
            case MANIFEST -> List.of(text(MANIFEST), text(INDEX), text(DOCKER));
            case IMAGE -> images();
            case NGINX -> List.of(text(NGINX));
            case DPKG -> List.of(text(Databases.STATUS), text(DPKG));
            case APK -> List.of(text(Databases.INSTALLED));
            case RPM -> List.of(Databases.rpm());
            case CHISEL -> List.of(text(Databases.MANIFEST), Databases.packed(RawText.bytes(Databases.MANIFEST)));
            case METADATA -> List.of(text(PYTHON_METADATA), text(PACKAGE_JSON), text(GEM), text(COMPOSER));
            case RUST -> List.of(text(Audited.JSON), Audited.packed(RawText.bytes(Audited.JSON)));
            case TRACE -> List.of(text(TRACE), text(LOADER_TRACE));
            case PRELOAD -> List.of(text("/lib/libc.so.6:libx.so\n#\n/app/$LIB/a.so"));
            case ENV -> List.of(text(ENV));
            case DOCKERFILE -> List.of(text(DOCKERFILE));
            case HTTPD -> List.of(text(HTTPD));
            case CRONTAB ->
                List.of(text("PATH=/usr/bin\n17 * * * * root cd / && env -i sh -c 'a|b'\n@daily root a%b\n"));
            case SUPERVISORD -> List.of(text(SUPERVISORD));
            case INITTAB -> List.of(text("::sysinit:/bin/sh -c 'a'\nid:3:respawn:-/bin/sh\n#x\n::once:env a\n"));
            case AWK ->
                List.of(
                        text(
                                "BEGIN { \"ls /app\" | getline x; system(\"sh -c \" x); print > \"/tmp/a\" }\n/a\\/b/ { close(c) }\n"));
            case SED -> List.of(text("s/a/\\/x&/g; /b/,$d' -e 'y/ab/cd/')\nexec \"$x\"\n"));
            case MAKEFILE ->
                List.of(
                        text(
                                "A := $(shell ls /app)\n-include x.mk\nall: b\n\t@$(A) -x $@ && sh -c '$(B:.c=.o)'\nifdef A\nb:\nendif\n"));
            case EXECLINE ->
                List.of(
                        text(
                                "importas -D /app A A\nif { s6-test -e $A }\nforeground { \"a b\" }\nexecline-cd /app env ${A}\n"));
            case PYTHON -> List.of(text(PYTHON));
            case NODE ->
                List.of(
                        text(
                                "const {spawn} = require('child_process'); import x from './x';\nspawn('sh', ['-c', `a ${b}`]); require(\"a/b\");\n"));
            case PERL ->
                List.of(text(
                        "use lib '/app'; use A::B; require 'c.pl'; system(\"ls $x\"); my $o = `id`; exec {'a'} @b;\n"));
            case PHP ->
                List.of(text(
                        "require_once __DIR__ . '/a.php'; exec(\"ls {$a}\"); $x = `id`; fopen('/app/d.conf', 'r');\n"));
            case RUBY ->
                List.of(
                        text(
                                "require 'json'; require_relative 'a'; system(\"ls\", '-l'); x = %x(id #{a}); File.read('/app/d.conf')\n"));
            case LUA ->
                List.of(text(
                        "local a = require('b.c'); os.execute('ls ' .. x); io.popen([[id]]); dofile('/app/d.conf')\n"));
            case SHELL -> List.of(text(SHELL), text("#!/usr/bin/env -S sh -e\nexec \"$@\"\n"));
        };
    }

    /** A jar with classes, a native library, a manifest and another jar. */
    private static byte[] zip() throws IOException {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(inner)) {
            add(zip, "A.class", javaClass());
        }
        ByteArrayOutputStream outer = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(outer)) {
            add(zip, "META-INF/MANIFEST.MF", text("Main-Class: A\nClass-Path: b.jar\n"));
            add(zip, "A.class", javaClass());
            add(zip, "lib/libone.so", ElfBuilder.x86_64().needed("libc.so.6").build());
            add(zip, "inner.jar", inner.toByteArray());
        }
        return outer.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
    }

    /** This one. */
    private static byte[] javaClass() throws IOException {
        try (InputStream in = Corpus.class.getResourceAsStream("Corpus.class")) {
            return in.readAllBytes();
        }
    }

    private static final String PYTHON_METADATA =
            "Name: a\nVersion: 1\nLicense: MIT\nClassifier: License :: OSI Approved :: X\n y\n\nName: b\n";
    private static final String PACKAGE_JSON =
            "{\"name\":\"@a/b\",\"version\":\"1\",\"licenses\":[{\"type\":\"MIT\"},\"X\"],\"x\":[{\"y\":null}]}";
    private static final String GEM = """
            Gem::Specification.new do |s|
              s.name = "a".freeze
              s.version = Gem::Version.new("1")
              s.licenses = ["MIT".freeze, 'X']
            end
            """;
    private static final String COMPOSER =
            "{\"packages\":[{\"name\":\"a/b\",\"version\":\"v1\",\"license\":[\"MIT\"]},1],\"dev\":true}";

    static byte[] lowerLayer() {
        return new TarBuilder()
                .directory("usr/")
                .directory("usr/lib/")
                .link("lib", "usr/lib")
                .file("usr/lib/a", "a")
                .hardLink("usr/lib/b", "usr/lib/a")
                .file("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n")
                .build();
    }

    private static byte[] upperLayer() {
        return new TarBuilder()
                .file("usr/lib/.wh.a", "")
                .file("etc/.wh..wh..opq", "")
                .file("lib/c", "c")
                .hardLink("d", "lib/c")
                .link("loop", "loop/loop")
                .link("up", "../../../etc")
                .file("up/new", "new")
                .build();
    }

    /** A header of each kind. */
    private static byte[] oddTar() {
        return new TarBuilder()
                .pax(
                        "path",
                        "long/" + "n".repeat(200),
                        "SCHILY.xattr.security.capability",
                        "\1\0\0\2\377\0",
                        "mtime",
                        "1.5")
                .file("short", "content")
                .longName("gnu/" + "n".repeat(120))
                .file("cut", "x".repeat(700))
                .longLink("t".repeat(150))
                .link("l", "cut")
                .global("comment", "all")
                .pax(
                        "GNU.sparse.major",
                        "1",
                        "GNU.sparse.minor",
                        "0",
                        "GNU.sparse.realsize",
                        "4096",
                        "GNU.sparse.name",
                        "s")
                .add(new TarBuilder.Header("sparse").content("1\n1024\n3\n" + "\0".repeat(503) + "abc"))
                .pax(
                        "GNU.sparse.size",
                        "100",
                        "GNU.sparse.numblocks",
                        "1",
                        "GNU.sparse.offset",
                        "1",
                        "GNU.sparse.numbytes",
                        "2")
                .file("sparse0", "ab")
                .add(new TarBuilder.Header("device").type('3').device(1, 3))
                .add(new TarBuilder.Header("fifo").type('6'))
                .add(new TarBuilder.Header("big").binary(108, 8, 3_000_000).content("b"))
                .build();
    }

    private static List<byte[]> images() {
        ImageBuilder image = ImageBuilder.of(lowerLayer(), upperLayer())
                .tag("a:1")
                .config("\"Cmd\":[\"/usr/lib/a\"],\"Env\":[\"PATH=/bin\"]");
        ImageFiles legacy = new ImageFiles();
        legacy.put("manifest.json", "[" + image.legacy(legacy) + "]");
        ImageFiles blobs = new ImageFiles();
        blobs.put("manifest.json", "[" + image.blobs(blobs) + "]");
        return List.of(legacy.tar(), blobs.tar());
    }

    private interface Wanted {
        boolean is(Path path) throws IOException;
    }

    private List<byte[]> files(Wanted wanted) throws IOException {
        List<byte[]> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(checkout.resolve("testdata/conformance"))) {
            for (Path path : files.filter(Files::isRegularFile).sorted().toList()) {
                if (Files.size(path) < SMALL && wanted.is(path)) {
                    all.add(Files.readAllBytes(path));
                }
            }
        }
        all.add(ElfBuilder.x86_64().needed("liba.so").build());
        return all;
    }

    private static boolean isElf(Path path) throws IOException {
        try (var in = Files.newInputStream(path)) {
            return RawText.of(in.readNBytes(4)).equals("\177ELF");
        }
    }

    private static byte[] text(String raw) {
        return RawText.bytes(raw);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    private static byte[] zstd(byte[] plain) {
        return com.github.luben.zstd.Zstd.compress(plain);
    }

    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    private static final String CONFIG =
            "{\"architecture\":\"amd64\",\"os\":\"linux\",\"created\":\"2024-05-06T07:08:09Z\","
                    + "\"config\":{\"User\":\"web:1\",\"Env\":[\"A=b\",\"PATH=/bin\"],\"Entrypoint\":[\"/a\"],\"Cmd\":[\"-c\"],"
                    + "\"Volumes\":{\"/data\":{}},\"WorkingDir\":\"/w\",\"Labels\":{\"a\":\"b\"},\"Shell\":[\"/bin/sh\",\"-c\"],"
                    + "\"Healthcheck\":{\"Test\":[\"CMD\",\"/h\"],\"Interval\":1e9}},\"history\":[{\"created_by\":\"x\"}],"
                    + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + DIGEST + "\"]}}";

    private static final String DESCRIPTOR =
            "{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"" + DIGEST
                    + "\",\"size\":7,\"platform\":{\"os\":\"linux\",\"architecture\":\"arm\",\"variant\":\"v7\"},"
                    + "\"annotations\":{\"org.opencontainers.image.ref.name\":\"a\"}}";

    private static final String MANIFEST =
            "{\"schemaVersion\":2,\"config\":" + DESCRIPTOR + ",\"layers\":[" + DESCRIPTOR + "]}";

    private static final String INDEX = "{\"schemaVersion\":2,\"manifests\":[" + DESCRIPTOR + "," + DESCRIPTOR + "]}";

    private static final String DOCKER =
            "[{\"Config\":\"a.json\",\"RepoTags\":[\"a:1\",null],\"Layers\":[\"a/layer.tar\"]}]";

    private static final String DPKG = """
            Package: a
            Status: install ok installed
            Version: 1
            Source: b (2)

            /.
            /usr/bin/a
            /usr/bin/a.real
            b
            0123456789abcdef0123456789abcdef  usr/bin/a
            """;

    private static final String TRACE = """
            12 execve("/bin/sh", ["sh", "-c", "a"], 0x7ffe /* 3 vars */) = 0
            12 openat(AT_FDCWD, "/etc/a\\"b", O_RDONLY|O_CLOEXEC) = 3</etc/ab>
            [pid 13] chdir("x" <unfinished ...>
            [pid 13] <... chdir resumed>) = 0
            12 clone(child_stack=NULL, flags=SIGCHLD) = 14
            12 +++ exited with 0 +++
            """;

    private static final String LOADER_TRACE = """
                   12:\tfind library=liba.so [0]; searching
                   12:\t search path=/lib:/usr/lib\t\t(system search path)
                   12:\t  trying file=/lib/liba.so
                   12:\tcalling init: /lib/liba.so
            """;

    private static final String ENV = """
            PATH=/bin:/usr/bin
            LD_LIBRARY_PATH=/app:$ORIGIN/lib;
            LD_PRELOAD=libx.so /lib/libc.so.6
            LD_AUDIT=a:b
            A=/usr/bin/env
            B=a b
            PYTHONPATH=/app
            """;

    private static final String DOCKERFILE = """
            # escape=`
            ARG A=1
            FROM scratch AS build
            ENV B=${A:-x} C="a b"
            COPY --from=build --chown=1:2 ["/app/d.conf", "/x/"]
            COPY --from=build /app/*.conf `
                 /y/
            RUN <<EOF
            a
            EOF
            """;

    private static final String HTTPD = """
            ServerRoot "/etc/apache2"
            Define A ${APACHE_LOG_DIR}/x
            LoadModule m_module modules/m.so
            <IfDefine A>
            Include sites/*.conf
            IncludeOptional sites
            </IfDefine>
            CustomLog "|/bin/sh -c 'a \\"b\\"'" combined
            DocumentRoot "/srv"
            """;

    private static final String SUPERVISORD = """
            [supervisord]
            nodaemon=true ; x
            [program:a]
            command=/bin/sh -c "exec env %(ENV_A)s"
            environment=A="b",C=d
            directory=/app
            [include]
            files = /app/*.conf
            """;

    private static final String PYTHON = """
            import os, subprocess as s
            from .b import c
            x = "a" + 'b' % 1
            s.run(["ls", x, f"{x}/b"], shell=True)
            os.execvp("sh", ["sh"])
            open(r"/app/d.conf").read(); __import__("b.c"); \"""text\"""
            """;

    private static final String NGINX = """
            user www "www data"; # who
            worker_processes auto;
            http { include /etc/nginx/mime.types; server { listen 80; root '/srv/\\'www'; location ~ \\.php$ { return 200 "a;b"; } } }
            """;

    private static final String SHELL = """
            #!/bin/sh -e
            . /etc/default/app; name=${1:-server}; case "$name" in a|b) exec "/usr/sbin/$name" -c '/etc/a b' ;; esac
            cat <<EOF | sed "s/x/$(id -u)/" >/tmp/x
            $(/bin/echo `hostname`) ${name%%.*} $((1 + 2))
            EOF
            if [ -x /usr/bin/env ]; then for i in 1 2; do eval "run_$i" "$@" & done; fi
            """;
}
