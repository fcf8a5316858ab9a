package dev.whittle.tar;

import dev.whittle.bytes.RawText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Parses the body of a pax header: records {@code LENGTH KEY=VALUE\n}, where the length counts itself. */
final class PaxBody {
    private PaxBody() {}

    /** @param value raw, unchanged */
    record Field(String key, String value) {}

    /** In order, since the records of a sparse map repeat. Empty if the body is malformed. */
    static Optional<List<Field>> parse(byte[] body) {
        List<Field> fields = new ArrayList<>();
        int at = 0;
        while (at < body.length) {
            if (body[at] == 0) {
                return isZero(body, at) ? Optional.of(fields) : Optional.empty();
            }
            int blank = at;
            int length = 0;
            while (blank < body.length && body[blank] >= '0' && body[blank] <= '9' && length < body.length) {
                length = length * 10 + body[blank++] - '0';
            }
            int end = at + length;
            if (blank == at || blank >= body.length || body[blank] != ' ' || end > body.length || end <= blank + 1) {
                return Optional.empty();
            }
            String record = RawText.of(Arrays.copyOfRange(body, blank + 1, end));
            int equals = record.indexOf('=');
            if (equals < 1 || !record.endsWith("\n")) {
                return Optional.empty();
            }
            fields.add(new Field(record.substring(0, equals), record.substring(equals + 1, record.length() - 1)));
            at = end;
        }
        return Optional.of(fields);
    }

    /** Some writers count the padding. */
    private static boolean isZero(byte[] body, int from) {
        for (int i = from; i < body.length; i++) {
            if (body[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
