package dev.whittle.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The entry point for jazzer, for the target in {@code -Dwhittle.fuzz.target}. As a program it writes that target's
 * corpus.
 */
public final class Fuzz {
    private static final Target TARGET =
            Target.valueOf(System.getProperty("whittle.fuzz.target", "ELF").toUpperCase(Locale.ROOT));

    private Fuzz() {}

    /** jazzer's own name for it. */
    public static void fuzzerTestOneInput(byte[] input) {
        TARGET.takes(input);
    }

    /** {@code CHECKOUT FOLDER}. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        List<byte[]> inputs = new Corpus(Path.of(arguments[0])).of(TARGET);
        for (int i = 0; i < inputs.size(); i++) {
            Files.write(folder.resolve("seed-" + i), inputs.get(i));
        }
    }
}
