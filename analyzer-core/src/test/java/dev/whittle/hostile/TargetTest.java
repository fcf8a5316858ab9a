package dev.whittle.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A target whose reader never reaches its input would find nothing. */
class TargetTest {
    @ParameterizedTest
    @EnumSource
    void a_reader_takes_its_corpus(Target target) throws Exception {
        List<byte[]> corpus = new Corpus(Path.of(System.getProperty("whittle.checkout"))).of(target);
        assertThat(corpus).isNotEmpty();
        // Each of its documents has one of several kinds, and is rejected by readers of the others.
        assertThat(corpus.stream().anyMatch(target::takes)).isEqualTo(target != Target.MANIFEST);
        boolean isWholeRoot = target.share(Target.WHOLE_ROOTS) == 1;
        if (isWholeRoot) {
            long nothing = target.output(new byte[0]);
            assertThat(corpus).anyMatch(input -> output(target, input) != nothing);
        }
    }

    private static long output(Target target, byte[] input) {
        try {
            return target.output(input);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
