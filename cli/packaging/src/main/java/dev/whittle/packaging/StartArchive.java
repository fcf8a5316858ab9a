package dev.whittle.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Creates the archives of loaded classes with which the launcher starts the jar: AOT caches for JDK 25 or newer, a
 * static CDS archive for older ones, trained by {@code dev.whittle.cli.Training}. They are in {@code start/} next to
 * the jar, and their names contain the jar's hash and the JVM's build; {@code start/jar} has that hash and the jar's
 * path.
 */
public final class StartArchive {
    private static final String TRAINING = "dev.whittle.cli.Training";

    private final Jvm jvm;
    private final Path jar;
    private final Path scratch;

    /** For {@code ldd}, and for longer commands. */
    static final String QUICK = "quick";

    /** All classes of a cache are loaded at each start, so short commands have their own. */
    private static final List<String> KINDS = List.of(QUICK, "full");

    private StartArchive(Jvm jvm, Path jar, Path scratch) {
        this.jvm = jvm;
        this.jar = jar;
        this.scratch = scratch;
    }

    /**
     * {@code StartArchive JAR [JAVA_HOME]}. A JVM that cannot create one is not an error: the tool starts without it.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path jar = Path.of(arguments[0]).toRealPath();
        Path home = Path.of(arguments.length > 1 ? arguments[1] : System.getProperty("java.home"));
        try {
            make(jar, home, KINDS);
        } catch (IOException e) {
            System.err.println("no start archive, so starts take longer: " + e.getMessage());
        }
    }

    /** Returns the archives, which replace those of an earlier jar. Before JDK 25 there is one for all commands. */
    static List<Path> make(Path jar, Path javaHome, List<String> kinds) throws IOException, InterruptedException {
        Path directory = jar.resolveSibling("start");
        Files.createDirectories(directory);
        clear(directory);
        Jvm jvm = Jvm.of(javaHome);
        String name = hash(jar) + " " + jvm.build();
        Path scratch = Files.createTempDirectory(directory, ".part-");
        try {
            StartArchive maker = new StartArchive(jvm, jar, scratch);
            List<Path> archives = new ArrayList<>();
            if (jvm.hasAotCache()) {
                for (String kind : kinds) {
                    archives.add(Files.move(maker.aotCache(kind), directory.resolve(name + " " + kind + ".aot")));
                }
            } else {
                archives.add(Files.move(maker.cdsArchive(), directory.resolve(name + ".jsa")));
            }
            Path note = Files.writeString(scratch.resolve("jar"), hash(jar) + "\n" + jar + "\n");
            Files.move(note, directory.resolve("jar"));
            return archives;
        } finally {
            clear(scratch);
            Files.delete(scratch);
        }
    }

    /** Loaded classes are listed, and the list is dumped. */
    private Path cdsArchive() throws IOException, InterruptedException {
        train("all", "-Xshare:off", "-XX:DumpLoadedClassList=classes");
        dump("-Xshare:dump", "-XX:SharedClassListFile=classes", "-XX:SharedArchiveFile=archive");
        return required("archive");
    }

    /**
     * JEP 483: one run is recorded, and the cache is created from it. Java's own single step does not support a path
     * with a blank.
     */
    private Path aotCache(String kind) throws IOException, InterruptedException {
        train(kind, "-XX:AOTMode=record", "-XX:AOTConfiguration=" + kind);
        dump("-XX:AOTMode=create", "-XX:AOTConfiguration=" + kind, "-XX:AOTCache=archive");
        return required("archive");
    }

    /** With an existing ELF file: java itself. */
    private void train(String kind, String... options) throws IOException, InterruptedException {
        Stream<String> fixed = Stream.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-cp", jar.toString(), TRAINING);
        Stream<String> command = Stream.of(kind, jvm.program("java").toString());
        jvm.run(
                scratch,
                Stream.of(Stream.of(options), fixed, command)
                        .flatMap(words -> words)
                        .toList());
    }

    /**
     * With the collector that archives heap objects in every version; all can load them (heapShared.cpp). The heap uses
     * compressed references, as in nearly every start.
     */
    private void dump(String... options) throws IOException, InterruptedException {
        Stream<String> fixed = Stream.of("-XX:+UseG1GC", "-Xmx512m", "-cp", jar.toString());
        jvm.run(scratch, Stream.concat(Stream.of(options), fixed).toList());
    }

    private Path required(String name) throws IOException {
        Path file = scratch.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new IOException("this JVM wrote none");
        }
        return file;
    }

    /** Including leftovers of a killed build. */
    private static void clear(Path directory) throws IOException {
        List<Path> entries;
        try (Stream<Path> all = Files.list(directory)) {
            entries = all.toList();
        }
        for (Path entry : entries) {
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                clear(entry);
            }
            Files.delete(entry);
        }
    }

    private static String hash(Path jar) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
