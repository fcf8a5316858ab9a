package dev.whittle.tar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaxRecordsTest {
    @ParameterizedTest
    @CsvSource({
        "k, '', '5 k=\n'",
        "k, abc, '8 k=abc\n'",
        "k, abcd, '9 k=abcd\n'",
        "k, abcde, '11 k=abcde\n'", // a longer number makes itself longer: no record has 10 bytes here
        "path, usr/bin/curl, '21 path=usr/bin/curl\n'",
    })
    void the_length_counts_its_own_digits(String key, String value, String record) {
        assertThat(record(key, value)).isEqualTo(record);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 6, 90, 91, 92, 93, 94, 95, 990, 991, 992, 993, 994, 995, 9989, 9990, 9991, 9992, 65536})
    void the_length_is_that_of_the_record_at_every_number_of_digits(int length) {
        String record = record("k", "v".repeat(length));
        assertThat(Integer.parseInt(record.substring(0, record.indexOf(' ')))).isEqualTo(record.length());
    }

    @Test
    void values_are_bytes() {
        String all = "\0\u00ff\n=\u0080";
        assertThat(record("SCHILY.xattr.security.capability", all)).endsWith("=" + all + "\n");
    }

    @Test
    void records_follow_each_other() {
        PaxRecords records = new PaxRecords();
        assertThat(records.isEmpty()).isTrue();
        records.add("a", new byte[] {'1'});
        records.add("b", new byte[] {'2'});
        assertThat(records.isEmpty()).isFalse();
        assertThat(RawText.of(records.bytes())).isEqualTo("6 a=1\n6 b=2\n");
    }

    private static String record(String key, String value) {
        PaxRecords records = new PaxRecords();
        records.add(key, RawText.bytes(value));
        return RawText.of(records.bytes());
    }
}
