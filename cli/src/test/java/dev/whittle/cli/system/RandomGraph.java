package dev.whittle.cli.system;

import dev.whittle.testdata.ElfBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Programs and libraries that need each other at random, in a root: the same seed makes the same files. Names are few,
 * so that several directories have a file of one name, and other files have it as their DT_SONAME.
 */
final class RandomGraph {
    private static final List<String> DIRECTORIES =
            List.of("/lib", "/usr/lib", "/lib64", "/opt/a", "/opt/a/lib", "/opt/b", "/opt/b/x86_64", "/srv");
    private static final List<String> PATHS = List.of(
            "$ORIGIN",
            "${ORIGIN}/../lib",
            "$ORIGIN/../b",
            "/opt/a",
            "/opt/a/lib",
            "/opt/b",
            "/opt/b/",
            "//opt//a",
            "/opt/$LIB",
            "/opt/b/$PLATFORM",
            "",
            "/nowhere",
            "/srv:/opt/a",
            "/opt/a:$ORIGIN:/opt/b");
    private static final int NAMES = 9;

    /** Not libc.so: a musl loader recognizes a C library by its symbols, of which these files have none. */
    private static final char FIRST_NAME = 'd';

    private final Random random;
    private final Chroot root;
    private final String loader;
    private final List<String> libraries = new ArrayList<>();

    RandomGraph(long seed, Chroot root, String loader) {
        this.random = new Random(seed);
        this.root = root;
        this.loader = loader;
    }

    /** Writes libraries and programs; returns the paths of all, which a loader can be asked for. */
    List<String> write(int programs) throws IOException {
        int many = 4 + random.nextInt(20);
        for (int i = 0; i < many; i++) {
            libraries.add(one(DIRECTORIES) + "/" + name());
        }
        Set<String> files = new LinkedHashSet<>(libraries);
        for (String library : files) {
            place(library, object(true, library.substring(library.lastIndexOf('/') + 1)));
        }
        for (int i = 0; i < programs; i++) {
            String program = one(List.of("/bin", "/opt/a", "/opt/b", "/srv")) + "/program" + i;
            if (chance(20)) {
                // The loader follows the link; $ORIGIN is the link's directory or the file's.
                place(program + ".real", object(false, ""));
                Path link = root.inside(program);
                Files.createDirectories(link.getParent());
                Files.createSymbolicLink(link, Path.of(link.getFileName() + ".real"));
            } else {
                place(program, object(false, ""));
            }
            files.add(program);
        }
        return List.copyOf(files);
    }

    private void place(String path, byte[] content) throws IOException {
        Path file = root.inside(path);
        Files.createDirectories(file.getParent());
        if (chance(25)) {
            // One file by two names: a loader compares devices and inodes.
            String other = one(DIRECTORIES) + "/" + name();
            Path second = root.inside(other);
            Files.createDirectories(second.getParent());
            if (!Files.exists(second) && !libraries.contains(other)) {
                Files.createSymbolicLink(second, Path.of(path));
            }
        }
        Files.deleteIfExists(file);
        Files.write(file, content);
    }

    private byte[] object(boolean library, String name) {
        ElfBuilder elf = ElfBuilder.x86_64().emptyHash();
        if (library) {
            if (!chance(15)) {
                elf.soname(chance(12) ? name() : name);
            }
        } else {
            elf.interpreter(loader);
        }
        int needs = random.nextInt(library ? 4 : 6);
        for (int i = 0; i < needs; i++) {
            if (chance(40)) {
                elf.string(chance(2) ? ElfBuilder.DT_FILTER : ElfBuilder.DT_AUXILIARY, needed());
            } else {
                elf.needed(needed());
            }
        }
        if (chance(3)) {
            elf.rpath(one(PATHS));
        }
        if (chance(4)) {
            elf.runpath(one(PATHS));
        }
        if (chance(30)) {
            elf.value(ElfBuilder.DT_FLAGS_1, ElfBuilder.DF_1_NODEFLIB);
        }
        return elf.build();
    }

    private String needed() {
        if (chance(15)) {
            return one(libraries);
        }
        if (chance(25)) {
            return "$ORIGIN/" + name();
        }
        if (chance(20)) {
            return loader.substring(loader.lastIndexOf('/') + 1);
        }
        return chance(30) ? "libmissing.so" : name();
    }

    private String name() {
        return "lib" + (char) (FIRST_NAME + random.nextInt(NAMES)) + ".so";
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
