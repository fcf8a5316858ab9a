package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.fail;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A headless Chromium, driven by the WebDriver protocol (W3C) that chromedriver speaks. */
final class Browser implements Closeable {
    private static final int TRIES = 100;

    private final Process driver;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;

    private Browser(Process driver, String base) {
        this.driver = driver;
        this.base = base;
    }

    /** @param profile an empty directory for what the browser keeps */
    static Browser start(Path profile) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ProcessBuilder builder = Command.of(Setup.tool("chromedriver"), "--port=" + port)
                .with("HOME", profile.toString())
                .builder();
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Browser starting = new Browser(builder.start(), "http://127.0.0.1:" + port);
        try {
            starting.awaitReady();
            JsonObject session =
                    starting.call("POST", "/session", capabilities(profile)).getAsJsonObject();
            return new Browser(
                    starting.driver,
                    starting.base + "/session/" + session.get("sessionId").getAsString());
        } catch (IOException | RuntimeException | AssertionError e) {
            starting.driver.destroy();
            throw e;
        }
    }

    private static JsonObject capabilities(Path profile) {
        String text = """
            {"capabilities": {"alwaysMatch": {"browserName": "chrome",
              "goog:loggingPrefs": {"browser": "ALL"},
              "goog:chromeOptions": {"args": ["--headless=new", "--no-sandbox", "--disable-gpu",
                    "--force-prefers-reduced-motion",
                "--window-size=1440,1000", "--user-data-dir=PROFILE"]}}}}
            """;
        return JsonParser.parseString(text.replace("PROFILE", profile.toString()))
                .getAsJsonObject();
    }

    private void awaitReady() throws IOException, InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            try {
                call("GET", "/status", null);
                return;
            } catch (IOException e) {
                Thread.sleep(100);
            }
        }
        fail("chromedriver does not answer at " + base);
    }

    void open(String url) throws IOException, InterruptedException {
        JsonObject body = new JsonObject();
        body.addProperty("url", url);
        call("POST", "/url", body);
    }

    /** What a script returns that is the body of a function; waits for nothing. */
    JsonElement evaluate(String script) throws IOException, InterruptedException {
        JsonObject body = new JsonObject();
        body.addProperty("script", script);
        body.add("args", new JsonArray());
        return call("POST", "/execute/sync", body);
    }

    String text(String script) throws IOException, InterruptedException {
        return evaluate(script).getAsString();
    }

    /** Waits until a script that is an expression is true; fails with it if that takes more than ten seconds. */
    void await(String expression) throws IOException, InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            JsonElement value = evaluate("return Boolean(" + expression + ")");
            if (value.getAsBoolean()) {
                return;
            }
            Thread.sleep(100);
        }
        fail("never true: " + expression);
    }

    /** A real click in the middle of an element, scrolled to where a person would have it: one that is covered is not reached. */
    void click(String selector) throws IOException, InterruptedException {
        evaluate("document.querySelector(" + new Gson().toJson(selector) + ").scrollIntoView({block: 'center'})");
        call("POST", "/element/" + element(selector) + "/click", new JsonObject());
    }

    /** Keys typed into an element; U+E007 is Enter, U+E003 Backspace, U+E014 the right arrow. */
    void type(String selector, String keys) throws IOException, InterruptedException {
        JsonObject body = new JsonObject();
        body.addProperty("text", keys);
        call("POST", "/element/" + element(selector) + "/value", body);
    }

    private String element(String selector) throws IOException, InterruptedException {
        JsonObject body = new JsonObject();
        body.addProperty("using", "css selector");
        body.addProperty("value", selector);
        JsonObject found = call("POST", "/element", body).getAsJsonObject();
        return found.entrySet().iterator().next().getValue().getAsString();
    }

    /** What the page has said on its console since the last time: errors, and what it could not load. */
    List<String> said() throws IOException, InterruptedException {
        JsonObject body = new JsonObject();
        body.addProperty("type", "browser");
        List<String> lines = new ArrayList<>();
        for (JsonElement entry : call("POST", "/se/log", body).getAsJsonArray()) {
            lines.add(entry.getAsJsonObject().get("message").getAsString());
        }
        return lines;
    }

    void screenshot(Path file) throws IOException, InterruptedException {
        Files.write(
                file,
                Base64.getDecoder().decode(call("GET", "/screenshot", null).getAsString()));
    }

    private JsonElement call(String method, String path, @Nullable JsonObject body)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher content = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(new Gson().toJson(body));
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, content)
                .header("Content-Type", "application/json; charset=utf-8")
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        JsonElement value =
                JsonParser.parseString(response.body()).getAsJsonObject().get("value");
        if (response.statusCode() != 200) {
            fail(method + " " + path + ": " + value);
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        try {
            call("DELETE", "", null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            driver.destroy();
            try {
                driver.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
