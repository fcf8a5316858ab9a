package dev.whittle.packages;

import dev.whittle.bytes.RawText;
import dev.whittle.rootfs.MemoryRoot;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** Databases for tests. */
public final class Databases {
    public static final String STATUS = """
            Package: libc6
            Status: install ok installed
            Priority: optional
            Architecture: amd64
            Multi-Arch: same
            Source: glibc (2.36-9+deb12u4)
            Version: 2.36-9
            Depends: libgcc-s1, libcrypt1 (>= 1:4.4.10-10~)
            Conffiles:
             /etc/ld.so.conf.d/x.conf d4e7a7b88a71b5ffd9e2644e71a0cfab
            Description: GNU C Library
             with a second line
             .
             Package: none

            Package: tool
            Status: install ok installed
            Architecture: all
            Version: 1:2.0-1
            Recommends: extra | other, more:any

            Package: documented
            Status: install ok installed
            Architecture: all
            Version: 3
            Source: docs

            Package: removed
            Status: deinstall ok config-files
            Architecture: all
            Version: 0
            """;

    public static final String INSTALLED = """
            C:Q1abc=
            P:musl
            V:1.2.4-r2
            A:x86_64
            S:383152
            T:the musl c library
            L:MIT
            o:musl
            D:so:other.so
            p:so:libc.musl-x86_64.so.1=1
            F:lib
            R:ld-musl-x86_64.so.1
            a:0:0:755
            Z:Q1ld=
            R:libc.musl-x86_64.so.1
            a:0:0:777
            Z:Q1libc=

            P:busybox
            V:1.36-r15
            A:x86_64
            L:GPL-2.0-only
            o:busybox-source
            F:bin
            M:0:0:1777
            R:busybox
            a:0:0:755
            Z:Q1bb=
            F:etc
            F:etc/network
            F:etc/network/if-up.d
            R:dad
            a:0:0:775
            Z:Q1dad=
            F:usr/share/man/man1
            R:busybox.1
            Z:Q1man=

            """;

    private Databases() {}

    /** dpkg's, on a root where /lib is a link. */
    public static MemoryRoot dpkg() {
        return new MemoryRoot()
                .file("/var/lib/dpkg/status", STATUS)
                .file("/var/lib/dpkg/arch", "amd64\ni386\n")
                .file("/var/lib/dpkg/info/format", "1\n")
                .file("/var/lib/dpkg/info/libc6:amd64.list", """
                        /.
                        /etc
                        /etc/ld.so.conf.d
                        /etc/ld.so.conf.d/x.conf
                        /lib
                        /lib/libc.so.6
                        /lib/libm.so.6
                        /usr
                        /usr/share/doc/libc6/copyright
                        """)
                .file("/var/lib/dpkg/info/libc6:amd64.md5sums", """
                        0123456789abcdef0123456789abcdef  lib/libc.so.6
                        1123456789abcdef0123456789abcdef  lib/libm.so.6
                        2123456789abcdef0123456789abcdef  usr/share/doc/libc6/copyright
                        """)
                .file("/var/lib/dpkg/info/libc6:amd64.conffiles", "/etc/ld.so.conf.d/x.conf\n")
                .file("/var/lib/dpkg/info/libc6:amd64.postinst", "#!/bin/sh\n")
                .file("/var/lib/dpkg/info/tool.list", "/.\n/usr\n/usr/bin\n/usr/bin/tool\n/usr/bin/other\n")
                .file("/var/lib/dpkg/info/tool.md5sums", "0123456789abcdef0123456789abcdef  usr/bin/other\n")
                .file("/var/lib/dpkg/info/documented.list", "/.\n/usr/share/doc/documented/NEWS\n/usr/bin/documented\n")
                .file("/var/lib/dpkg/info/documented.md5sums", "")
                .file("/var/lib/dpkg/info/removed.list", "/etc/removed.conf\n")
                .file("/var/lib/dpkg/diversions", "/usr/bin/tool\n/usr/bin/tool.real\n:\n/a\n/b\nc\n")
                .file("/usr/lib/libc.so.6", "c")
                .file("/usr/lib/libm.so.6", "m")
                .link("/lib", "usr/lib")
                .file("/usr/bin/tool.real", "tool")
                .file("/usr/bin/other", "other")
                .file("/usr/bin/documented", "documented")
                .file("/usr/share/doc/documented/NEWS", "news");
    }

    public static MemoryRoot apk() {
        return new MemoryRoot()
                .file("/lib/apk/db/installed", INSTALLED)
                .file("/etc/apk/world", "busybox>1@edge\nmusl\nbusybox-extras\n");
    }

    /** A manifest as chisel writes it: sorted, with a header that counts itself. */
    public static final String MANIFEST = """
            {"jsonwall":"1.0","schema":"1.0","count":17}
            {"kind":"content","slice":"base-files_chisel","path":"/var/lib/chisel/manifest.wall"}
            {"kind":"content","slice":"base-files_var","path":"/usr/lib/"}
            {"kind":"content","slice":"libc6_copyright","path":"/usr/share/doc/libc6/copyright"}
            {"kind":"content","slice":"libc6_libs","path":"/usr/lib/"}
            {"kind":"content","slice":"libc6_libs","path":"/usr/lib/libc.so.6"}
            {"kind":"package","name":"base-files","version":"13","sha256":"aa","arch":"amd64"}
            {"kind":"package","name":"libc6","version":"2.39-0ubuntu8","sha256":"bb","arch":"amd64"}
            {"kind":"path","path":"/usr/lib/","mode":"0755","slices":["base-files_var","libc6_libs"]}
            {"kind":"path","path":"/usr/lib/libc.so.6","mode":"0644","slices":["libc6_libs"],"sha256":"cc","size":1}
            {"kind":"path","path":"/usr/share/doc/libc6/copyright","mode":"0644","slices":["libc6_copyright"],"size":1}
            {"kind":"path","path":"/var/lib/chisel/manifest.wall","mode":"0644","slices":["base-files_chisel"]}
            {"kind":"slice","name":"base-files_chisel"}
            {"kind":"slice","name":"base-files_var"}
            {"kind":"slice","name":"libc6_all"}
            {"kind":"slice","name":"libc6_copyright"}
            {"kind":"slice","name":"libc6_libs"}
            """;

    /** chisel's, in a root with what it lists. */
    public static MemoryRoot chisel() {
        return chisel(MANIFEST)
                .file("/usr/lib/libc.so.6", "c")
                .file("/usr/share/doc/libc6/copyright", "c")
                .file("/etc/os-release", "ID=ubuntu\nVERSION_ID=24.04\n");
    }

    /** A root with only this manifest. */
    public static MemoryRoot chisel(String manifest) {
        return new MemoryRoot().file("/var/lib/chisel/manifest.wall", RawText.of(packed(RawText.bytes(manifest))));
    }

    public static byte[] packed(byte[] plain) {
        return com.github.luben.zstd.Zstd.compress(plain);
    }

    /** A database that rpm 4.18 wrote, of the packages of testdata/rpm-packages. */
    public static byte[] rpm() throws IOException {
        try (InputStream in =
                new GZIPInputStream(Objects.requireNonNull(Databases.class.getResourceAsStream("rpmdb.sqlite.gz")))) {
            return in.readAllBytes();
        }
    }

    public static MemoryRoot rpmRoot() throws IOException {
        return new MemoryRoot().file("/usr/lib/sysimage/rpm/rpmdb.sqlite", RawText.of(rpm()));
    }
}
