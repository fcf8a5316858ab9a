package dev.whittle.tar;

import dev.whittle.bytes.RawText;
import java.io.ByteArrayOutputStream;

/** The body of a pax extended header: records {@code LENGTH KEY=VALUE\n} (POSIX pax, "pax Extended Header"). */
final class PaxRecords {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    void add(String key, byte[] value) {
        byte[] name = RawText.bytes(key);
        int rest = name.length + value.length + 3; // blank, equals sign, newline
        int length = rest + 1;
        while (String.valueOf(length).length() + rest != length) {
            length = String.valueOf(length).length() + rest; // the length counts its own digits
        }
        body.writeBytes(RawText.bytes(length + " "));
        body.writeBytes(name);
        body.write('=');
        body.writeBytes(value);
        body.write('\n');
    }

    boolean isEmpty() {
        return body.size() == 0;
    }

    byte[] bytes() {
        return body.toByteArray();
    }
}
