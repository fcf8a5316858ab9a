package dev.whittle.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseBillTest {
    private static final Jvm RUNTIME = new Jvm(Path.of("/nowhere"), 25, "Some Vendor 25.0.3+9-LTS");

    private final Path repository;

    ReleaseBillTest(@TempDir Path repository) {
        this.repository = repository;
    }

    @Test
    void a_library_is_named_by_its_place_and_licensed_by_its_pom_or_a_parents() throws IOException {
        library(
                "org/one",
                "parent",
                "1",
                "<project><licenses><license><name>MIT</name></license></licenses></project>");
        Path jar = library(
                "org/one",
                "lib",
                "2.0",
                "<project><parent><groupId>org.one</groupId>"
                        + "<artifactId>parent</artifactId><version>1</version></parent></project>");
        String bill = ReleaseBill.of("7", repository, List.of(jar, Path.of("/elsewhere/classes")), RUNTIME);
        JsonObject root = JsonParser.parseString(bill).getAsJsonObject();
        assertThat(root.getAsJsonArray("components")).hasSize(2);
        JsonObject library = root.getAsJsonArray("components").get(0).getAsJsonObject();
        assertThat(library.get("purl").getAsString()).isEqualTo("pkg:maven/org.one/lib@2.0?type=jar");
        assertThat(library.get("licenses").toString()).contains("\"MIT\"");
        assertThat(library.get("hashes").toString()).contains(Hashes.sha256(jar));
        JsonObject java = root.getAsJsonArray("components").get(1).getAsJsonObject();
        assertThat(java.get("group").getAsString()).isEqualTo("Some Vendor");
        assertThat(java.get("version").getAsString()).isEqualTo("25.0.3+9-LTS");
        assertThat(ReleaseBill.of("7", repository, List.of(jar), RUNTIME)).isEqualTo(bill);
    }

    @Test
    void a_library_without_a_license_is_an_error() throws IOException {
        Path jar = library("org/one", "lib", "2.0", "<project></project>");
        assertThatThrownBy(() -> ReleaseBill.of("7", repository, List.of(jar), RUNTIME))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("lib-2.0.pom");
    }

    private Path library(String group, String artifact, String version, String pom) throws IOException {
        Path place = Files.createDirectories(
                repository.resolve(group).resolve(artifact).resolve(version));
        Files.writeString(place.resolve(artifact + "-" + version + ".pom"), pom);
        return Files.writeString(place.resolve(artifact + "-" + version + ".jar"), "a jar");
    }
}
