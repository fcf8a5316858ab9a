package dev.whittle.cli;

import dev.whittle.bytes.RawText;
import dev.whittle.image.Digest;
import dev.whittle.testdata.ElfBuilder;
import java.util.ArrayList;
import java.util.List;

/** Small images that several tests share. */
final class Images {
    private static final String LOADER = "/lib/ld-musl-x86_64.so.1";

    private Images() {}

    /** A server with a library, a script that starts it, data, and more than anyone needs. Two layers. */
    static List<byte[]> layers() {
        TarFile lower = new TarFile()
                .directory("/bin", 0755, 0, 0)
                .directory("/etc", 0755, 0, 0)
                .directory("/lib", 0755, 0, 0)
                .directory("/tmp", 01777, 0, 0)
                .directory("/root", 0700, 0, 0)
                .program(LOADER, elf().soname("libc.musl-x86_64.so.1").build())
                .program("/bin/busybox", program().build())
                .link("/bin/sh", "/bin/busybox")
                .program("/bin/unused", program().build())
                .file("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\nweb:x:101:102::/var/web:/bin/false\n")
                .file("/etc/group", "root:x:0:\nweb:x:102:\n")
                .file("/usr/share/doc/manual", "nobody reads this")
                .file("/usr/share/old", "gone in the next layer");
        TarFile upper = new TarFile()
                .program("/usr/sbin/server", program().needed("libone.so.1").build())
                .file("/usr/lib/libone.so.1.2", elf().soname("libone.so.1").build())
                .link("/usr/lib/libone.so.1", "libone.so.1.2")
                .program("/entrypoint.sh", RawText.bytes("#!/bin/sh\nexec \"$@\"\n"))
                .file("/etc/server.conf", "port=80\n")
                .directory("/var/web", 0750, 101, 102)
                .directory("/data", 02775, 101, 102)
                .file("/data/seed", "seed")
                .file("/usr/share/.wh.old", "");
        return List.of(lower.bytes(), upper.bytes());
    }

    static final String CONFIG = """
            {"User":"web","Env":["PATH=/usr/sbin:/bin","COLOUR=blue"],"Entrypoint":["/entrypoint.sh"],\
            "Cmd":["server","-c","/etc/server.conf"],"WorkingDir":"/var/web","Volumes":{"/data":{}},\
            "ExposedPorts":{"80/tcp":{}},"StopSignal":"SIGQUIT","Labels":{"a":"b"},"Unknown":{"deep":[1,2]}}""";

    /** As {@code docker save} of 20.10 writes it. */
    static byte[] dockerArchive(String tag, String config, List<byte[]> layers) {
        TarFile archive = new TarFile();
        List<String> diffIds = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (byte[] layer : layers) {
            Digest digest = Digest.sha256(layer);
            diffIds.add("\"" + digest + "\"");
            names.add("\"" + digest.hex() + "/layer.tar\"");
            archive.file(digest.hex() + "/layer.tar", layer);
        }
        String json = "{\"architecture\":\"amd64\",\"config\":" + config + ",\"created\":\"2026-01-02T03:04:05Z\","
                + "\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[" + String.join(",", diffIds) + "]}}";
        String name = Digest.sha256(RawText.bytes(json)).hex() + ".json";
        archive.file(name, json);
        String tags = tag.isEmpty() ? "null" : "[\"" + tag + "\"]";
        archive.file(
                "manifest.json",
                "[{\"Config\":\"" + name + "\",\"RepoTags\":" + tags + ",\"Layers\":[" + String.join(",", names)
                        + "]}]");
        return archive.bytes();
    }

    static byte[] server() {
        return dockerArchive("web/server:1.0", CONFIG, layers());
    }

    private static ElfBuilder program() {
        return elf().interpreter(LOADER);
    }

    private static ElfBuilder elf() {
        return ElfBuilder.x86_64();
    }
}
