package dev.whittle.cli.engine;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.console.Environment;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code docker-credential-X get}: a program that keeps logins (docker-credential-helpers, README). */
public final class CredentialHelper {
    private static final String PREFIX = "docker-credential-";
    private static final int MAX_ANSWER = 1 << 20;
    private static final int SECONDS = 60;

    private CredentialHelper() {}

    /**
     * @param name {@code X}
     * @param server what it is asked for; goes to its standard input
     * @return what it prints, empty if it knows no login
     * @throws IOException if it is not there, or fails in another way; what it prints is not in the message
     */
    public static Optional<String> get(String name, String server, Environment environment) throws IOException {
        String program = PREFIX + name;
        if (!name.matches("[A-Za-z0-9._-]+")) {
            throw new IOException("a credential helper cannot be called " + RawText.visible(name));
        }
        Engine helper;
        try {
            helper = Engine.find(program, environment);
        } catch (IOException e) {
            throw new IOException(program + ", which keeps the login for " + server + ", is not in PATH", e);
        }
        Process process = helper.start(List.of("get"));
        try {
            try (OutputStream in = process.getOutputStream()) {
                in.write((server + "\n").getBytes(StandardCharsets.UTF_8));
            }
            String answer = new String(process.getInputStream().readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(program + " does not end");
            }
            if (process.exitValue() == 0) {
                return Optional.of(answer);
            }
            if (answer.contains("credentials not found")) {
                return Optional.empty();
            }
            throw new IOException(program + " fails for " + server + " with exit code " + process.exitValue());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroy();
        }
    }
}
