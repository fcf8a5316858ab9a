package dev.whittle.discover.crypto;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.GoProgram;
import dev.whittle.discover.evidence.StringExtractor;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The certificates that TLS clients trust. */
public final class CaCertificates implements Detector {
    /** Locations of the bundle in distributions: Go's crypto/x509/root_linux.go, in its order. */
    static final List<String> BUNDLES = List.of(
            "/etc/ssl/certs/ca-certificates.crt",
            "/etc/pki/tls/certs/ca-bundle.crt",
            "/etc/ssl/ca-bundle.pem",
            "/etc/pki/tls/cacert.pem",
            "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
            "/etc/ssl/cert.pem");

    /** The bundles in a file's strings, in this order. */
    private static final StringExtractor<List<String>> NAMED = strings -> {
        List<String> named = new ArrayList<>();
        for (String string : strings) {
            if (string.contains("/etc/")) {
                BUNDLES.stream().filter(string::contains).forEach(named::add);
            }
        }
        return List.copyOf(named);
    };

    @Override
    public Family family() {
        return new Family(
                "ca-certificates", "the CA bundle of TLS clients: OpenSSL's OPENSSLDIR, GnuTLS, Go's crypto/x509");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        Optional<Context.Elf> tls = context.libraries("libssl.so").stream().findFirst();
        boolean any = false;
        for (Context.Elf elf : context.elfs()) {
            if (elf.isLibc()) {
                continue;
            }
            findings.because(elf.path());
            any |= openSsl(context, elf, tls, findings);
            any |= builtIn(context, elf, findings);
        }
        if (any) {
            for (String name : List.of("SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE")) {
                Optional<String> value = context.variable(name);
                if (value.isPresent()) {
                    findings.becauseOfTheImage()
                            .tree(
                                    Finding.Level.REQUIRED,
                                    "the image's " + name + " is " + value.get(),
                                    context.existing(value.get()));
                }
            }
        }
    }

    private static boolean openSsl(Context context, Context.Elf elf, Optional<Context.Elf> tls, Findings findings)
            throws IOException {
        boolean any = false;
        for (String directory : context.read(elf, OpenSsl.DIRECTORIES)) {
            boolean client = elf.isProgram() || tls.isPresent();
            String user = elf.isProgram()
                    ? ""
                    : tls.map(ssl -> ", and " + ssl.path().raw() + " is kept").orElse("");
            Finding.Level level = client ? Finding.Level.RECOMMENDED : Finding.Level.POSSIBLE;
            String evidence = elf.path().raw() + " says OPENSSLDIR: \"" + directory + "\"" + user;
            findings.file(level, evidence, context.existing(directory + "/cert.pem"));
            findings.tree(level, evidence, context.existing(directory + "/certs"));
            any = true;
        }
        return any;
    }

    /** GnuTLS, curl, p11-kit, Go, Rust: each contains the bundle's path as a string. */
    private static boolean builtIn(Context context, Context.Elf elf, Findings findings) throws IOException {
        List<String> named = context.read(elf, NAMED);
        boolean go = GoProgram.uses(context, elf, "crypto/x509.");
        String evidence = go
                ? elf.path().raw() + " holds Go's package crypto/x509"
                : elf.path().raw() + " holds the string " + (named.isEmpty() ? "" : named.get(0));
        if (named.isEmpty() && !go) {
            return false;
        }
        Optional<RootPath> bundle = context.firstFile(
                BUNDLES.stream().filter(path -> go || named.contains(path)).toList());
        findings.file(Finding.Level.RECOMMENDED, evidence, bundle);
        if (go && bundle.isEmpty()) {
            findings.remark(evidence + ", but the root has no CA bundle");
        }
        return true;
    }
}
