package dev.whittle.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShebangTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "#!/bin/sh\\necho          | /bin/sh     |",
                "#! /bin/sh\\n             | /bin/sh     |",
                "#!\\t /bin/sh \\t\\n      | /bin/sh     |",
                "#!/bin/sh                 | /bin/sh     |",
                "#!/bin/sh -eu\\n          | /bin/sh     | -eu",
                "#!/bin/awk  -f  x \\n     | /bin/awk    | -f  x",
                "#!bin/sh\\n               | bin/sh      |",
                "#!/bin/sh\\r\\n           | /bin/sh\\r  |",
                "#!/bin/sh\\0 rest\\n      | /bin/sh     |",
            })
    void the_kernel_takes_the_name_and_one_argument(String head, String interpreter, String argument) {
        assertThat(Shebang.parse(unescaped(head)))
                .contains(new Shebang(unescaped(interpreter), Optional.ofNullable(argument)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {"''", "#!", "#!\\n/bin/sh", "#! \\t \\n", " #!/bin/sh\\n", "#/bin/sh", "\\177ELF"})
    void these_are_no_scripts(String head) {
        assertThat(Shebang.parse(unescaped(head))).isEmpty();
    }

    @Test
    void a_name_that_goes_beyond_what_is_read_is_refused_and_an_argument_is_cut() throws IOException {
        String name = "/" + "x".repeat(Shebang.LIMIT - 3);
        assertThat(Shebang.parse("#!" + name + "y\n")).isEmpty();
        assertThat(of("#!" + name)).isEmpty();
        assertThat(of("#!" + name.substring(1) + "\n")).isPresent();
        assertThat(of("#!/bin/sh " + "a".repeat(300) + "\n"))
                .contains(new Shebang("/bin/sh", Optional.of("a".repeat(Shebang.LIMIT - 10))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "#!/usr/bin/env bash                 | bash",
                "#!/usr/bin/env bash -e              | bash -e",
                "#!/usr/bin/env -S bash -e           | bash",
                "#!/usr/bin/env -S -i A=1 -u B perl -w | perl",
                "#!/usr/bin/env --split-string=node x | node",
                "#!/usr/bin/env                      |",
                "#!/usr/bin/env -i bash              |",
                "#!/bin/sh bash                      |",
            })
    void env_looks_for_its_argument(String line, String command) {
        assertThat(Shebang.parse(line + "\n").flatMap(Shebang::envCommand)).isEqualTo(Optional.ofNullable(command));
    }

    private static Optional<Shebang> of(String content) throws IOException {
        return Shebang.of(ByteSource.of(RawText.bytes(content)));
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\r", "\r")
                .replace("\\0", "\0");
    }
}
