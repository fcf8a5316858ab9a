package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages refer to each other, and to what is there. */
class DocsTest {
    private static final Path CHECKOUT = Path.of(System.getProperty("whittle.checkout"));
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|^ {4}.*?$|`[^`\n]*`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    static Stream<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (String directory : List.of("", "docs", "docs/adr")) {
            try (Stream<Path> files = Files.list(CHECKOUT.resolve(directory))) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            }
        }
        return pages.stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_link_leads_to_a_page_and_a_heading_of_it(Path page) throws IOException {
        String text = CODE.matcher(Files.readString(page)).replaceAll("");
        for (MatchResult link : LINK.matcher(text).results().toList()) {
            String target = link.group(1);
            if (target.contains(":")) {
                continue; // elsewhere
            }
            String[] parts = target.split("#", 2);
            Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
            assertThat(file).as("%s: %s", page, target).exists();
            if (parts.length == 2 && Files.isRegularFile(file)) {
                assertThat(anchors(file)).as("%s: %s", page, target).contains(parts[1]);
            }
        }
    }

    @Test
    void every_page_is_in_the_index() throws IOException {
        String index = Files.readString(CHECKOUT.resolve("docs/README.md"));
        try (Stream<Path> files = Files.list(CHECKOUT.resolve("docs"))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".md") && !name.equals("README.md")))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(index).contains("(" + name + ")"));
        }
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(Path page) throws IOException {
        return HEADING.matcher(Files.readString(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
