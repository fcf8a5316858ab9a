package dev.whittle.cli.system;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.whittle.testdata.ElfBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Changes copies of provisioned roots into what scanners should see: other databases, and packages of languages. */
final class ScannedRoots {
    private ScannedRoots() {}

    private static void write(Path root, String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** From dpkg's own form to that of images that were put together without dpkg. */
    static void statusFiles(Path dpkg) throws IOException {
        Path directory = Files.createDirectory(dpkg.resolve("status.d"));
        for (String stanza : Files.readString(dpkg.resolve("status")).split("\n\n", -1)) {
            if (stanza.isBlank()) {
                continue;
            }
            String name = field(stanza, "Package");
            Files.writeString(directory.resolve(name), stanza + "\n");
            Path sums = dpkg.resolve("info/" + name + ".md5sums");
            if (!Files.exists(sums)) {
                sums = dpkg.resolve("info/" + name + ":" + field(stanza, "Architecture") + ".md5sums");
            }
            if (Files.exists(sums)) {
                Files.copy(sums, directory.resolve(name + ".md5sums"));
            }
        }
        Files.delete(dpkg.resolve("status"));
        try (Stream<Path> info = Files.list(dpkg.resolve("info"))) {
            for (Path file : info.toList()) {
                Files.delete(file);
            }
        }
    }

    /** From dpkg's database to the manifest of chisel, as if each package were one slice. */
    static void chisel(Path root) throws IOException, InterruptedException {
        Path dpkg = root.resolve("var/lib/dpkg");
        List<String> lines = new ArrayList<>();
        Map<String, Set<String>> slices = new TreeMap<>();
        for (String stanza : Files.readString(dpkg.resolve("status")).split("\n\n", -1)) {
            if (stanza.isBlank()) {
                continue;
            }
            String name = field(stanza, "Package");
            String architecture = field(stanza, "Architecture");
            lines.add(object(
                    "package",
                    "name",
                    name,
                    "version",
                    field(stanza, "Version"),
                    "sha256",
                    "00",
                    "arch",
                    architecture));
            lines.add(object("slice", "name", name + "_all"));
            Path list = dpkg.resolve("info/" + name + ".list");
            if (!Files.exists(list)) {
                list = dpkg.resolve("info/" + name + ":" + architecture + ".list");
            }
            for (String path : Files.readAllLines(list, StandardCharsets.ISO_8859_1)) {
                Path file = root.resolve(path.substring(1));
                if (path.length() > 2 && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    String listed = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) ? path + "/" : path;
                    lines.add(object("content", "slice", name + "_all", "path", listed));
                    slices.computeIfAbsent(listed, path2 -> new TreeSet<>()).add(name + "_all");
                }
            }
        }
        slices.forEach((path, slice) -> {
            JsonObject line = new JsonObject();
            line.addProperty("kind", "path");
            line.addProperty("path", path);
            line.addProperty("mode", "0644");
            JsonArray names = new JsonArray();
            slice.forEach(names::add);
            line.add("slices", names);
            lines.add(line.toString());
        });
        Collections.sort(lines);
        lines.add(0, "{\"jsonwall\":\"1.0\",\"schema\":\"1.0\",\"count\":" + (lines.size() + 1) + "}");
        Command.of("rm", "-r", dpkg).run().succeeds();
        write(root, "var/lib/chisel/manifest.wall", String.join("\n", lines) + "\n");
        Path manifest = root.resolve("var/lib/chisel/manifest.wall");
        Command.of("zstd", "-q", "--rm", manifest).run().succeeds();
        Files.move(manifest.resolveSibling("manifest.wall.zst"), manifest);
        // snyk knows chisel's packages of Ubuntu only.
        Path release = root.resolve("usr/lib/os-release");
        Files.delete(release);
        write(root, "usr/lib/os-release", "NAME=\"Ubuntu\"\nID=ubuntu\nVERSION_ID=\"24.04\"\n");
    }

    private static String object(String kind, String... namesAndValues) {
        JsonObject line = new JsonObject();
        line.addProperty("kind", kind);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            line.addProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return line.toString();
    }

