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
        writeCorpus(TARGET, Path.of(arguments[0]), Path.of(arguments[1]));
    }

    /** Writes each input of a target's corpus as a file, and returns their number. */
    static int writeCorpus(Target target, Path checkout, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<byte[]> inputs = new Corpus(checkout).of(target);
        for (int i = 0; i < inputs.size(); i++) {
            Files.write(folder.resolve("seed-" + i), inputs.get(i));
        }
        return inputs.size();
    }
}
