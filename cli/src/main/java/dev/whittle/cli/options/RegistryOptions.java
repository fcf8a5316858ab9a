package dev.whittle.cli.options;

import dev.whittle.cli.console.Environment;
import dev.whittle.registry.RegistryAccess;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How registries are spoken to; names as skopeo has them, but for a password on the command line, which all users would see. */
public final class RegistryOptions {
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

    private @Nullable RegistryAccess access;

    /** These, with others in place of some. */
    RegistryOptions with(
            @Nullable String file,
            @Nullable String credentials,
            @Nullable String verified,
            @Nullable String directory) {
        RegistryOptions other = new RegistryOptions();
        other.authFile = file == null ? authFile : file;
        // A login is for one registry: a file with several takes its place.
        other.credentialsFile = credentials == null && file == null ? credentialsFile : credentials;
        other.verify = verified == null ? verify : verified;
        other.certificates = directory == null ? certificates : directory;
        return other;
    }

    /** @throws IOException with a message for a person, if an option's value is no good */
    public RegistryAccess access(Environment environment) throws IOException {
        if (access == null) { // standard input is read once
            access = RegistryConfig.of(environment, authFile, credentialsFile, verify, certificates);
        }
        return access;
    }
}
