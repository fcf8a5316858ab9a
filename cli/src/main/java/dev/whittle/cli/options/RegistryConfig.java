package dev.whittle.cli.options;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.console.Environment;
import dev.whittle.cli.engine.CredentialHelper;
import dev.whittle.path.HostPath;
import dev.whittle.registry.AuthFile;
import dev.whittle.registry.Credentials;
import dev.whittle.registry.Login;
import dev.whittle.registry.RegistryAccess;
import dev.whittle.registry.RegistryLimits;
import dev.whittle.registry.RemoteName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From options and the environment to logins and certificates, in the order of containers-auth.json(5) and docker. */
final class RegistryConfig {
    /** Of a file with logins; one of a large site has some hundred kB. */
    private static final int MAX_FILE = 4 << 20;

    private final Environment environment;

    private RegistryConfig(Environment environment) {
        this.environment = environment;
    }

    static RegistryAccess of(
            Environment environment,
            @Nullable String authFile,
            @Nullable String credentialsFile,
            @Nullable String verify,
            @Nullable String certificates)
            throws IOException {
        RegistryConfig config = new RegistryConfig(environment);
        Credentials credentials;
        if (credentialsFile != null) {
            Login login = config.login(credentialsFile);
            credentials = name -> Optional.of(login);
        } else {
            credentials = name -> config.find(name, authFile);
        }
        return new RegistryAccess(
                credentials,
                verify(verify),
                host -> config.certificates(host, certificates),
                environment.variables(),
                RegistryLimits.DEFAULT);
    }

    private static boolean verify(@Nullable String verify) throws IOException {
        if (verify == null || verify.equals("true")) {
            return true;
        }
        if (!verify.equals("false")) {
            throw new IOException("--tls-verify " + RawText.visible(verify) + ": neither true nor false");
        }
        return false;
    }

    private Login login(String file) throws IOException {
        byte[] content;
        try (InputStream in = file.equals("-") ? environment.in() : Files.newInputStream(path(file))) {
            content = in.readNBytes(MAX_FILE);
        } catch (NoSuchFileException e) {
            throw new IOException("--creds-file " + RawText.visible(file) + ": no such file", e);
        }
        String line =
                new String(content, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        int colon = line.indexOf(':');
        if (colon < 1) {
            throw new IOException("--creds-file " + RawText.visible(file) + ": its first line is not USER:PASSWORD");
        }
        return Login.password(line.substring(0, colon), line.substring(colon + 1));
    }

    private Path path(String raw) {
        return HostPath.of(environment.workingDirectory(), raw);
    }

    private Optional<Login> find(RemoteName name, @Nullable String authFile) throws IOException {
        if (authFile != null) {
            Path file = path(authFile);
            if (!Files.exists(file)) {
                throw new IOException("--authfile " + RawText.visible(authFile) + ": no such file");
            }
            return find(name, file);
        }
        for (Path file : usual()) {
            Optional<Login> login = Files.isRegularFile(file) ? find(name, file) : Optional.empty();
            if (login.isPresent()) {
                return login;
            }
        }
        return Optional.empty();
    }

    private Optional<Login> find(RemoteName name, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return AuthFile.parse(in.readNBytes(MAX_FILE), HostPath.raw(file))
                    .find(name, (helper, server) -> CredentialHelper.get(helper, server, environment));
        }
    }

    private List<Path> usual() {
        Optional<String> named = environment.variable("REGISTRY_AUTH_FILE");
        if (named.isPresent()) {
            return List.of(fromText(named.get()));
        }
        List<Path> files = new ArrayList<>();
        environment
                .variable("XDG_RUNTIME_DIR")
                .ifPresent(variable -> files.add(fromText(variable + "/containers/auth.json")));
        Optional<String> home = environment.variable("HOME");
        environment
                .variable("XDG_CONFIG_HOME")
                .or(() -> home.map(value -> value + "/.config"))
                .ifPresent(variable -> files.add(fromText(variable + "/containers/auth.json")));
        environment
                .variable("DOCKER_CONFIG")
                .or(() -> home.map(value -> value + "/.docker"))
                .ifPresent(variable -> files.add(fromText(variable + "/config.json")));
        return files;
    }

    private Path fromText(String text) {
        return path(RawText.ofText(text));
    }

    /** containers-certs.d(5), and docker's own place. */
    private List<Path> certificates(String host, @Nullable String named) {
        if (named != null) {
            return List.of(path(named));
        }
        List<Path> directories = new ArrayList<>();
        environment
                .variable("HOME")
                .ifPresent(variable -> directories.add(fromText(variable + "/.config/containers/certs.d/" + host)));
        directories.add(Path.of("/etc/containers/certs.d", host));
        directories.add(Path.of("/etc/docker/certs.d", host));
        return directories;
    }
}
