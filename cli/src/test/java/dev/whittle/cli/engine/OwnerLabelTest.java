package dev.whittle.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The owner of a container. */
class OwnerLabelTest {
    @Test
    void what_a_live_process_made_is_its_own() {
        assertThat(OwnerLabel.isLeftBehind(OwnerLabel.own())).isFalse();
    }

    @Test
    void what_a_process_made_that_has_ended_is_left_behind() throws IOException, InterruptedException {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        assertThat(OwnerLabel.isLeftBehind(changed(0, ended.pid()))).isTrue();
    }

    /** Process IDs are reused. */
    @Test
    void the_number_alone_does_not_tell() {
        long start = Long.parseLong(OwnerLabel.own().split("-", -1)[1]);
        assertThat(OwnerLabel.isLeftBehind(changed(1, start - 100))).isTrue();
    }

    @Test
    void of_another_machine_only_the_age_is_known() {
        long now = Instant.now().getEpochSecond();
        assertThat(OwnerLabel.isLeftBehind("1-" + now + "-0123456789abcdef")).isFalse();
        assertThat(OwnerLabel.isLeftBehind("1-" + (now - 4000) + "-0123456789abcdef"))
                .isTrue();
    }

    @Test
    void what_is_no_such_label_is_left_alone() {
        assertThat(OwnerLabel.isLeftBehind("")).isFalse();
        assertThat(OwnerLabel.isLeftBehind("<no value>")).isFalse();
        assertThat(OwnerLabel.isLeftBehind("1-2-")).isFalse();
    }

    private static String changed(int part, long value) {
        String[] parts = OwnerLabel.own().split("-", -1);
        parts[part] = String.valueOf(value);
        return String.join("-", parts);
    }
}
