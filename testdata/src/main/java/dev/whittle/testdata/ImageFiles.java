package dev.whittle.testdata;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The files of a saved image by name, which a test can damage and then write as an archive or a directory. */
public final class ImageFiles {
    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, String> links = new TreeMap<>();

    public ImageFiles put(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    public ImageFiles put(String name, String text) {
        return put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    public ImageFiles link(String name, String target) {
        links.put(name, target);
        return this;
    }

    /** Adds a blob at its path in a layout, and returns its hexadecimal digest. */
    public String blob(byte[] content) {
        String hex = ImageBuilder.hex(content);
        put("blobs/sha256/" + hex, content);
        return hex;
    }

    public boolean has(String name) {
        return files.containsKey(name) || links.containsKey(name);
    }

    public ImageFiles remove(String name) {
        if (files.remove(name) == null && links.remove(name) == null) {
            throw new IllegalArgumentException(name);
        }
        return this;
    }

    /** Of its files. */
    public Set<String> names() {
        return Set.copyOf(files.keySet());
    }

    public byte[] bytes(String name) {
        return Objects.requireNonNull(files.get(name), name).clone();
    }

    public String text(String name) {
        return new String(files.get(name), StandardCharsets.UTF_8);
    }

    /** Changes a document as text. */
    public ImageFiles edit(String name, UnaryOperator<String> change) {
        String changed = change.apply(text(name));
        if (changed.equals(text(name))) {
            throw new IllegalArgumentException("nothing changed in " + text(name));
        }
        return put(name, changed);
    }

    public TarBuilder tarBuilder() {
        TarBuilder tar = new TarBuilder();
        files.forEach((name, content) -> tar.file(name, new String(content, StandardCharsets.ISO_8859_1)));
        links.forEach(tar::link);
        return tar;
    }

    public byte[] tar() {
        return tarBuilder().build();
    }

    public Path tar(Path file) throws IOException {
        return Files.write(file, tar());
    }

    public Path directory(Path directory) throws IOException {
        Tree tree = Tree.at(directory);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            tree.file("/" + file.getKey(), file.getValue());
        }
        for (Map.Entry<String, String> link : links.entrySet()) {
            tree.link("/" + link.getKey(), link.getValue());
        }
        return directory;
    }
}
