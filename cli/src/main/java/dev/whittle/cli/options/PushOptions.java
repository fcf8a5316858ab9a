package dev.whittle.cli.options;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Environment;
import dev.whittle.cli.console.FailureException;
import dev.whittle.registry.RegistryAccess;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What goes to a registry, and how that is spoken to where it is another than the source's. */
public final class PushOptions {
    /** What can be attached to an image. */
    public enum Kind {
        sbom,
        report,
        provenance
    }

    @Option(
            names = "--attach",
            paramLabel = "KIND,...",
            description = "With -o docker://: attach documents to the image, as artifacts that refer to it: sbom"
                    + " (CycloneDX), report, provenance (in-toto, SLSA v1, not signed).")
    @Nullable
    String attach;

    @Option(names = "--dest-authfile", paramLabel = "FILE", description = "As --authfile, for DEST alone.")
    @Nullable
    String authFile;

    @Option(names = "--dest-creds-file", paramLabel = "FILE", description = "As --creds-file, for DEST alone.")
    @Nullable
    String credentialsFile;

    @Option(names = "--dest-tls-verify", paramLabel = "BOOL", description = "As --tls-verify, for DEST alone.")
    @Nullable
    String verify;

    @Option(names = "--dest-cert-dir", paramLabel = "DIR", description = "As --cert-dir, for DEST alone.")
    @Nullable
    String certificates;

    /** What is to be attached, in the order that was given. */
    public Set<Kind> attached() throws FailureException {
        Set<Kind> kinds = new LinkedHashSet<>();
        for (String word : attach == null ? new String[0] : attach.split(",", -1)) {
            Optional<Kind> kind = PlainLine.constant(Kind.values(), word);
            if (kind.isEmpty()) {
                throw new FailureException(
                        ExitCode.USAGE, "--attach " + RawText.visible(word) + ": not one of sbom, report, provenance");
            }
            kinds.add(kind.get());
        }
        return kinds;
    }

    /** Whether one of these options is given, all of which are for a registry. */
    public boolean isUsed() {
        return attach != null || authFile != null || credentialsFile != null || verify != null || certificates != null;
    }

    /**
     * @param common what holds for source and destination alike
     * @throws IOException with a message for a person, if an option's value is no good
     */
    public RegistryAccess access(Environment environment, RegistryOptions common) throws IOException {
        if (authFile == null && credentialsFile == null && verify == null && certificates == null) {
            return common.access(environment);
        }
        return common.with(authFile, credentialsFile, verify, certificates).access(environment);
    }
}
