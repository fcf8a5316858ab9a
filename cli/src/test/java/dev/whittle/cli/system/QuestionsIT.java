package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands of docs/questions.md, each run in a shell as written. */
@Tag("system")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuestionsIT {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([^|]+\\?) \\| `(.+)` \\|$");

    private final Path base;
    private final Map<String, String> commands = new LinkedHashMap<>();

    QuestionsIT(@TempDir Path directory) throws IOException {
        base = directory.toRealPath();
    }

    @BeforeAll
    void prepare() throws IOException, InterruptedException {
        String page = Files.readString(Setup.checkout().resolve("docs/questions.md"));
        ROW.matcher(page).results().forEach(this::remember);
        Path program = Files.createDirectory(base.resolve("bin")).resolve("whittle");
        Files.writeString(program, "#!/bin/sh\nexec '" + Setup.java() + "' -jar '" + Setup.jar() + "' \"$@\"\n");
        Command.of("chmod", "755", program).run().succeeds();
        for (Map.Entry<String, String> copy : Map.of(
                        "app.tar", BaseImage.SAVED_NGINX,
                        "base-1.tar", "alpine-3.15.11-x86_64",
                        "base-2.tar", "alpine-3.19.4-x86_64")
                .entrySet()) {
            Command.bash(
                            "gzip -dc \"$1\" >\"$2\"",
                            List.of(
                                    Setup.images()
                                            .resolve(copy.getValue() + ".tar.gz")
                                            .toString(),
                                    copy.getKey()))
                    .in(base)
                    .run()
                    .succeeds();
        }
        String first = page.substring(page.indexOf("`whittle slim") + 1);
        typed(first.substring(0, first.indexOf('`'))).succeeds();
    }

    private void remember(MatchResult row) {
        commands.put(row.group(1), row.group(2).replace("\\|", "|"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Why is this library in the image?                 ; needed by /usr/sbin/nginx as libcrypto.so.3",
                "What would go with it if I removed a program?     ; paths are kept only because of it",
                "Who needs this library, and through whom?         ; /usr/sbin/nginx",
                "What does this program load, and from where?      ; libpcre2-8.so.0 => /usr/lib/libpcre2-8.so.0",
                "What is different in the new base image?          ; libcrypto.so.3",
                "Which lines do I need in my Dockerfile?           ; COPY --from=base [",
                "Which kinds of files take the space?              ; '\nlibraries'",
                "Which program is the heaviest, with its libraries?; ' /usr/sbin/nginx\n'",
                "Which files are the largest?                      ; ' /lib/libcrypto.so.3\n'",
                "What can only a run tell?                         ; /entrypoint.sh",
                "What is kept for one family?                      ; /etc/ssl/openssl.cnf",
                "And on which evidence?                            ; OPENSSLDIR",
                "Which packages are left, for the scanner?         ; 'musl 1.'",
                "Which files give rights?                          ; 1777 /tmp",
                "What does a program load, as a list?              ; /lib/libssl.so.3",
            })
    void a_question_is_answered(String question, String answer) throws IOException, InterruptedException {
        // diff tells by its exit code that there are differences.
        int exit = question.equals("What is different in the new base image?") ? 1 : 0;
        String out = typed(command(question)).exits(exit).out();
        assertThat(out.replaceAll("(?m)^[0-9]+ (?=libraries$)", "\n")).contains(answer);
    }

    @Test
    void what_is_complete_has_no_problems() throws IOException, InterruptedException {
        assertThat(typed(command("What is wrong, and what do I do about it?"))
                        .succeeds()
                        .out())
                .isEmpty();
        assertThat(typed(command("Is anything missing in what I built?"))
                        .succeeds()
                        .out())
                .contains("OK");
    }

    @Test
    void what_is_missing_is_a_problem_with_what_fixes_it() throws IOException, InterruptedException {
        typed("whittle slim app.tar -o oci:lacking --report lacking.json --exclude /usr/lib/libpcre2-8.so.0")
                .exits(1);
        String question = command("What is wrong, and what do I do about it?");
        assertThat(typed(question.replace("kept.json", "lacking.json"))
                        .succeeds()
                        .out())
                .contains("libpcre2-8.so.0", ": ")
                .doesNotContain("null");
    }

    @Test
    void what_writes_a_file_writes_it() throws IOException, InterruptedException {
        typed(command("Can I look at all of it?")).succeeds();
        assertThat(Files.readString(base.resolve("kept.html"))).contains("<!DOCTYPE html>", "libcrypto.so.3");
        typed(command("What does a scanner need to know?")).succeeds();
        assertThat(Files.readString(base.resolve("bill.cdx.json"))).contains("CycloneDX", "pkg:apk/");
        assertThat(typed(command("What would be kept, without writing anything?"))
                        .succeeds()
                        .out())
                .contains("/usr/sbin/nginx");
    }

    /** So that a new row of the page is in one of the tests above. */
    @Test
    void every_question_is_tested() throws IOException {
        String source =
                Files.readString(Setup.checkout().resolve("cli/src/test/java/dev/whittle/cli/system/QuestionsIT.java"));
        assertThat(commands).hasSizeGreaterThanOrEqualTo(10);
        assertThat(commands.keySet()).allSatisfy(question -> assertThat(source).contains(question));
    }

    private String command(String question) {
        assertThat(commands).containsKey(question);
        return commands.getOrDefault(question, "");
    }

    private Ended typed(String line) throws IOException, InterruptedException {
        return Command.of("bash", "-o", "pipefail", "-c", line)
                .in(base)
                .with("PATH", base.resolve("bin") + ":" + Setup.PATH)
                .run();
    }
}
