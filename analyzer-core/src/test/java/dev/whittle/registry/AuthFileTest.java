package dev.whittle.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.image.ImageReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logins as docker, podman and skopeo keep them, and how a registry asks for them. */
class AuthFileTest {
    private static final AuthFile.Helper NO_HELPER = (name, server) -> {
        throw new IOException("no helper");
    };

    private static AuthFile file(String json) throws IOException {
        return AuthFile.parse(json.getBytes(StandardCharsets.UTF_8), "config.json");
    }

    private static RemoteName name(String reference) {
        return RemoteName.of(ImageReference.parse(reference));
    }

    private static String user(AuthFile file, String reference) throws IOException {
        return file.find(name(reference), NO_HELPER).map(Login::user).orElse("nobody");
    }

    @Test
    void the_longest_part_of_a_name_counts() throws IOException {
        AuthFile file = file("""
                {"auths": {"quay.io": {"auth": "YTox"}, "quay.io/team": {"auth": "Yjox"},
                 "quay.io/team/app": {"auth": "Yzox"}, "https://index.docker.io/v1/": {"auth": "aHViOjE="}}}""");
        assertThat(user(file, "quay.io/x/y")).isEqualTo("a");
        assertThat(user(file, "quay.io/team/y")).isEqualTo("b");
        assertThat(user(file, "quay.io/team/app:1")).isEqualTo("c");
        assertThat(user(file, "quay.io/teams/app")).isEqualTo("a");
        assertThat(user(file, "nginx")).isEqualTo("hub");
        assertThat(user(file, "ghcr.io/x/y")).isEqualTo("nobody");
    }

    @Test
    void a_helper_is_asked_for_its_host_and_the_store_for_all() throws IOException {
        AuthFile file = file("""
                {"credHelpers": {"gcr.io": "gcloud"}, "credsStore": "desktop", "auths": {"z.io": {"auth": "YTox"}}}""");
        AuthFile.Helper helper = (name, server) -> server.equals("z.io")
                ? Optional.empty()
                : Optional.of("{\"Username\":\"" + name + " for " + server + "\",\"Secret\":\"s\"}");
        assertThat(file.find(name("gcr.io/a/b"), helper).orElseThrow().user()).isEqualTo("gcloud for gcr.io");
        assertThat(file.find(name("nginx"), helper).orElseThrow().user())
                .isEqualTo("desktop for https://index.docker.io/v1/");
        assertThat(file.find(name("z.io/a"), helper).orElseThrow().user()).isEqualTo("a");
        AuthFile.Helper token = (name, server) -> Optional.of("{\"Username\":\"<token>\",\"Secret\":\"s\"}");
        assertThat(file.find(name("gcr.io/a/b"), token).orElseThrow().kind()).isEqualTo(Login.Kind.IDENTITY_TOKEN);
    }

    @Test
    void tokens_come_before_passwords() throws IOException {
        AuthFile file = file("""
                {"auths": {"a.io": {"auth": "YTox", "identitytoken": "t"}, "b.io": {"registrytoken": "r"},
                 "c.io": {"username": "u", "password": "p"}, "d.io": {}}}""");
        assertThat(file.find(name("a.io/x"), NO_HELPER)).contains(new Login(Login.Kind.IDENTITY_TOKEN, "", "t"));
        assertThat(file.find(name("b.io/x"), NO_HELPER)).contains(new Login(Login.Kind.REGISTRY_TOKEN, "", "r"));
        assertThat(file.find(name("c.io/x"), NO_HELPER)).contains(new Login(Login.Kind.PASSWORD, "u", "p"));
        assertThat(file.find(name("d.io/x"), NO_HELPER)).isEmpty();
    }

    @Test
    void a_file_that_is_none_is_told_without_its_content() {
        assertThatThrownBy(() -> file("secret"))
                .hasMessage("config.json: not JSON, so it holds no credentials; log in again");
        assertThatThrownBy(() -> file("{\"auths\":{\"a.io\":{\"auth\":\"***secret\"}}}"))
                .hasMessageContaining("not base64")
                .hasMessageNotContaining("secret");
    }

    @Test
    void a_login_does_not_print_its_secret() {
        assertThat(Login.password("user", "secret")).asString().doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "nginx, docker.io, library/nginx, latest, registry-1.docker.io",
        "org/app:1, docker.io, org/app, 1, registry-1.docker.io",
        "localhost/app, localhost, app, latest, localhost",
        "localhost:5000/a/b:1, localhost:5000, a/b, 1, localhost:5000",
        "quay.io/a/b:1, quay.io, a/b, 1, quay.io",
        "index.docker.io/a/b, docker.io, a/b, latest, registry-1.docker.io",
    })
    void names_are_those_of_docker(String given, String host, String repository, String tag, String api) {
        RemoteName remoteName = name(given);
        assertThat(List.of(
                        remoteName.host(),
                        remoteName.repository(),
                        remoteName.tag().orElseThrow(),
                        remoteName.apiHost()))
                .containsExactly(host, repository, tag, api);
    }

    @Test
    void challenges_are_read_as_http_writes_them() {
        List<Challenge> all = Challenge.parse(List.of(
                "Basic realm=\"a, b\", Bearer realm=\"https://x/t\",service=\"s\\\"q\",scope=repository:a:pull",
                "Negotiate"));
        assertThat(all.stream().map(Challenge::scheme)).containsExactly("basic", "bearer", "negotiate");
        assertThat(all.get(0).parameter("realm")).contains("a, b");
        assertThat(all.get(1).parameters())
                .containsEntry("realm", "https://x/t")
                .containsEntry("service", "s\"q")
                .containsEntry("scope", "repository:a:pull");
        assertThat(Challenge.parse(List.of("=,=\"", ""))).isEmpty();
    }
}
