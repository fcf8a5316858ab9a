package dev.whittle.cli.system;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The scanners that testdata/provision installs: the packages that they find, without vulnerability data. */
final class Scanners {
    /** A qualifier of a package URL. */
    private static final Pattern EPOCH = Pattern.compile("[?&]epoch=(\\d+)");

    private final Path place = Setup.cache().resolve("scanners/all");
    private final Path scratch;

    Scanners(Path scratch) throws IOException, InterruptedException {
        this.scratch = scratch;
        if (!Files.isDirectory(place)) {
            throw Setup.missing("the scanners " + place);
        }
        for (int number = 0; number < 2; number++) {
            emptyData(scratch.resolve("trivy-" + number));
        }
    }

    /** Data about vulnerabilities and about Java archives, with nothing in them: trivy would get them from the network. */
    private static void emptyData(Path cache) throws IOException, InterruptedException {
        Path vulnerabilities = Files.createDirectories(cache.resolve("db"));
        Path java = Files.createDirectories(cache.resolve("java-db"));
        String times = ",\"NextUpdate\":\"2099-01-01T00:00:00Z\",\"UpdatedAt\":\"2024-01-01T00:00:00Z\","
                + "\"DownloadedAt\":\"2099-01-01T00:00:00Z\"}";
        Files.writeString(vulnerabilities.resolve("metadata.json"), "{\"Version\":2" + times);
        Files.writeString(java.resolve("metadata.json"), "{\"Version\":1" + times);
        Command.of(
                        "sqlite3",
                        java.resolve("trivy-java.db"),
                        "create table artifacts(id integer primary key, group_id text, artifact_id text);"
                                + "create table indices(artifact_id integer, version text, sha1 blob, archive_type text);")
                .run()
                .succeeds();
    }

    /**
     * What trivy finds in a root: {@code TYPE NAME VERSION}, and the source package if known.
     *
     * @param number of the build
     */
    NavigableSet<String> trivy(int number, Path root) throws IOException, InterruptedException {
        return trivy(number, "rootfs", root);
    }

    /**
     * What trivy reads of a bill of materials, as lines like those of a root.
     *
     * @param number of the build; the older one knows no CycloneDX 1.6
     */
    NavigableSet<String> trivyOfBill(int number, Path bill) throws IOException, InterruptedException {
        return trivy(number, "sbom", bill);
    }

    private NavigableSet<String> trivy(int number, String command, Path file) throws IOException, InterruptedException {
        Path bill = scratch.resolve("trivy.json");
        Command.of(
                        place.resolve("trivy-" + number),
                        command,
                        "--quiet",
                        "--cache-dir",
                        scratch.resolve("trivy-" + number),
                        "--skip-db-update",
                        "--skip-java-db-update",
                        "--offline-scan",
                        "--format",
                        "cyclonedx",
                        "--output",
                        bill,
                        file)
                .with("HOME", scratch.toString())
                .with("TRIVY_SKIP_VERSION_CHECK", "true")
                .run()
                .succeeds();
        return components(bill);
    }

    /** {@code TYPE NAME VERSION} of all components with a package URL of a bill in CycloneDX. */
    static NavigableSet<String> components(Path bill) throws IOException {
        NavigableSet<String> found = new TreeSet<>();
        JsonElement components = json(bill).get("components");
        for (JsonElement each : components == null ? new JsonArray() : components.getAsJsonArray()) {
            if (each.getAsJsonObject().has("purl")) {
                found.add(line(each.getAsJsonObject()));
            }
        }
        return found;
    }

    private static String line(JsonObject component) {
        String url = component.get("purl").getAsString();
        String plain = URLDecoder.decode(url.split("\\?", 2)[0].replace("+", "%2B"), StandardCharsets.UTF_8);
        int at = plain.lastIndexOf('@');
        String name = plain.substring(plain.lastIndexOf('/', at) + 1, at);
        Matcher epoch = EPOCH.matcher(url);
        String version = (epoch.find() ? epoch.group(1) + ":" : "") + plain.substring(at + 1);
        // The older build has no type for packages of Fedora, and one of its own for crates.
        String type =
                switch (plain.substring("pkg:".length(), plain.indexOf('/'))) {
                    case "none" -> "rpm";
                    case "rustbinary" -> "cargo";
                    default -> plain.substring("pkg:".length(), plain.indexOf('/'));
                };
        String line = type + " " + name + " " + version;
        JsonElement properties = component.get("properties");
        StringBuilder source = new StringBuilder();
        for (JsonElement each : properties == null ? new JsonArray() : properties.getAsJsonArray()) {
            String key = each.getAsJsonObject().get("name").getAsString();
            String value = each.getAsJsonObject().get("value").getAsString();
            if (key.contains(":Src")) {
                source.append(' ')
                        .append(key.substring(key.lastIndexOf(':') + 1))
                        .append('=')
                        .append(value);
            }
        }
        return line + source;
    }

    /** What snyk's plugin finds in a docker archive: {@code NAME VERSION}, with snyk's names. */
    NavigableSet<String> snyk(Path archive) throws IOException, InterruptedException {
        Ended ended = Command.of(Setup.tool("node"), Setup.checkout().resolve("testdata/snyk-scan.js"), archive)
                .with("NODE_PATH", place.resolve("snyk/node_modules").toString())
                .with("HOME", scratch.toString())
                .run()
                .succeeds();
        return ended.lines().stream().collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonObject json(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }
}
