package dev.whittle.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds for every transport in the registry. */
class TransportsTest {
    /** In place of the words of a form, something that can be parsed. */
    private static String example(String form) {
        return form.replaceAll("\\[.*]", "")
                .replace("PATH/", "registry.example/team/")
                .replaceAll("(PATH|FILE|DIR|REF|NAME)$", "example");
    }

    @Test
    void no_prefix_hides_another() {
        List<String> prefixes = Transports.all().stream().map(Syntax::prefix).toList();
        for (String prefix : prefixes) {
            assertThat(prefixes).filteredOn(other -> other.startsWith(prefix)).containsExactly(prefix);
        }
    }

    @Test
    void every_form_of_a_source_is_parsed_by_its_transport() {
        for (Syntax syntax : Transports.all()) {
            for (String form : syntax.sources()) {
                assertThat(form).startsWith(syntax.prefix());
                assertThat(Transports.hasPrefix(form)).isTrue();
                assertThat(Transports.source(example(form), file -> false).shown())
                        .endsWith("example");
            }
        }
    }

    @Test
    void every_form_of_a_destination_is_parsed_by_its_transport() {
        for (Syntax syntax : Transports.all()) {
            for (String form : syntax.destinations()) {
                assertThat(form).startsWith(syntax.prefix());
                assertThat(Transports.isDestination(form)).isTrue();
                assertThat(Transports.destination(example(form), Path.of("/w")).several())
                        .as("%s takes several images", form)
                        .matches(several -> several.isPresent() == syntax.isImage());
            }
        }
    }

    @Test
    void a_message_names_every_transport() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transports.source("unknown:x y", file -> false))
                .satisfies(e -> assertThat(e.getMessage())
                        .contains(Transports.all().stream().map(Syntax::prefix).toList()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transports.destination("unknown:x", Path.of("/w")))
                .satisfies(e -> assertThat(e.getMessage())
                        .contains(Transports.all().stream()
                                .flatMap(syntax -> syntax.destinations().stream())
                                .toList()));
    }

    @ParameterizedTest
    @CsvSource({
        "oci:x, true",
        "docker:x, true",
        "docker://x, true",
        "deb:x, false",
        "oc:x, false",
        "oci, false",
        ":x, false",
    })
    void a_destination_is_recognised_by_its_prefix(String text, boolean known) {
        assertThat(Transports.isDestination(text)).isEqualTo(known);
    }

    @Test
    void the_image_of_a_registry_is_known_by_its_name() {
        assertThat(Transports.inRegistry("docker://a/b:1").map(Object::toString))
                .isEqualTo(Optional.of("a/b:1"));
        assertThat(Transports.inRegistry("docker:a/b:1")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Transports.inRegistry("docker://A"));
    }
}
