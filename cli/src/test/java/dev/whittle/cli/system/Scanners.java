package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
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

    Scanners(Path scratch) {
        this.scratch = scratch;
        if (!Files.isDirectory(place)) {
            throw Setup.missing("the scanners " + place);
        }
    }

    /**
     * What trivy finds in a root: {@code TYPE NAME VERSION}, and the source package if known.
     *
     * @param number of the build
     */
    SortedSet<String> trivy(int number, Path root) throws IOException, InterruptedException {
        Path bill = scratch.resolve("trivy.json");
        Command command = Command.of(place.resolve("trivy-" + number), "rootfs");
        Command asked = number == 0
                ? command.andThen(
                        "--quiet",
                        "--cache-dir",
                        scratch.resolve("trivy"),
                        "--skip-db-update",
                        "--offline-scan",
                        "--format",
                        "cyclonedx")
                : command;
        asked.andThen("--output", bill, root)
                .with("HOME", scratch.toString())
                .run()
                .succeeds();
        SortedSet<String> found = new TreeSet<>();
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
        String line = plain.substring("pkg:".length(), plain.indexOf('/')) + " " + name + " " + version;
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
    SortedSet<String> snyk(Path archive) throws IOException, InterruptedException {
        Ended ended = Command.of(Setup.tool("node"), Setup.checkout().resolve("testdata/snyk-scan.js"), archive)
                .with("NODE_PATH", place.resolve("snyk/node_modules").toString())
                .with("HOME", scratch.toString())
                .run()
                .succeeds();
        return ended.lines().stream().collect(Collectors.toCollection(TreeSet::new));
    }

    /** Number of packages that trivy reads in an SBOM. Its vulnerability data is empty. */
    long trivySbom(Path bill) throws IOException, InterruptedException {
        Path database = Files.createDirectories(scratch.resolve("trivy/db"));
        Files.writeString(
                database.resolve("metadata.json"),
                "{\"Version\":2,\"NextUpdate\":\"2099-01-01T00:00:00Z\",\"UpdatedAt\":\"2024-01-01T00:00:00Z\","
                        + "\"DownloadedAt\":\"2024-01-01T00:00:00Z\"}");
        Path found = scratch.resolve("found.json");
        Command.of(
                        place.resolve("trivy-0"),
                        "sbom",
                        "--quiet",
                        "--cache-dir",
                        scratch.resolve("trivy"),
                        "--skip-db-update",
                        "--skip-java-db-update",
                        "--offline-scan",
                        "--format",
                        "json",
                        "--list-all-pkgs",
                        "--output",
                        found,
                        bill)
                .with("HOME", scratch.toString())
                .run()
                .succeeds();
        long count = 0;
        assertThat(json(found).has("Results")).as("%s", Files.readString(found)).isTrue();
        for (JsonElement result : json(found).getAsJsonArray("Results")) {
            JsonElement packages = result.getAsJsonObject().get("Packages");
            count += packages == null ? 0 : packages.getAsJsonArray().size();
        }
        return count;
    }

    private static JsonObject json(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }
}
