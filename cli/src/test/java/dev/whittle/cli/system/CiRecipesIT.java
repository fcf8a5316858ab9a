package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recipes of docs/ci.md do what they say: the steps of the action and of the GitLab component run as these systems run
 * them, with the release that they load over HTTP, and the Dockerfile is built by an engine and by buildah.
 */
@Tag("system")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CiRecipesIT {
    private static final String NGINX = "nginx:1.22.1-alpine";

    private final Path base;
    private final List<String> asked = new ArrayList<>();
    private String docs = "";
    private String version = "";
    private Path release = Path.of("");
    private Engine engine;
    private HttpServer server;

    CiRecipesIT(@TempDir Path directory) throws IOException {
        base = directory.toRealPath();
    }

    @BeforeAll
    void start() throws IOException, InterruptedException {
        Setup.requireRoot();
        docs = Files.readString(Setup.checkout().resolve("docs/ci.md"));
        version = first("uses: OWNER/whittle@v([0-9.]+)", docs);
        assertThat(version).isEqualTo(ReleaseFiles.VERSION);
        release = ReleaseFiles.shared().resolve("release");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
        engine = Engine.start();
        engine.docker("load", "-i", Setup.images().resolve(BaseImage.SAVED_NGINX + ".tar.gz"))
                .run()
                .succeeds();
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        server.stop(0);
        engine.stop();
    }

    @Test
    void the_action_slims_what_the_job_has_built() throws Exception {
        Path work = Files.createDirectory(base.resolve("github"));
        Files.writeString(work.resolve("Dockerfile"), "FROM " + NGINX + "\nLABEL built=here\n");
        JsonNode steps = yaml(block("yaml", "## GitHub Actions")).get(0).path("steps");
        GithubJob job = new GithubJob(work);
        for (JsonNode step : steps) {
            if (step.has("run")) {
                job.bash(step.path("run").asText(), Map.of());
            } else if (step.path("uses").asText().startsWith("OWNER/whittle@")) {
                job.uses(step.path("uses").asText(), step.path("with"));
            }
        }
        assertThat(asked).contains("/OWNER/whittle/releases/download/v" + version + "/SHA256SUMS");
        assertThat(Files.readAllLines(job.output)).contains("complete=true", "reports=whittle-reports");
        assertThat(Files.readString(job.summary)).contains("## app:latest", "Complete: nothing that the image starts");
        // What the further steps of the recipe send is there, and is what it is called.
        Path reports = work.resolve("whittle-reports");
        assertThat(files(reports)).contains("image.log", "image.slim.json", "image.bill.cdx.json", "image.scan.sarif");
        assertThat(json(reports.resolve("image.scan.sarif"))).contains("\"version\":\"2.1.0\"");
        assertThat(json(reports.resolve("image.bill.cdx.json"))).contains("\"bomFormat\":\"CycloneDX\"");
        Ended ended = engine.run("app:slim", List.of(), "nginx", "-t").succeeds();
        assertThat(ended.err()).contains("test is successful");
        assertThat(engine.docker("inspect", "-f", "{{.Config.Labels.built}}", "app:slim")
                        .run()
                        .succeeds()
                        .out()
                        .strip())
                .isEqualTo("here");
    }

    @Test
    void the_component_of_gitlab_slims_an_archive() throws Exception {
        Path work = Files.createDirectory(base.resolve("gitlab"));
        engine.docker("save", "-o", work.resolve("app.tar"), NGINX).run().succeeds();
        JsonNode include =
                yaml(block("yaml", "## GitLab")).get(0).path("include").get(0);
        List<JsonNode> component = yaml(Files.readString(Setup.checkout().resolve("templates/slim.yml")));
        Map<String, String> inputs = new TreeMap<>();
        component
                .get(0)
                .path("spec")
                .path("inputs")
                .properties()
                .forEach(input -> inputs.put(
                        input.getKey(), input.getValue().path("default").asText()));
        include.path("inputs").properties().forEach(input -> {
            assertThat(inputs).containsKey(input.getKey());
            inputs.put(input.getKey(), input.getValue().asText());
        });
        inputs.replace("release", url() + "/releases/" + version);
        UnaryOperator<String> filled =
                text -> replaced("\\$\\[\\[ inputs\\.([a-z-]+) ]]", text, name -> inputs.getOrDefault(name, ""));

        JsonNode job = component.get(1).path("whittle-slim");
        StringBuilder script = new StringBuilder();
        job.path("script")
                .forEach(line -> script.append(filled.apply(line.asText())).append('\n'));
        // The job's image is its own, and so is what it installs: here /usr/local is empty, and gone afterwards.
        Command shell = Command.of("sh", "-ec", "mount -t tmpfs none /usr/local; exec sh -e \"$0\"")
                .under(Setup.tool("unshare"), "--mount", "--propagation", "private", "--")
                .andThen(Files.writeString(base.resolve("gitlab.sh"), script))
                .in(work);
        for (Map.Entry<String, JsonNode> variable : fields(job.path("variables"))) {
            shell = shell.with(
                    variable.getKey(), filled.apply(variable.getValue().asText()));
        }
        Ended ended = shell.run().succeeds();
        assertThat(ended.out()).contains("written to oci:app-slim");
        assertThat(work.resolve("app-slim/index.json")).isRegularFile();
        assertThat(Files.readString(work.resolve("whittle-reports/summary.md"))).contains("Complete");
        assertThat(json(work.resolve("whittle-reports/image.bill.cdx.json"))).contains("\"bomFormat\":\"CycloneDX\"");
    }

    /** The engine has no network: Debian's image is one that has the package already, and apt finds nothing to do. */
    @Test
    void the_dockerfile_that_slims_itself_is_built_by_two_builders() throws Exception {
        String file = block("dockerfile", "## A Dockerfile that slims itself");
        assertThat(first("whittle_([0-9.]+)_amd64\\.deb", file)).isEqualTo(version);
        engine.docker(
                        "import",
                        BaseImage.provisioned("nginx").resolve("layer.tar"),
                        first("FROM ([^ ]+) AS build", file))
                .run()
                .succeeds();
        Path context = Files.createDirectory(base.resolve("dockerfile"));
        Files.writeString(context.resolve("Dockerfile"), file);
        String deb = "whittle_" + version + "_amd64.deb";
        Files.copy(release.resolve(deb), context.resolve(deb));
        Path scratch = Files.createDirectory(base.resolve("builders"));
        Dockerfiles builders = new Dockerfiles(engine, scratch);
        try {
            builders.share(first("FROM ([^ ]+) AS build", file));
            for (String image : builders.built(context, "self")) {
                assertThat(engine.run(image, List.of("--entrypoint", "/usr/sbin/nginx"), "-t")
                                .succeeds()
                                .err())
                        .contains("test is successful");
                assertThat(builders.listing(image))
                        .noneMatch(
                                line -> line.contains("/dpkg") || line.contains("/whittle") || line.contains("/apt"));
            }
        } finally {
            builders.forget();
        }
    }

    @Test
    void the_hook_says_which_lines_are_missing() throws Exception {
        Path work = Files.createDirectory(base.resolve("hook"));
        engine.docker("save", "-o", work.resolve("base.tar"), NGINX).run().succeeds();
        Path home = unpacked("hook-tool");
        Command.of(home.resolve("whittle"), "copy", "--from", "base.tar", "--format", "dockerfile", "-o", "Dockerfile")
                .in(work)
                .run()
                .succeeds();
        JsonNode hook = yaml(Files.readString(Setup.checkout().resolve(".pre-commit-hooks.yaml")))
                .get(0);
        List<Object> words = new ArrayList<>();
        words.add(Setup.checkout().resolve(hook.path("entry").asText()));
        yaml(block("yaml", "As a hook of"))
                .get(0)
                .path("repos")
                .get(0)
                .path("hooks")
                .get(0)
                .path("args")
                .forEach(word -> words.add(word.asText()));
        words.add("Dockerfile");
        Command check = Command.of(words.toArray())
                .in(work)
                .with("WHITTLE", home.resolve("whittle").toString());
        check.run().succeeds();
        Path file = work.resolve("Dockerfile");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("\"/usr/lib/libpcre2-8.so.0\", ", "")
                        .replaceAll("(?m)^COPY .*libpcre2.*\\n", ""));
        assertThat(check.run().exits(1).out()).contains("libpcre2-8.so.0");
    }

    @Test
    void the_lines_for_any_other_system_run_as_they_stand() throws Exception {
        Path work = Files.createDirectory(base.resolve("other"));
        engine.docker("save", "-o", work.resolve("app.tar"), NGINX).run().succeeds();
        Files.copy(release.resolve("install.sh"), work.resolve("install.sh"));
        String lines = docs.substring(docs.indexOf("## Any other system"))
                .lines()
                .filter(line -> line.startsWith("    "))
                .map(String::strip)
                .reduce("", (all, line) -> all + line + "\n")
                .replace("RELEASE", url() + "/releases")
                .replace("VERSION", version);
        Command.of("sh", "-exc", lines)
                .in(work)
                .with("HOME", work.toString())
                .with("PATH", work.resolve(".local/bin") + ":" + Setup.PATH)
                .run()
                .succeeds();
        assertThat(json(work.resolve("scan.sarif"))).contains("\"version\":\"2.1.0\"");
        assertThat(work.resolve("bill.cdx.json")).isNotEmptyFile();
    }

    /** A job of GitHub's runner, as far as the recipe needs it: files that steps write for those behind them. */
    private final class GithubJob {
        private final Path work;
        private final Path output;
        private final Path summary;
        private final Path paths;

        GithubJob(Path work) throws IOException {
            this.work = work;
            this.output = Files.createFile(base.resolve("github-output"));
            this.summary = Files.createFile(base.resolve("github-summary"));
            this.paths = Files.createFile(base.resolve("github-path"));
        }

        void uses(String action, JsonNode with) throws Exception {
            JsonNode declared = yaml(Files.readString(Setup.checkout().resolve("action.yml")))
                    .get(0);
            Map<String, String> known = new TreeMap<>(Map.of(
                    "github.action_ref", action.substring(action.indexOf('@') + 1),
                    "github.action_repository", action.substring(0, action.indexOf('@')),
                    "github.action_path", Setup.checkout().toString(),
                    "github.server_url", url(),
                    "runner.temp",
                            Files.createDirectory(base.resolve("runner temp")).toString()));
            declared.path("inputs")
                    .properties()
                    .forEach(input -> known.put(
                            "inputs." + input.getKey(),
                            input.getValue().path("default").asText()));
            with.properties().forEach(input -> {
                assertThat(known).containsKey("inputs." + input.getKey());
                known.put("inputs." + input.getKey(), input.getValue().asText());
            });
            for (JsonNode step : declared.path("runs").path("steps")) {
                Map<String, String> variables = new TreeMap<>();
                for (Map.Entry<String, JsonNode> variable : fields(step.path("env"))) {
                    variables.put(
                            variable.getKey(), expression(variable.getValue().asText(), known));
                }
                bash(step.path("run").asText(), variables);
            }
        }

        /** As the runner starts it: bash that stops at the first failure. */
        void bash(String script, Map<String, String> variables) throws Exception {
            String path = String.join(":", Files.readAllLines(paths));
            Command command = engine.here(Command.of("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script))
                    .in(work)
                    .with("PATH", (path.isEmpty() ? "" : path + ":") + Setup.PATH)
                    .with("GITHUB_OUTPUT", output.toString())
                    .with("GITHUB_STEP_SUMMARY", summary.toString())
                    .with("GITHUB_PATH", paths.toString());
            for (Map.Entry<String, String> variable : variables.entrySet()) {
                command = command.with(variable.getKey(), variable.getValue());
            }
            command.run().succeeds();
        }

        private static String expression(String text, Map<String, String> known) {
            return replaced("\\$\\{\\{ ([a-z._-]+) }}", text, name -> {
                assertThat(known).containsKey(name);
                return known.getOrDefault(name, "");
            });
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        Path file = release.resolve(path.substring(path.lastIndexOf('/') + 1));
        boolean isThere = Files.isRegularFile(file);
        exchange.sendResponseHeaders(isThere ? 200 : 404, isThere ? Files.size(file) : -1);
        try (OutputStream out = exchange.getResponseBody()) {
            if (isThere) {
                Files.copy(file, out);
            }
        }
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private Path unpacked(String name) throws IOException, InterruptedException {
        Path place = Files.createDirectory(base.resolve(name));
        String archive = "whittle-" + version + "-linux-x86_64";
        Command.of("tar", "-C", place, "-xf", release.resolve(archive + ".tar.gz"), "--no-same-owner")
                .run()
                .succeeds();
        return place.resolve(archive);
    }

    /** The first block of a language behind a line of the page. */
    private String block(String language, String after) {
        return first("(?s)```" + language + "\n(.*?)```", docs.substring(docs.indexOf(after)));
    }

    private static String first(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + pattern + " in " + text));
    }

    private static String replaced(String pattern, String text, UnaryOperator<String> value) {
        return Pattern.compile(pattern)
                .matcher(text)
                .replaceAll(
                        (MatchResult match) -> java.util.regex.Matcher.quoteReplacement(value.apply(match.group(1))));
    }

    private static List<JsonNode> yaml(String text) throws IOException {
        try (MappingIterator<JsonNode> documents =
                new YAMLMapper().readerFor(JsonNode.class).readValues(text)) {
            return documents.readAll();
        }
    }

    private static List<Map.Entry<String, JsonNode>> fields(JsonNode node) {
        return List.copyOf(node.properties());
    }

    /** Without space between members. */
    private static String json(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).toString();
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
