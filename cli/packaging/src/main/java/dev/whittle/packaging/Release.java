package dev.whittle.packaging;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a release, beside each other in one directory: the archive that needs no JDK, the jar, the Debian package, the
 * bill of materials, the installer, and {@code SHA256SUMS} of them all.
 */
public final class Release {
    private Release() {}

    /**
     * {@code Release CHECKOUT JAR VERSION MAINTAINER MANUALS REPOSITORY CLASSPATH DIRECTORY URL}: the directory is emptied first.
     *
     * <ul>
     *   <li>MAINTAINER: for the package, {@code NAME <ADDRESS>}
     *   <li>MANUALS: man pages and completion scripts, as {@code dev.whittle.cli.help.Manuals} writes them
     *   <li>REPOSITORY: Maven's local one
     *   <li>CLASSPATH: what the jar was made of
     *   <li>URL: where the files will be, which the installer loads them from; may be empty
     * </ul>
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path checkout = Path.of(arguments[0]);
        Path jar = Path.of(arguments[1]);
        String version = arguments[2];
        Path repository = Path.of(arguments[5]);
        List<Path> classPath =
                Arrays.stream(arguments[6].split(":")).map(Path::of).toList();
        Path directory = Path.of(arguments[7]);
        Distribution.remove(directory);
        Path scratch = Files.createDirectories(directory.resolve(".unpacked"));

        String arch = System.getProperty("os.arch");
        String name = "whittle-" + version + "-linux-" + (arch.equals("amd64") ? "x86_64" : arch);
        Path unpacked = scratch.resolve(name);
        Distribution.lay(checkout, jar, version, Path.of(arguments[4]), unpacked);
        List<Packed> entries = new ArrayList<>(List.of(new Packed.Directory(name + "/")));
        entries.addAll(Packed.below(unpacked, name + "/"));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(directory.resolve(name + ".tar.gz")))) {
            TarGz.write(entries, out);
        }
        String deb = "whittle_" + version + "_" + DebPackage.architecture() + ".deb";
        DebPackage.write(unpacked, version, arguments[3], directory.resolve(deb));
        Files.copy(jar, directory.resolve("whittle-" + version + ".jar"), StandardCopyOption.REPLACE_EXISTING);
        String bill = ReleaseBill.of(version, repository, classPath, Jvm.of(unpacked.resolve("runtime")));
        Files.writeString(directory.resolve("whittle-" + version + ".cdx.json"), bill);
        String installer = Files.readString(checkout.resolve("scripts/install.sh"))
                .replace("@VERSION@", version)
                .replace("@URL@", arguments[8]);
        Files.writeString(directory.resolve("install.sh"), installer);
        Distribution.remove(scratch);
        Files.writeString(directory.resolve("SHA256SUMS"), sums(directory));
    }

    /** As {@code sha256sum --check} reads it. */
    private static String sums(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.sorted().toList();
        }
        StringBuilder sums = new StringBuilder();
        for (Path file : files) {
            sums.append(Hashes.sha256(file))
                    .append("  ")
                    .append(file.getFileName())
                    .append('\n');
        }
        return sums.toString();
    }
}
