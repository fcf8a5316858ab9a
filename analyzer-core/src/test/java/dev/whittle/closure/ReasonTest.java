package dev.whittle.closure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReasonTest {
    private static final RootPath APP = RootPath.of("/bin/app");

    @Test
    void one_put_together_is_the_one_told_whole() {
        Reason parts = Reason.above("/bin/../bin/app", APP);
        Reason whole = new Reason(Reason.Kind.PARENT, "directory above /bin/../bin/app", APP);
        assertThat(parts.detail()).isEqualTo(whole.detail());
        assertThat(parts).isEqualTo(whole).hasSameHashCodeAs(whole);
        assertThat(whole).isEqualTo(parts);
        assertThat(parts.because()).contains(APP);
    }

    @Test
    void another_kind_detail_or_cause_is_another_reason() {
        Reason reason = new Reason(Reason.Kind.LIBRARY, "needed", APP);
        assertThat(reason)
                .isNotEqualTo(new Reason(Reason.Kind.INTERPRETER, "needed", APP))
                .isNotEqualTo(new Reason(Reason.Kind.LIBRARY, "wanted", APP))
                .isNotEqualTo(new Reason(Reason.Kind.LIBRARY, "needed", RootPath.of("/bin/other")))
                .isNotEqualTo(new Reason(Reason.Kind.LIBRARY, "needed"))
                .isEqualTo(new Reason(Reason.Kind.LIBRARY, "needed", RootPath.of("/bin/app")));
        assertThat(Reason.above("/a", APP)).isNotEqualTo(Reason.above("/b", APP));
    }

    @Test
    void a_family_is_part_of_the_detail_and_of_equality() {
        Reason reason = Reason.ofFamily(Reason.Kind.HIDDEN, "paths", "/bin/app holds the string /x", Optional.of(APP));
        assertThat(reason.family()).isEqualTo("paths");
        assertThat(reason.detail()).isEqualTo("paths: /bin/app holds the string /x");
        assertThat(reason)
                .isEqualTo(
                        Reason.ofFamily(Reason.Kind.HIDDEN, "paths", "/bin/app holds the string /x", Optional.of(APP)))
                .isNotEqualTo(
                        Reason.ofFamily(Reason.Kind.HIDDEN, "app", "/bin/app holds the string /x", Optional.of(APP)))
                .isNotEqualTo(new Reason(Reason.Kind.HIDDEN, reason.detail(), APP));
        assertThat(reason.below())
                .isEqualTo(
                        Reason.ofFamily(Reason.Kind.TREE, "paths", "/bin/app holds the string /x", Optional.of(APP)));
        assertThat(new Reason(Reason.Kind.LIBRARY, "needed", APP).family()).isEmpty();
    }
}
