package dev.whittle.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LastStageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FROM scratch;COPY a /a                                  | 1",
                "FROM a AS base;CMD x;FROM scratch;COPY --from=base a /a | 3",
                "FROM --platform=linux/arm64 scratch;CMD []              | 1",
                "FROM scratch AS a;FROM a                                | 2",
                "from scratch;# CMD x                                    | 1",
                "FROM scratch;CMD x                                      | 0",
                "FROM scratch;ENTRYPOINT [\"/x\"]                        | 0",
                "FROM scratch AS a;CMD x;FROM A                          | 0",
                "FROM scratch AS a;FROM alpine                           | 0",
                "FROM $BASE                                              | 0",
                "ARG x                                                   | 0",
            })
    void a_stage_from_scratch_without_a_command_starts_nothing(String lines, int line) {
        assertThat(LastStage.startsNothing(lines.replace(';', '\n'))
                        .map(CopyCheck.Fault::line)
                        .orElse(0))
                .isEqualTo(line);
    }
}
