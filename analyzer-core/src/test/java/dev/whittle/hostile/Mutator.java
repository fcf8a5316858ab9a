package dev.whittle.hostile;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The same mutants in each run: the number of a mutant determines its file and its change. */
final class Mutator {
    private static final int[] SIZES = {1, 2, 4, 8};
    private static final String[] NUMBERS = {
        "99999999999999999999",
        "-1",
        "07777777777",
        "4294967296",
        "9223372036854775807",
        "0",
        "\0",
        "../../../..",
        "[[[["
    };

    private final List<byte[]> corpus;

    Mutator(List<byte[]> corpus) {
        this.corpus = corpus;
    }

    byte[] mutant(long number) {
        SplittableRandom random = new SplittableRandom(number);
        byte[] mutant = corpus.get((int) (number % corpus.size())).clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && mutant.length > 0; i++) {
            mutant = change(mutant, random);
        }
        return mutant;
    }

    private byte[] change(byte[] of, SplittableRandom random) {
        // Headers contain sizes and counts, and are at the start.
        int at = random.nextInt(random.nextBoolean() ? Math.min(of.length, 1024) : of.length);
        switch (random.nextInt(8)) {
            case 0 -> of[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> of[at] = (byte) random.nextInt(256);
            case 2 -> fill(of, at, 0xFF, random);
            case 3 -> fill(of, at, 0x7F, random);
            case 4 -> fill(of, at, 0, random);
            case 5 -> {
                return Arrays.copyOf(of, at);
            }
            case 6 -> {
                byte[] other = corpus.get(random.nextInt(corpus.size()));
                int from = random.nextInt(other.length);
                int count = Math.min(Math.min(other.length - from, of.length - at), 1 + random.nextInt(600));
                System.arraycopy(other, from, of, at, count);
            }
            default -> {
                byte[] number =
                        NUMBERS[random.nextInt(NUMBERS.length)].getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                System.arraycopy(number, 0, of, at, Math.min(number.length, of.length - at));
            }
        }
        return of;
    }

    /** A number with the width of a field. */
    private static void fill(byte[] of, int at, int value, SplittableRandom random) {
        int size = SIZES[random.nextInt(SIZES.length)];
        Arrays.fill(of, at, Math.min(of.length, at + size), (byte) value);
    }
}
