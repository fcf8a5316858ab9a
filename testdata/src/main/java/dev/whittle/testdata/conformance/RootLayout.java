package dev.whittle.testdata.conformance;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Creates the root of a case: the checked-in files first, then what git cannot store, line by line. */
public final class RootLayout {
    public static final String GLIBC_LOADER = "/lib64/ld-linux-x86-64.so.2";
    public static final String MUSL_LOADER = "/lib/ld-musl-x86_64.so.1";

    private final Path root;
    private final UnaryOperator<Path> loaders;

    /** @param loaders the file to put in a loader's place in the root: a stand-in or a real one */
    public RootLayout(Path root, UnaryOperator<Path> loaders) {
        this.root = root;
        this.loaders = loaders;
    }

    /** The stand-ins of a checkout. */
    public static UnaryOperator<Path> standIns(Path checkout) {
        return place -> checkout.resolve("testdata/conformance/loaders")
                .resolve(place.equals(Path.of(GLIBC_LOADER)) ? "glibc.so" : "musl.so");
    }

    public void make(ConformanceCase conformanceCase, String libc) throws IOException {
        copyTree(conformanceCase.folder().resolve("both"));
        copyTree(conformanceCase.folder().resolve(libc));
        List<String> named = List.of(libc);
        for (String line : conformanceCase.placements()) {
            String[] words = line.split(" ", 3);
            if (words[0].equals("loaders")) {
                named = List.of(line.substring("loaders ".length()).split(" "));
            } else {
                place(words);
            }
        }
        for (String loader : named) {
            String place = loader.equals("glibc") ? GLIBC_LOADER : MUSL_LOADER;
            Files.copy(loaders.apply(Path.of(place)), withParent(place), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private void place(String[] words) throws IOException {
        switch (words[0]) {
            case "program", "library", "cache" -> {} // among the checked-in files
            case "directory" -> Files.createDirectories(path(words[1]));
            case "link" -> Files.createSymbolicLink(withParent(words[1]), target(words[2]));
            case "hard" -> Files.createLink(withParent(words[1]), path(words[2]));
            case "copy" -> Files.copy(path(words[2]), withParent(words[1]), StandardCopyOption.COPY_ATTRIBUTES);
            case "text" -> Files.write(withParent(words[1]), bytes(words.length < 3 ? "" : words[2]));
            case "remove" -> Files.delete(path(words[1]));
            case "mode" -> Files.setAttribute(path(words[1]), "unix:mode", Integer.parseInt(words[2], 8));
            default -> throw new IllegalArgumentException("unknown line in case.txt: " + String.join(" ", words));
        }
    }

    private Path withParent(String path) throws IOException {
        Path host = path(path);
        Files.createDirectories(host.getParent());
        return host;
    }

    /** Uses a URI, the only way to name a path that is not UTF-8. */
    private Path path(String path) {
        String base = root.toUri().getRawPath();
        String encoded = percentEncoded(bytes(path.substring(1)));
        return Path.of(URI.create("file://" + base + (base.endsWith("/") ? "" : "/") + encoded));
    }

    private static Path target(String target) {
        return target.startsWith("/")
                ? Path.of(URI.create("file://" + percentEncoded(bytes(target))))
                : Path.of(target);
    }

    private static String percentEncoded(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        for (byte b : bytes) {
            boolean plain = b == '/' || b == '.' || b == '-' || b == '_' || (b > 0 && Character.isLetterOrDigit(b));
            out.append(plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "%%%02x", b & 0xFF));
        }
        return out.toString();
    }

    /** The bytes of a word: octal escapes and {@code \n}. */
    private static byte[] bytes(String word) {
        return raw(word).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The same, one char per byte. */
    public static String raw(String word) {
        StringBuilder out = new StringBuilder();
        for (int at = 0; at < word.length(); at++) {
            if (word.startsWith("\\n", at)) {
                out.append('\n');
                at++;
            } else if (word.startsWith("\\", at)) {
                out.append((char) Integer.parseInt(word.substring(at + 1, at + 4), 8));
                at += 3;
            } else {
                out.append(word.charAt(at));
            }
        }
        return out.toString();
    }

    private void copyTree(Path from) throws IOException {
        if (!Files.exists(from)) {
            return;
        }
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path to = root.resolve(from.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
