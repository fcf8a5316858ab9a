package dev.whittle.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Assembles a release that runs without a JDK: the launcher, the jar, a runtime of the modules that the tool uses,
 * linked by the JDK of the build, and the runtime's own archives.
 */
public final class Distribution {
    /** What jna and zstd-jni need in addition to the base. */
    private static final String MODULES = "java.base,java.logging,jdk.unsupported";

    /** Anything newer than this is derived from the jar, as the launcher requires. */
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    private static final Pattern NATIVE = Pattern.compile("\\.(so|dll|dylib|jnilib|a)$");

    private Distribution() {}

    /** {@code Distribution CHECKOUT JAR DIRECTORY}: the directory is created from scratch. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path checkout = Path.of(arguments[0]);
        Path directory = Path.of(arguments[2]);
        remove(directory);
        Files.createDirectories(directory.resolve("lib"));
        Jvm jdk = Jvm.of(Path.of(System.getProperty("java.home")));
        Path runtime = directory.resolve("runtime");
        jdk.run("jlink", checkout, link(jdk, runtime));
        strip(runtime.resolve("lib/server/libjvm.so"));
        // The one of the linked runtime does not name a build.
        Files.copy(jdk.home().resolve("release"), runtime.resolve("release"), StandardCopyOption.REPLACE_EXISTING);
        for (String name : List.of("whittle", "LICENSE", "NOTICE", "README.md", "CHANGELOG.md")) {
            Files.copy(checkout.resolve(name), directory.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Path jar = directory.resolve("lib/whittle.jar");
        copyForThisPlatform(Path.of(arguments[1]), jar);
        Files.setLastModifiedTime(jar, FileTime.from(TIME));
        if (jdk.hasAotCache()) {
            // A second archive, as large as the runtime, would only speed up the start of longer commands.
            StartArchive.make(jar.toRealPath(), runtime.toRealPath(), List.of(StartArchive.QUICK));
        } else {
            // At least Java's own archive, which a linked runtime lacks.
            Jvm.of(runtime).run("java", directory, List.of("-Xmx512m", "-Xshare:dump"));
            System.err.println(
                    "no start archive: before JDK 25 it holds the jar's path, and this one is unpacked anywhere");
        }
    }

    /** A sixth of the largest file is symbol names for debuggers. Without binutils it stays unchanged. */
    private static void strip(Path library) throws InterruptedException {
        try {
            new ProcessBuilder("strip", "--strip-all", library.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            System.err.println("no strip here, so the release is larger: " + e.getMessage());
        }
    }

    /** Without the native libraries of other systems and processors, which are most of it. */
    private static void copyForThisPlatform(Path from, Path to) throws IOException {
        String arch = System.getProperty("os.arch");
        Set<String> own = Set.of("linux/" + arch, "com/sun/jna/linux-" + (arch.equals("amd64") ? "x86-64" : arch));
        try (ZipFile jar = new ZipFile(from.toFile());
                OutputStream file = Files.newOutputStream(to);
                ZipOutputStream out = new ZipOutputStream(file)) {
            out.setLevel(Deflater.NO_COMPRESSION); // the whole is compressed, which is more effective
            for (ZipEntry entry : Collections.list(jar.entries())) {
                String name = entry.getName();
                String folder = name.substring(0, Math.max(name.lastIndexOf('/'), 0));
                if (NATIVE.matcher(name).find() && !own.contains(folder)) {
                    continue;
                }
                ZipEntry copy = new ZipEntry(name);
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                try (InputStream in = jar.getInputStream(entry)) {
                    in.transferTo(out);
                }
            }
        }
    }

    private static List<String> link(Jvm jdk, Path runtime) {
        List<String> arguments = new ArrayList<>(List.of(
                "--add-modules",
                MODULES,
                "--strip-java-debug-attributes",
                "--no-header-files",
                "--no-man-pages",
                "--vm=server",
                "--output",
                runtime.toString()));
        // The tar is compressed as a whole; compressing classes twice takes more space, and time at each start.
        arguments.add(jdk.hasAotCache() ? "--compress=zip-0" : "--compress=0");
        return arguments;
    }

    private static void remove(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            List<Path> entries;
            try (Stream<Path> all = Files.list(path)) {
                entries = all.toList();
            }
            for (Path entry : entries) {
                remove(entry);
            }
        }
        Files.deleteIfExists(path);
    }
}
