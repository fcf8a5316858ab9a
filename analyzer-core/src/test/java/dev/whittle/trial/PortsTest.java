package dev.whittle.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortsTest {
    @ParameterizedTest
    @CsvSource({
        "80/tcp, 80/tcp, true",
        "80/tcp 443/tcp, 80/tcp, false",
        "80/tcp, 8080/tcp, false",
        "80/tcp, 80/udp, false",
        "80/tcp 34689/tcp, 80/tcp 44029/tcp, true",
        "80/tcp 34689/tcp, 80/tcp, false",
        "80/tcp 50051/tcp, 80/tcp 50051/tcp, true",
    })
    void ports_that_the_kernel_chose_are_counted(String one, String other, boolean same) {
        assertThat(Ports.areSame(set(one), set(other))).isEqualTo(same);
        assertThat(Ports.areSame(set(other), set(one))).isEqualTo(same);
    }

    private static NavigableSet<String> set(String words) {
        return new TreeSet<>(List.of(words.split(" ")));
    }
}
