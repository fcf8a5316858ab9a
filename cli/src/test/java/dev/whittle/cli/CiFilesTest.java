package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What CI systems read from this repository is well formed, and refers to what is there. */
class CiFilesTest {
    private static final Path CHECKOUT = Path.of(System.getProperty("whittle.checkout"));
    private static final ObjectReader YAML = new YAMLMapper().readerFor(JsonNode.class);

    /** Types of elements of an issue form, as GitHub documents them. */
    private static final Set<String> ELEMENTS = Set.of("markdown", "input", "textarea", "dropdown", "checkboxes");

    static Stream<Path> workflows() throws IOException {
        return files(".github/workflows");
    }

    static Stream<Path> forms() throws IOException {
        return files(".github/ISSUE_TEMPLATE")
                .filter(file -> !file.getFileName().toString().equals("config.yml"));
    }

    @Test
    void the_action_uses_the_inputs_that_it_declares() throws IOException {
        JsonNode action = documents("action.yml").get(0);
        assertThat(action.path("name").asText()).isNotEmpty();
        assertThat(action.path("description").asText()).isNotEmpty();
        assertThat(action.path("runs").path("using").asText()).isEqualTo("composite");
        Set<String> used =
                names("\\$\\{\\{ inputs\\.([a-z-]+)", action.path("runs").toString());
        assertThat(used).isEqualTo(fields(action.path("inputs")));
        for (JsonNode input : action.path("inputs")) {
            assertThat(input.path("description").asText()).isNotEmpty();
            assertThat(input.path("required").asBoolean() || input.has("default"))
                    .isTrue();
        }
        Set<String> ids = new HashSet<>();
        for (JsonNode step : action.path("runs").path("steps")) {
            ids.add(step.path("id").asText());
            assertThat(step.path("shell").asText()).as("%s", step).isEqualTo("bash");
            assertThat(step.path("run").asText()).isNotEmpty();
        }
        assertThat(ids)
                .containsAll(names("steps\\.([a-z]+)\\.", action.path("outputs").toString()));
    }

    @Test
    void the_steps_set_the_variables_that_the_script_reads() throws IOException {
        Set<String> read = names("(WHITTLE_[A-Z_]+)", Files.readString(CHECKOUT.resolve("scripts/ci/slim.sh")));
        JsonNode action = documents("action.yml").get(0);
        assertThat(read).containsAll(names("\"(WHITTLE_[A-Z_]+)\":", action.toString()));
        JsonNode job = documents("templates/slim.yml").get(1).path("whittle-slim");
        Set<String> set = new HashSet<>(fields(job.path("variables")));
        set.removeAll(names("\\$(WHITTLE_[A-Z]+)", job.path("script").toString()));
        assertThat(read).containsAll(set);
    }

    @Test
    void the_component_of_gitlab_uses_the_inputs_that_it_declares() throws IOException {
        List<JsonNode> documents = documents("templates/slim.yml");
        assertThat(documents).hasSize(2);
        Set<String> declared = fields(documents.get(0).path("spec").path("inputs"));
        assertThat(names("\\$\\[\\[ inputs\\.([a-z-]+) ]]", documents.get(1).toString()))
                .isEqualTo(declared);
        JsonNode job = documents.get(1).path("whittle-slim");
        assertThat(fields(job)).contains("stage", "image", "script", "artifacts");
        assertThat(job.path("script").isArray()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void a_workflow_has_jobs_with_steps_and_few_rights(Path file) throws IOException {
        JsonNode workflow = documents(file).get(0);
        // A parser of YAML 1.1 takes the key "on" for true.
        assertThat(workflow.has("on") || workflow.has("true")).isTrue();
        assertThat(workflow.path("permissions").path("contents").asText()).isEqualTo("read");
        assertThat(workflow.path("jobs")).isNotEmpty();
        for (JsonNode job : workflow.path("jobs")) {
            assertThat(job.has("runs-on")).isTrue();
            assertThat(job.path("steps")).isNotEmpty();
            for (JsonNode step : job.path("steps")) {
                assertThat(step.has("run") != step.has("uses")).as("%s", step).isTrue();
                assertThat(step.path("uses").asText("a@v1")).matches("[A-Za-z0-9/_.-]+@v[0-9]+");
            }
        }
        Set<String> scripts = names("(?<![\\w/.])((?:\\./|\\.ci/|scripts/)[A-Za-z0-9./]+)", workflow.toString());
        assertThat(scripts)
                .allSatisfy(script -> assertThat(CHECKOUT.resolve(script)).isExecutable());
    }

    @ParameterizedTest
    @MethodSource("forms")
    void a_form_asks_for_something(Path file) throws IOException {
        JsonNode form = documents(file).get(0);
        assertThat(form.path("name").asText()).isNotEmpty();
        assertThat(form.path("description").asText()).isNotEmpty();
        Set<String> ids = new HashSet<>();
        for (JsonNode element : form.path("body")) {
            assertThat(ELEMENTS).contains(element.path("type").asText());
            assertThat(element.path("attributes").path("label").asText()).isNotEmpty();
            assertThat(ids.add(element.path("id").asText())).isTrue();
        }
        assertThat(ids).contains("version");
    }

    @Test
    void the_other_files_are_well_formed() throws IOException {
        JsonNode contact = documents(".github/ISSUE_TEMPLATE/config.yml")
                .get(0)
                .path("contact_links")
                .get(0);
        assertThat(fields(contact)).containsExactlyInAnyOrder("name", "url", "about");
        JsonNode updates = documents(".github/dependabot.yml").get(0);
        assertThat(updates.path("version").asInt()).isEqualTo(2);
        for (JsonNode update : updates.path("updates")) {
            assertThat(fields(update)).contains("package-ecosystem", "directory", "schedule");
        }
    }

    @Test
    void a_hook_names_a_script_that_is_there() throws IOException {
        List<JsonNode> hooks = documents(".pre-commit-hooks.yaml");
        assertThat(hooks).isNotEmpty();
        for (JsonNode hook : hooks) {
            assertThat(fields(hook)).contains("id", "name", "entry", "language");
            assertThat(CHECKOUT.resolve(hook.path("entry").asText())).isExecutable();
        }
    }

    private static Stream<Path> files(String directory) throws IOException {
        try (Stream<Path> files = Files.list(CHECKOUT.resolve(directory))) {
            return files.sorted().toList().stream();
        }
    }

    private static List<JsonNode> documents(String file) throws IOException {
        return documents(CHECKOUT.resolve(file));
    }

    private static List<JsonNode> documents(Path file) throws IOException {
        try (MappingIterator<JsonNode> documents = YAML.readValues(file.toFile())) {
            return documents.readAll();
        }
    }

    private static Set<String> fields(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return Set.copyOf(names);
    }

    private static Set<String> names(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }
}
