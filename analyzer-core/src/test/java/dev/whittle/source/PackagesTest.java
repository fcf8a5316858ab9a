package dev.whittle.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ar archives, and their members in a Debian package. */
class PackagesTest {
    @Test
    void members_have_even_places_and_names_without_their_slash() throws IOException, BadArchiveException {
        List<ArArchive.Member> members = read(ar("debian-binary", "2.0", "control.tar/", "abc", "data.tar", "d"));
        assertThat(members)
                .extracting(ArArchive.Member::name)
                .containsExactly("debian-binary", "control.tar", "data.tar");
        assertThat(RawText.of(members.get(1).content().head(10))).isEqualTo("abc");
    }

    @ParameterizedTest
    @CsvSource({
        "'', no ar archive",
        "'!<arch', no ar archive",
        "'PK\3\4', no ar archive",
        "'!<arch>\nshort', cut short in the header",
    })
    void what_is_no_archive_is_an_error(String content, String reason) {
        fails(content, reason);
    }

    @Test
    void a_size_is_a_number_within_the_file() {
        fails(ar("data.tar", "abc").replace("3         `", "9999      `"), "cut short: a member of 9999 bytes");
        fails(ar("data.tar", "abc").replace("3         `", "-3        `"), "a member of -3 bytes");
        fails(ar("data.tar", "abc").replace("3         `", "9999999999`"), "cut short");
        fails(ar("data.tar", "abc").replace("`\n", "xx"), "no ar header");
    }

    @Test
    void a_package_has_data() throws IOException, BadArchiveException {
        assertThat(Packages.deb("a.deb", source(ar("debian-binary", "2.0\n", "data.tar.zst", "xyz")))
                        .label())
                .isEqualTo("a.deb data.tar.zst");
        assertThatThrownBy(() -> Packages.deb("a.deb", source(ar("debian-binary", "2.0\n"))))
                .isInstanceOf(BadArchiveException.class)
                .hasMessageContaining("without data.tar");
    }

    private static void fails(String content, String reason) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(BadArchiveException.class)
                .hasMessageContaining(reason);
    }

    private static List<ArArchive.Member> read(String content) throws IOException, BadArchiveException {
        return ArArchive.read("a.deb", source(content));
    }

    private static ByteSource source(String content) {
        return ByteSource.of(RawText.bytes(content));
    }

    private static String ar(String... namesAndContents) {
        StringBuilder out = new StringBuilder("!<arch>\n");
        for (int i = 0; i < namesAndContents.length; i += 2) {
            String content = namesAndContents[i + 1];
            out.append(String.format(
                    Locale.ROOT,
                    "%-16s%-12s%-6s%-6s%-8s%-10s`\n",
                    namesAndContents[i],
                    0,
                    0,
                    0,
                    100644,
                    content.length()));
            out.append(content).append(content.length() % 2 == 0 ? "" : "\n");
        }
        return out.toString();
    }
}
