package dev.whittle.closure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
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
}
