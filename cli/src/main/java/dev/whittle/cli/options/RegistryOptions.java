package dev.whittle.cli.options;

import dev.whittle.cli.console.Environment;
import dev.whittle.registry.RegistryAccess;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How registries are spoken to; names as skopeo has them, but for a password on the command line, which all users would see. */
public final class RegistryOptions implements PlainLine.Options {
    @Option(
            names = "--authfile",
            paramLabel = "FILE",
            description =
                    "For docker://: the file with logins (default: $REGISTRY_AUTH_FILE, else those of podman, skopeo"
                            + " and docker: see docs/registries.md).")
    @Nullable
    String authFile;

    @Option(
            names = "--creds-file",
            paramLabel = "FILE",
            description = "For docker://: a file with USER:PASSWORD, or - for standard input.")
    @Nullable
    String credentialsFile;

    @Option(
            names = "--tls-verify",
            paramLabel = "BOOL",
            description =
                    "For docker://: with false, any certificate will do, and plain HTTP (default: true; a registry on"
                            + " this machine may speak plain HTTP).")
    @Nullable
    String verify;

    @Option(
            names = "--cert-dir",
            paramLabel = "DIR",
            description =
                    "For docker://: the directory with the registry's authority (*.crt) and your certificate (*.cert,"
                            + " *.key).")
    @Nullable
    String certificates;

    @Override
    public boolean value(String name, String value) {
        switch (name) {
            case "--authfile" -> authFile = value;
            case "--creds-file" -> credentialsFile = value;
            case "--tls-verify" -> verify = value;
            case "--cert-dir" -> certificates = value;
            default -> {
                return false;
            }
        }
        return true;
    }

    /** @throws IOException with a message for a person, if an option's value is no good */
    public RegistryAccess access(Environment environment) throws IOException {
        return RegistryConfig.of(environment, authFile, credentialsFile, verify, certificates);
    }
}
