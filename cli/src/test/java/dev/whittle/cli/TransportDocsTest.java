package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.transport.Syntax;
import dev.whittle.transport.Transports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The README's table of sources and the completion scripts list all transports. With {@code -Dwhittle.regenerate=true} this
 * test writes the table.
 */
class TransportDocsTest {
    private static final String HEAD = "| SOURCE | is |\n|---|---|\n";

    @Test
    void the_readme_lists_every_transport() throws IOException {
        Path file = Path.of(System.getProperty("whittle.checkout"), "README.md");
        String readme = Files.readString(file);
        int start = readme.indexOf(HEAD) + HEAD.length();
        int end = readme.indexOf("\n\n", start) + 1;
        String table = table();
        if (Boolean.getBoolean("whittle.regenerate")) {
            Files.writeString(file, readme.substring(0, start) + table + readme.substring(end));
        } else {
            assertThat(readme.substring(start, end))
                    .as("regenerate it with -Dwhittle.regenerate=true")
                    .isEqualTo(table);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void completion_offers_every_transport(String shell, @TempDir Path directory) {
        List<String> prefixes = Transports.all().stream()
                .filter(syntax -> !syntax.sources().isEmpty())
                .map(Syntax::prefix)
                .toList();
        assertThat(Whittle.in(directory).run("generate-completion", shell).out())
                .contains(prefixes)
                .contains(String.join(" ", prefixes));
    }

    private static String table() {
        return Transports.all().stream().map(TransportDocsTest::row).collect(Collectors.joining())
                + "| a path | any of the above, recognised by its content |\n";
    }

    private static String row(Syntax syntax) {
        List<String> forms = syntax.sources().isEmpty() ? List.of("-", "-:REF") : syntax.sources();
        return "| "
                + forms.stream()
                        .map(form -> "`" + form.replace("|", "\\|") + "`")
                        .collect(Collectors.joining(", "))
                + " | " + syntax.help() + " |\n";
    }
}
