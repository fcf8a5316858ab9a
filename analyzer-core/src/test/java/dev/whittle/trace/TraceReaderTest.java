package dev.whittle.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytes.RawText;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real traces: the loader's lines, the program's own output between them, and files that are not traces. */
class TraceReaderTest {
    @Test
    void the_loader_tells_what_it_went_on_with() {
        Trace trace = Traces.read(
                "     12:\t",
                "     12:\tfind library=libx.so.1 [0]; searching",
                "     12:\t search cache=/etc/ld.so.cache",
                "     12:\t search path=/opt/lib\t\t(RPATH from file ./app)",
                "     12:\t  trying file=/opt/lib/libx.so.1",
                "     12:\t  trying file=/lib/libx.so.1",
                "     12:\t",
                "     12:\tfile=libx.so.1 [0];  generating link map",
                "     12:\t  dynamic: 0x00007f  base: 0x00007f   size: 0x0000000000004010",
                "     12:\tcalling init: /lib64/ld-linux-x86-64.so.2",
                "     12:\tinitialize program: /bin/app",
                "     12:\tfile=/usr/lib/plugin.so [0];  dynamically loaded by /bin/app [0]",
                "     12:\tfile=/usr/lib/plugin.so [0];  generating link map",
                "     12:\tcalling fini: /lib/liby.so.1 [0]",
                "     12:\tfile=libz.so.1 [0];  needed by /bin/app [0]");
        assertThat(Traces.shown(trace))
                .containsExactly(
                        "opened /etc/ld.so.cache",
                        "opened /lib/libx.so.1",
                        "opened /lib64/ld-linux-x86-64.so.2",
                        "executed /bin/app",
                        "opened /usr/lib/plugin.so",
                        "opened /lib/liby.so.1");
        assertThat(trace.remarks()).isEmpty();
    }

    @Test
    void a_library_without_a_place_is_told() {
        assertThat(Traces.read(
                                "  12:\tfile=libx.so.1 [0];  generating link map",
                                "  12:\tfile=liby.so.1 [0];  generating link map",
                                "  12:\tcalling init: /lib/liby.so.1")
                        .remarks())
                .containsExactly("1 library cannot be placed, for the trace does not tell where they lie"
                        + " (LD_DEBUG=libs,files does): libx.so.1 (line 1)");
    }

    @Test
    void both_may_stand_in_one_file_and_the_program_s_own_words_between_them() {
        assertThat(Traces.of(
                        "Hello = 3",
                        "open(\"/etc/a\", O_RDONLY) = 3",
                        "",
                        "open(\"/etc/b\", O_RDONLY)\r",
                        "open(\"/etc/c\", O_RDONLY) = 3\r",
                        "   12:\tcalling init: /lib/x.so",
                        " > /lib/x.so(main+0x1) [0x123]",
                        "\u0000\u00ff"))
                .containsExactly("opened /etc/a", "opened /etc/c", "opened /lib/x.so");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "''          | an empty file is not a trace",
                "'\n\n'      | an empty file is not a trace",
                "'\nfoo\n'   | not a trace: line 2 is neither of strace nor of the loader: foo",
                "'\u007fELF\u0002' | not a trace: line 1 is neither of strace nor of the loader: \\177ELF\\002",
                "'int main(void) {\n  return 0; }' | not a trace: line 1 is neither of strace nor of the loader: int main(void) {",
            })
    void what_is_no_trace_is_told_by_its_first_line(String text, String reason) {
        assertThatThrownBy(() -> TraceReader.read(new ByteArrayInputStream(RawText.bytes(text)), "t", Optional.empty()))
                .isInstanceOf(BadTraceException.class)
                .hasMessage(reason);
    }

    @Test
    void a_line_without_end_takes_no_memory_and_is_told() {
        String endless = "open(\"/" + "a".repeat(TraceReader.MAX_LINE * 3) + "\", O_RDONLY) = 3";
        Trace trace = Traces.read(endless, "open(\"/b\", O_RDONLY) = 3");
        assertThat(Traces.shown(trace)).containsExactly("opened /b");
        assertThat(trace.remarks()).containsExactly("line 1 has more than 65536 bytes, and was skipped");
    }

    @Test
    void a_damaged_trace_is_read_as_far_as_it_goes() {
        String whole = """
                12 openat(AT_FDCWD</a>, "b\\303\\x41"..., O_RDONLY|O_CREAT) = 3</a/b<char 1:3>> <0.1>
                12 execve("/x", ["a", {b=[1<<3]}], 0x1 /* 2 vars */ <unfinished ...>
                12 <... execve resumed>) = 0
                  13:\tfile=libx.so.1 [0];  generating link map
                """;
        Random random = new Random(5);
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder(whole);
            for (int change = 0; change < 3; change++) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.setCharAt(at, (char) random.nextInt(256));
                    default -> text.insert(at, "<>\"\\()[]{},= \n".charAt(random.nextInt(14)));
                }
            }
            assertThat(Traces.read("open(\"/sure\", 0) = 3", text.toString()).accesses())
                    .isNotEmpty();
        }
    }
}
