package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import dev.whittle.testdata.ElfBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Package files as sources, named and detected. */
class PackageSourceTest {
    private static final String LOADER = "/lib/ld-musl-x86_64.so.1";

    private final Path directory;

    PackageSourceTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        Files.write(
                directory.resolve("libc.deb"),
                deb(new TarFile().program(LOADER, ElfBuilder.x86_64().build())));
        Files.write(directory.resolve("tool.deb"), deb(tool()));
        // The tars of signature and control have no end blocks.
        byte[] signature = withoutEnd(new TarFile().file(".SIGN.RSA.key.rsa.pub", "sign"));
        byte[] control =
                withoutEnd(new TarFile().file(".PKGINFO", "pkgname = tool\n").file(".pre-install", "#!/bin/sh\n"));
        Files.write(directory.resolve("tool.apk"), join(gzip(signature), gzip(control), gzip(tool().bytes())));
    }

    @Test
    void a_debian_package_is_a_root() {
        Whittle.Result result = whittle("ldd", "--format", "list", "--from", "deb:tool.deb", "/usr/bin/tool");
        assertThat(result.out()).isEqualTo("/usr/lib/libone.so.1\n");
        assertThat(result.err()).contains("the loader " + LOADER + " cannot be used");
        assertThat(result.exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(whittle("ldd", "--format", "list", "--from", "tool.deb", "/usr/bin/tool"))
                .isEqualTo(result);
    }

    @Test
    void a_directory_of_packages_is_one_root() {
        Whittle.Result result = whittle("ldd", "--format", "list", "--from", "deb:.", "/usr/bin");
        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        assertThat(result.out()).isEqualTo(LOADER + "\n/usr/lib/libone.so.1\n");
    }

    @Test
    void an_alpine_package_is_a_root_without_its_meta_data() {
        for (String source : new String[] {"apk:tool.apk", "tool.apk", "apk:."}) {
            Whittle.Result scan = whittle("scan", source, "--format", "json");
            assertThat(scan.out()).contains("\"seen\": 2,").doesNotContain("PKGINFO");
        }
    }

    @Test
    void what_is_no_package_is_told() throws IOException {
        Files.writeString(directory.resolve("bad.deb"), "no archive");
        Whittle.Result result = whittle("ldd", "--from", "deb:bad.deb", "/x");
        assertThat(result.exit()).isEqualTo(ExitCode.INPUT);
        assertThat(result.err()).contains("bad.deb").contains("no ar archive");
        assertThat(whittle("ldd", "--from", "apk:" + Files.createDirectory(directory.resolve("none")), "/x")
                        .err())
                .contains("no *.apk in this directory");
        byte[] signature =
                gzip(new TarFile().file(".SIGN.RSA.key.rsa.pub", "sign").bytes());
        Files.write(directory.resolve("signature.apk"), signature);
        assertThat(whittle("scan", "apk:signature.apk").err()).contains("signature.apk", "without .PKGINFO");
    }

    private Whittle.Result whittle(String... arguments) {
        return Whittle.in(directory).run(arguments);
    }

    private static TarFile tool() {
        return new TarFile()
                .program(
                        "/usr/bin/tool",
                        ElfBuilder.x86_64()
                                .interpreter(LOADER)
                                .needed("libone.so.1")
                                .build())
                .program("/usr/lib/libone.so.1", ElfBuilder.x86_64().build());
    }

    private static byte[] deb(TarFile data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(RawText.bytes("!<arch>\n"));
        member(out, "debian-binary", RawText.bytes("2.0\n"));
        member(
                out,
                "control.tar.gz",
                gzip(new TarFile().file("control", "Package: tool\n").bytes()));
        member(out, "data.tar.gz", gzip(data.bytes()));
        return out.toByteArray();
    }

    private static void member(ByteArrayOutputStream out, String name, byte[] content) {
        out.writeBytes(RawText.bytes(
                String.format(Locale.ROOT, "%-16s%-12d%-6d%-6d%-8s%-10d`\n", name, 0, 0, 0, "100644", content.length)));
        out.writeBytes(content);
        out.writeBytes(new byte[content.length % 2]);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    private static byte[] withoutEnd(TarFile tar) {
        byte[] whole = tar.bytes();
        return Arrays.copyOf(whole, whole.length - 1024);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
