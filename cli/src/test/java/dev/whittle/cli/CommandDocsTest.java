package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/commands.md is the help of all commands. With {@code -Dwhittle.regenerate=true} this test writes it. */
class CommandDocsTest {
    private static final String REGENERATE = "mvn -Dquick -pl cli -am test -Dtest=CommandDocsTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dwhittle.regenerate=true";

    private final Path directory;

    CommandDocsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void the_checked_in_docs_are_what_help_says() throws IOException {
        Path file = Path.of(System.getProperty("whittle.checkout"), "docs", "commands.md");
        String expected = docs();
        if (Boolean.getBoolean("whittle.regenerate")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, expected);
        }
        assertThat(file).as("regenerate it with: %s", REGENERATE).hasContent(expected);
    }

    private String docs() {
        StringBuilder docs = new StringBuilder("""
                # Commands

                Made from the help texts; `CommandDocsTest` compares. To regenerate it:

                    %s

                """.formatted(REGENERATE));
        section(docs, "whittle", "--help");
        for (Dispatch.Verb verb : Dispatch.VERBS) {
            section(docs, "whittle " + verb.name(), verb.name(), "--help");
        }
        return docs.toString();
    }

    private void section(StringBuilder docs, String title, String... arguments) {
        String help =
                Whittle.in(directory).with("COLUMNS", "100").run(arguments).out();
        docs.append("## ").append(title).append("\n\n```text\n").append(help).append("```\n\n");
    }
}