    static String field(String stanza, String name) {
        return stanza.lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    /** A package that the program imports, and one that nothing does, in a place that nothing names. */
    static void pip(Path root) throws IOException {
        write(root, "srv/app.py", "import tiny\nprint(tiny.answer)\n");
        String place = "usr/local/lib/python3.11/dist-packages/";
        write(root, place + "tiny/__init__.py", "answer = 42\n");
        write(
                root,
                place + "tiny-1.2.dist-info/METADATA",
                "Metadata-Version: 2.1\nName: tiny\nVersion: 1.2\nLicense: MIT\n");
        write(root, place + "tiny-1.2.dist-info/RECORD", "tiny/__init__.py,,\ntiny-1.2.dist-info/METADATA,,\n");
        write(
                root,
                "opt/unused/lib/python3.11/site-packages/gone-1.dist-info/METADATA",
                "Metadata-Version: 2.1\nName: gone\nVersion: 1\n");
        write(root, "opt/unused/lib/python3.11/site-packages/gone.py", "x = 1\n");
    }

    /** Packages beside the program, one below another, and one that belongs to another program. */
    static void npm(Path root) throws IOException {
        write(root, "srv/app.js", "require('semver');\n");
        write(
                root,
                "srv/node_modules/semver/package.json",
                "{\"name\":\"semver\",\"version\":\"7.0.0\",\"license\":\"ISC\",\"main\":\"index.js\"}\n");
        write(root, "srv/node_modules/semver/index.js", "require('@a/code');\n");
        write(
                root,
                "srv/node_modules/semver/node_modules/@a/code/package.json",
                "{\"name\":\"@a/code\",\"version\":\"1.0.0\"}\n");
        write(root, "srv/node_modules/semver/node_modules/@a/code/index.js", "\n");
        write(root, "opt/other/node_modules/gone/package.json", "{\"name\":\"gone\",\"version\":\"1.0.0\"}\n");
        write(root, "opt/other/node_modules/gone/index.js", "\n");
        Path program = root.resolve("usr/local/bin/hello");
        Files.createDirectories(program.getParent());
        Files.write(program, audited());
        if (!program.toFile().setExecutable(true, false)) {
            throw new IOException(program + " cannot be made executable");
        }
    }

    /** A program with the section that cargo-auditable writes. */
    private static byte[] audited() throws IOException {
        ByteArrayOutputStream section = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(section)) {
            deflater.write(("{\"packages\":[{\"name\":\"adler\",\"version\":\"1.0.2\",\"source\":\"crates.io\"},"
                            + "{\"name\":\"cc\",\"version\":\"1.0.73\",\"source\":\"crates.io\",\"kind\":\"build\"},"
                            + "{\"name\":\"hello\",\"version\":\"0.1.0\",\"source\":\"local\",\"dependencies\":[0],"
                            + "\"root\":true}]}")
                    .getBytes(StandardCharsets.UTF_8));
        }
        byte[] names = "\0.shstrtab\0.dep-v0\0".getBytes(StandardCharsets.ISO_8859_1);
        byte[] program = ElfBuilder.x86_64().build();
        int content = program.length + names.length;
        int headers = content + section.size();
        ByteBuffer file = ByteBuffer.allocate(headers + 3 * 64).order(ByteOrder.LITTLE_ENDIAN);
        file.put(program).put(names).put(section.toByteArray()).put(new byte[64]);
        header(file, 1, 3, program.length, names.length);
        header(file, 11, 1, content, section.size());
        file.putLong(40, headers)
                .putShort(58, (short) 64)
                .putShort(60, (short) 3)
                .putShort(62, (short) 1);
        return file.array();
    }

    private static void header(ByteBuffer file, int name, int type, long offset, long size) {
        file.putInt(name).putInt(type).putLong(0).putLong(0).putLong(offset).putLong(size);
        file.put(new byte[24]);
    }

    /** A gem that the program requires. */
    static void gem(Path root) throws IOException {
        write(root, "srv/app.rb", "require 'tiny'\n");
        String place = "var/lib/gems/3.1.0/";
        write(root, place + "gems/tiny-1.2/lib/tiny.rb", "ANSWER = 42\n");
        write(root, place + "specifications/tiny-1.2.gemspec", """
                # -*- encoding: utf-8 -*-
                # stub: tiny 1.2 ruby lib

                Gem::Specification.new do |s|
                  s.name = "tiny".freeze
                  s.version = "1.2"
                  s.licenses = ["MIT".freeze]
                  s.require_paths = ["lib".freeze]
                end
                """);
    }

    /** An archive of a whole application, with another in it. */
    static void java(Path root) throws IOException {
        Files.createDirectories(root.resolve("srv"));
        byte[] inner = zip(Map.of("META-INF/maven/org.example/inner/pom.properties", properties("inner", "2.0")));
        Files.write(
                root.resolve("srv/app.jar"),
                zip(new TreeMap<>(Map.of(
                        "META-INF/MANIFEST.MF",
                        "Manifest-Version: 1.0\r\nMain-Class: app.Main\r\n\r\n".getBytes(StandardCharsets.UTF_8),
                        "META-INF/maven/org.example/app/pom.properties",
                        properties("app", "1.0"),
                        "BOOT-INF/lib/inner-2.0.jar",
                        inner))));
    }

    private static byte[] properties(String artifact, String version) {
        return ("groupId=org.example\nartifactId=" + artifact + "\nversion=" + version + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
