package dev.whittle.cli.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** musl's loader, which lists what it finds; what it does not find is in its messages. */
final class MuslOracle extends RootOracle {
    /** The message of ldso/dynlink.c (load_deps) for a library that it does not find. */
    private static final Pattern THEIRS = Pattern.compile("^Error loading shared library (.+): .* \\(needed by .*\\)$");

    private static final Pattern OURS = Pattern.compile("^whittle: .*: (.+) not found, needed by .*$");

    MuslOracle(Chroot root) throws IOException {
        super(root, loader(root));
    }

    private static String loader(Chroot root) throws IOException {
        try (Stream<Path> all = Files.list(root.inside("/lib"))) {
            return all.map(file -> "/lib/" + file.getFileName())
                    .filter(name -> name.startsWith("/lib/ld-musl-"))
                    .findFirst()
                    .orElseThrow(() -> Setup.missing("musl's loader in " + root.path()));
        }
    }

    @Override
    Command question(String file) {
        return root().command(loader(), "--list", file);
    }

    @Override
    List<String> options() {
        return List.of();
    }

    @Override
    void compareMessages(Oracle oracle, String file, Ended expected) throws IOException, InterruptedException {
        if (!expected.errors().isEmpty()) {
            oracle.compareMissing(file, missing(expected, THEIRS), missing(whittle(List.of(file)), OURS));
        }
    }

    /** Compared as a set: the requesting object differs with the order of the search. */
    private static Set<String> missing(Ended ended, Pattern line) {
        Set<String> names = new TreeSet<>();
        for (String error : ended.errors()) {
            Matcher matcher = line.matcher(error);
            if (matcher.matches()) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }
}
