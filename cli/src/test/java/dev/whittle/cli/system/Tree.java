package dev.whittle.cli.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The regular files and links of layers, as GNU tar lists them. What a layer takes away still stands here: it is of use to
 * tell what a path is that a program has opened.
 */
final class Tree {
    private static final Pattern LINE = Pattern.compile("(.)\\S+ \\S+ +(\\d+) \\S+ \\S+ (.*)", Pattern.DOTALL);
    private static final int LINKS = 40;

    private final Map<String, Long> files = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();

    static Tree of(List<Path> layers) throws IOException, InterruptedException {
        Tree tree = new Tree();
        for (Path layer : layers) {
            Command list = Command.of("tar", "--numeric-owner", "--quoting-style=literal", "-tvf", layer);
            list.run().succeeds().lines().forEach(tree::add);
        }
        return tree;
    }

    private void add(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return;
        }
        String rest = matcher.group(3);
        switch (matcher.group(1)) {
            case "-" -> {
                files.put(path(rest), Long.parseLong(matcher.group(2)));
                links.remove(path(rest));
            }
            case "h" -> {
                String[] names = rest.split(" link to ", 2);
                links.put(path(names[0]), path(names[1]));
            }
            case "l" -> {
                String[] names = rest.split(" -> ", 2);
                links.put(path(names[0]), names[1]);
            }
            default -> {}
        }
    }

    private static String path(String name) {
        String plain = name.startsWith("./") ? name.substring(1) : "/" + name;
        return plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    }

    int count() {
        return files.size();
    }

    /** Names of the same file counted once. */
    long bytes() {
        return files.values().stream().mapToLong(Long::longValue).sum();
    }

    long bytes(Predicate<String> which) {
        return files.entrySet().stream()
                .filter(file -> which.test(file.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    long size(String file) {
        return files.getOrDefault(file, 0L);
    }

    /** The regular file behind a path's links, if there is one. */
    Optional<String> file(String path) {
        String rest = path;
        String done = "";
        for (int i = 0; i < LINKS; ) {
            int end = rest.indexOf('/', 1);
            String name = end < 0 ? rest : rest.substring(0, end);
            String after = end < 0 ? "" : rest.substring(end);
            if (name.equals("/..")) {
                done = done.substring(0, Math.max(0, done.lastIndexOf('/')));
            } else if (!name.equals("/") && !name.equals("/.") && !name.isEmpty()) {
                String next = done + name;
                String target = links.get(next);
                if (target != null) {
                    rest = (target.startsWith("/") ? target : "/" + target) + after;
                    done = target.startsWith("/") ? "" : done;
                    i++;
                    continue;
                }
                done = next;
            }
            if (after.isEmpty()) {
                return files.containsKey(done) ? Optional.of(done) : Optional.empty();
            }
            rest = after;
        }
        return Optional.empty();
    }

    /** The one layer of a slim image, which {@code whittle slim -o docker-archive:FILE} wrote. */
    static Tree ofSlim(Path archive, Path scratch) throws IOException, InterruptedException {
        Path unpacked = Archive.unpack(archive, scratch);
        String manifest = Files.readString(unpacked.resolve("manifest.json"), StandardCharsets.UTF_8);
        Matcher layer =
                Pattern.compile("\"Layers\":\\s*\\[\\s*\"([^\"]+)\"\\s*]").matcher(manifest);
        if (!layer.find()) {
            throw new AssertionError("not one layer in " + manifest);
        }
        return of(List.of(unpacked.resolve(layer.group(1))));
    }
}
