package dev.whittle.packaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;

/**
 * A Debian package of an unpacked release: deb(5), and Debian's policy for where things are. It has no scripts, so that
 * unpacking it is installing it.
 */
final class DebPackage {
    private static final String HOME = "usr/lib/whittle/";
    private static final Pattern GLIBC = Pattern.compile("GLIBC_2\\.([0-9]+)");
    private static final int KIB = 1024;

    /** Parts of a release that go elsewhere in a package, or are of no use there. */
    private static final List<String> NOT_AT_HOME = List.of("share", "LICENSE", "NOTICE", "README.md", "CHANGELOG.md");

    private final Path release;
    private final String version;
    private final String maintainer;
    private final Map<String, Packed> entries = new TreeMap<>();

    private DebPackage(Path release, String version, String maintainer) {
        this.release = release;
        this.version = version;
        this.maintainer = maintainer;
    }

    /** Debian's name of this machine. */
    static String architecture() {
        String arch = System.getProperty("os.arch");
        return Map.of("aarch64", "arm64", "ppc64le", "ppc64el", "x86_64", "amd64")
                .getOrDefault(arch, arch);
    }

    /** @param release the unpacked one, see {@link Distribution} */
    static void write(Path release, String version, String maintainer, Path to) throws IOException {
        DebPackage made = new DebPackage(release, version, maintainer);
        made.layOut();
        try (OutputStream file = Files.newOutputStream(to);
                ArArchiveOutputStream ar = new ArArchiveOutputStream(file)) {
            member(ar, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
            member(ar, "control.tar.gz", packed(made.control()));
            member(ar, "data.tar.gz", packed(made.data()));
        }
    }

    private void layOut() throws IOException {
        for (Packed entry : Packed.below(release, "")) {
            String top = entry.name().split("/", 2)[0];
            if (!NOT_AT_HOME.contains(top)) {
                add(moved(entry));
            }
        }
        add(new Packed.Link("usr/bin/whittle", "../lib/whittle/whittle"));
        add(new Packed.Link("usr/libexec/docker/cli-plugins/docker-whittle", "../../../lib/whittle/whittle"));
        Path share = release.resolve("share");
        for (Packed entry : Packed.below(share.resolve("man"), "usr/share/man/")) {
            if (entry instanceof Packed.Plain page) {
                add(new Packed.Content(page.name() + ".gz", gzip(Files.readAllBytes(page.file()))));
            }
        }
        add(plain("usr/share/bash-completion/completions/whittle", share.resolve(Distribution.BASH)));
        add(plain("usr/share/zsh/vendor-completions/_whittle", share.resolve(Distribution.ZSH)));
        add(plain("usr/share/fish/vendor_completions.d/whittle.fish", share.resolve(Distribution.FISH)));
        Packed.below(share.resolve("whittle"), "usr/share/whittle/").forEach(this::add);
        String documents = "usr/share/doc/whittle/";
        add(new Packed.Content(documents + "copyright", text(copyright())));
        add(new Packed.Content(documents + "changelog.gz", gzip(text(changelog()))));
        add(new Packed.Content("usr/share/lintian/overrides/whittle", resource("lintian-overrides")));
    }

    private static Packed moved(Packed entry) {
        String name = HOME + entry.name();
        if (entry instanceof Packed.Plain file) {
            return new Packed.Plain(name, file.file(), file.executable());
        }
        return entry instanceof Packed.Link link ? new Packed.Link(name, link.target()) : new Packed.Directory(name);
    }

    private static Packed plain(String name, Path file) {
        return new Packed.Plain(name, file, false);
    }

    /** With the directories above it. */
    private void add(Packed entry) {
        for (int slash = entry.name().indexOf('/');
                slash >= 0;
                slash = entry.name().indexOf('/', slash + 1)) {
            String parent = entry.name().substring(0, slash + 1);
            entries.putIfAbsent(parent, new Packed.Directory(parent));
        }
        entries.put(entry.name(), entry);
    }

    /** Names of packages begin with a dot, as dpkg-deb writes them. */
    private List<Packed> data() {
        List<Packed> all = new ArrayList<>(List.of(new Packed.Directory("./")));
        for (Packed entry : entries.values()) {
            String name = "./" + entry.name();
            if (entry instanceof Packed.Plain file) {
                all.add(new Packed.Plain(name, file.file(), file.executable()));
            } else if (entry instanceof Packed.Content content) {
                all.add(new Packed.Content(name, content.bytes()));
            } else if (entry instanceof Packed.Link link) {
                all.add(new Packed.Link(name, link.target()));
            } else {
                all.add(new Packed.Directory(name));
            }
        }
        return all;
    }

    private List<Packed> control() throws IOException {
        StringBuilder sums = new StringBuilder();
        long kib = 0;
        int libc = 0;
        for (Packed entry : entries.values()) {
            byte[] content = content(entry);
            // As dpkg-gencontrol counts: each file in whole KiB, and one for everything else.
            kib += Math.max(1, (content.length + KIB - 1) / KIB);
            if (entry instanceof Packed.Plain || entry instanceof Packed.Content) {
                sums.append(Hashes.md5(content))
                        .append("  ")
                        .append(entry.name())
                        .append('\n');
            }
            libc = Math.max(libc, neededGlibc(content));
        }
        String control = """
                Package: whittle
                Version: %s
                Architecture: %s
                Maintainer: %s
                Installed-Size: %d
                Depends: libc6 (>= 2.%d)
                Section: admin
                Priority: optional
                Description: minimal container images, and what binaries need
                 Whittle finds what a program needs to run by reading its ELF files as the
                 dynamic loader does, without running it, in roots and container images of
                 any architecture. It shows that as ldd does, writes it as a minimal layer
                 or Dockerfile, and slims existing images.
                 .
                 The package brings the Java runtime that it needs.
                """.formatted(version, architecture(), maintainer, kib, libc);
        return List.of(
                new Packed.Directory("./"),
                new Packed.Content("./control", text(control)),
                new Packed.Content("./md5sums", text(sums.toString())));
    }

    private static byte[] content(Packed entry) throws IOException {
        if (entry instanceof Packed.Plain file) {
            return Files.readAllBytes(file.file());
        }
        return entry instanceof Packed.Content content ? content.bytes() : new byte[0];
    }

    /** The newest version of glibc's symbols that an ELF file names: N of 2.N; 0 for any other file. */
    private static int neededGlibc(byte[] content) {
        if (content.length < 4 || content[0] != 0x7f || content[1] != 'E') {
            return 0;
        }
        Matcher names = GLIBC.matcher(new String(content, StandardCharsets.ISO_8859_1));
        int newest = 0;
        while (names.find()) {
            newest = Math.max(newest, Integer.parseInt(names.group(1)));
        }
        return newest;
    }

    private String copyright() throws IOException {
        StringBuilder notice = new StringBuilder();
        for (String line : Files.readAllLines(release.resolve("NOTICE"))) {
            notice.append(line.isBlank() ? " ." : " " + line).append('\n');
        }
        return new String(resource("copyright"), StandardCharsets.UTF_8).replace(" @NOTICE@\n", notice);
    }

    /** A package of the project itself, not of a distribution: it has one entry, and points at the project's own list. */
    private String changelog() {
        return """
                whittle (%s) unstable; urgency=medium

                  * See CHANGELOG.md of the project.

                 -- %s  Thu, 01 Jan 2026 00:00:00 +0000
                """.formatted(version, maintainer);
    }

    private static byte[] resource(String name) throws IOException {
        try (var in = DebPackage.class.getResourceAsStream("/deb/" + name)) {
            if (in == null) {
                throw new IOException("deb/" + name + " is not among the build's resources");
            }
            return in.readAllBytes();
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = TarGz.gzip(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private static byte[] packed(List<Packed> entries) throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        TarGz.write(entries, tar);
        return tar.toByteArray();
    }

    private static void member(ArArchiveOutputStream ar, String name, byte[] content) throws IOException {
        ar.putArchiveEntry(new ArArchiveEntry(name, content.length, 0, 0, 0100644, Packed.TIME.getEpochSecond()));
        ar.write(content);
        ar.closeArchiveEntry();
    }
}
