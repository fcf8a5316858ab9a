package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Base64;
import java.util.List;

/** Writes names, which are bytes, as JSON, which is text. */
final class JsonText {
    private JsonText() {}

    /** Escapes control characters that JSON allows (DEL and C1), since a document may be displayed on a terminal. */
    static JsonWriter writer(Writer text) {
        JsonWriter json = new JsonWriter(new Escaping(text));
        json.setIndent("  ");
        json.setHtmlSafe(false);
        return json;
    }

    /** Writes the members of a document. */
    interface Body {
        void write(JsonWriter json) throws IOException;
    }

    /** One object as a whole document, with a newline at its end; raw. */
    static String document(Body body) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = writer(text)) {
            json.beginObject();
            body.write(json);
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string writer does not fail", e);
        }
        return RawText.ofText(text + "\n");
    }

    /** Text lines as a member. */
    static void lines(JsonWriter json, String key, List<String> raw) throws IOException {
        json.name(key).beginArray();
        for (String line : raw) {
            json.value(RawText.text(line));
        }
        json.endArray();
    }

    /**
     * A name as a member. A name that is not UTF-8 contains U+FFFD, and another member {@code KEY + "Base64"} has the
     * exact bytes.
     */
    static void path(JsonWriter json, String key, String raw) throws IOException {
        json.name(key).value(RawText.text(raw));
        if (!RawText.isUtf8(raw)) {
            json.name(key + "Base64").value(Base64.getEncoder().encodeToString(RawText.bytes(raw)));
        }
    }

    private static final class Escaping extends FilterWriter {
        Escaping(Writer out) {
            super(out);
        }

        @Override
        public void write(int c) throws IOException {
            if (c >= 0x7F && c < 0xA0) {
                out.write("\\u00" + Integer.toHexString(c));
            } else {
                out.write(c);
            }
        }

        @Override
        public void write(char[] text, int offset, int length) throws IOException {
            write(new String(text, offset, length), 0, length);
        }

        @Override
        public void write(String text, int offset, int length) throws IOException {
            int done = offset;
            for (int i = offset; i < offset + length; i++) {
                if (text.charAt(i) >= 0x7F && text.charAt(i) < 0xA0) {
                    out.write(text, done, i - done);
                    write(text.charAt(i));
                    done = i + 1;
                }
            }
            out.write(text, done, offset + length - done);
        }
    }
}
