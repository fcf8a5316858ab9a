package dev.whittle.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
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
 * Lays out what is unpacked and run without a JDK: the launcher, the jar, a runtime of the modules that the tool uses,
 * linked by the JDK that runs the build, the runtime's own archives, man pages and completion.
 */
final class Distribution {
    /** What jna and zstd-jni need beside the base. */
    private static final String MODULES = "java.base,java.logging,jdk.unsupported";

    /** Completion scripts below {@code share}, where the shells look for them under a prefix such as /usr/local. */
    static final String BASH = "bash-completion/completions/whittle";

    static final String ZSH = "zsh/site-functions/_whittle";
    static final String FISH = "fish/vendor_completions.d/whittle.fish";

    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

    private static final Pattern NATIVE = Pattern.compile("\\.(so|dll|dylib|jnilib|a)$");

    private Distribution() {}

    /** Lays it out in a directory that must not be there. Manuals come from {@code dev.whittle.cli.help.Manuals}. */
    static void lay(Path checkout, Path jar, String version, Path manuals, Path directory)
            throws IOException, InterruptedException {
        Files.createDirectories(directory.resolve("lib"));
        Jvm jdk = Jvm.of(Path.of(System.getProperty("java.home")));
        Path runtime = directory.resolve("runtime");
        jdk.run("jlink", checkout, link(jdk, runtime));
        // The linked one's tells no build.
        Files.copy(jdk.home().resolve("release"), runtime.resolve("release"), StandardCopyOption.REPLACE_EXISTING);
        for (String name : List.of("LICENSE", "NOTICE", "README.md", "CHANGELOG.md")) {
            Files.copy(checkout.resolve(name), directory.resolve(name));
        }
        Path launchers = checkout.resolve("cli/src/launcher");
        Path launcher = directory.resolve("whittle");
        Files.writeString(
                launcher, Files.readString(launchers.resolve("whittle")).replace("@VERSION@", version));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.copy(launchers.resolve("start.sh"), directory.resolve("lib/start.sh"));
        Files.createSymbolicLink(directory.resolve("docker-whittle"), Path.of("whittle"));
        copy(manuals, directory.resolve("share"));
        copy(checkout.resolve("scripts/ci"), directory.resolve("share/whittle"));
        Path own = directory.resolve("lib/whittle.jar");
        unpackForThisPlatform(jar, own, directory.resolve("lib/native"));
        strip(directory);
        Files.setLastModifiedTime(own, FileTime.from(Packed.TIME));
        if (jdk.hasAotCache()) {
            // Of what takes longer only the start would gain from a second one, which is as large as the runtime.
            StartArchive.make(own.toRealPath(), runtime.toRealPath(), List.of(StartArchive.QUICK));
            // The place of the build is nobody's business, and no such archive depends on it.
            Path note = directory.resolve("lib/start/jar");
            Files.writeString(note, Files.readAllLines(note).get(0) + "\nlib/whittle.jar\n");
        } else {
            // At least Java's own archive, which a linked runtime lacks.
            Jvm.of(runtime).run("java", directory, List.of("-Xmx512m", "-Xshare:dump"));
            System.err.println(
                    "no start archive: before JDK 25 it holds the jar's path, and this one is unpacked anywhere");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path place = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(place);
                } else {
                    Files.copy(path, place);
                }
            }
        }
    }

    /**
     * Takes names out that only a debugger reads, a sixth of the largest file. Without binutils they stay.
     *
     * @param directory in which libraries and programs are looked for
     */
    private static void strip(Path directory) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("strip", "--strip-unneeded"));
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    if (Arrays.equals(in.readNBytes(ELF.length), ELF)) {
                        command.add(file.toString());
                    }
                }
            }
        }
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            System.err.println("no strip here, so the release is larger: " + e.getMessage());
        }
    }

    /**
     * The jar without native libraries, and this machine's as files in a directory: else each run that needs one would unpack
     * it first, into a directory of temporary files that may be read-only, or not allow it.
     */
    private static void unpackForThisPlatform(Path from, Path to, Path natives) throws IOException {
        Files.createDirectories(natives);
        String arch = System.getProperty("os.arch");
        Set<String> own = Set.of("linux/" + arch, "com/sun/jna/linux-" + (arch.equals("amd64") ? "x86-64" : arch));
        try (ZipFile jar = new ZipFile(from.toFile());
                OutputStream file = Files.newOutputStream(to);
                ZipOutputStream out = new ZipOutputStream(file)) {
            out.setLevel(Deflater.NO_COMPRESSION); // the whole is compressed, which is more effective
            for (ZipEntry entry : Collections.list(jar.entries())) {
                String name = entry.getName();
                if (NATIVE.matcher(name).find()) {
                    if (own.contains(name.substring(0, Math.max(name.lastIndexOf('/'), 0)))) {
                        try (InputStream in = jar.getInputStream(entry)) {
                            Files.copy(in, natives.resolve(plainName(name)));
                        }
                    }
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

    /** zstd-jni puts its version behind the name, which the launcher does not know. */
    private static String plainName(String entry) {
        return entry.substring(entry.lastIndexOf('/') + 1).replaceFirst("-[0-9][0-9.-]*\\.so$", ".so");
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

    static void remove(Path path) throws IOException {
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
