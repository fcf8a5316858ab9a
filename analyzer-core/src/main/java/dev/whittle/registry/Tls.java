package dev.whittle.registry;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates are trusted, and which are shown: the certificate directories of containers-certs.d(5). */
final class Tls {
    /** Where distributions have the certificates that other programs trust; Java has its own, often without a site's own CA. */
    private static final List<String> BUNDLES = List.of(
            "/etc/ssl/certs/ca-certificates.crt", // Debian, Alpine, Arch
            "/etc/pki/tls/certs/ca-bundle.crt", // Fedora
            "/etc/ssl/ca-bundle.pem"); // SUSE

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END", Pattern.DOTALL);
    private static final char[] NO_PASSWORD = {};

    private Tls() {}

    /**
     * @param verify whether a server must prove who it is
     * @param directories with {@code *.crt} of further authorities, and {@code *.cert} with {@code *.key} to be shown; one that
     *     is not there holds nothing
     * @throws IOException if a file in one is no such file
     */
    static SSLContext context(boolean verify, List<Path> directories) throws IOException {
        List<X509ExtendedTrustManager> trusted = new ArrayList<>();
        List<KeyManager> keys = new ArrayList<>();
        try {
            if (verify) {
                trusted.add(managerOf(null));
            }
            for (Path directory : directories) {
                read(directory, verify, trusted, keys);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.toArray(new KeyManager[0]), new TrustManager[] {new Any(verify, trusted)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new RegistryException("cannot set up TLS: " + e.getMessage(), e);
        }
    }

    static RegistryException failure(String server, Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (message.contains("nrecognized SSL message")) {
            return new RegistryException(
                    server + ": speaks no TLS; with --tls-verify=false it is asked by plain HTTP",
                    RegistryException.Kind.NO_TLS,
                    cause);
        }
        if (message.contains("bad_certificate") || message.contains("certificate_required")) {
            return new RegistryException(
                    server
                            + ": wants a certificate of yours: put NAME.cert and NAME.key into the directory of --cert-dir",
                    cause);
        }
        if (cause instanceof SSLHandshakeException) {
            return new RegistryException(
                    server + ": its certificate is not trusted (" + reason(message)
                            + "); put its authority's into a directory as ca.crt and name that with --cert-dir,"
                            + " or use --tls-verify=false",
                    cause);
        }
        return new RegistryException(server + ": TLS failed (" + message + ")", RegistryException.Kind.PASSING, cause);
    }

    private static String reason(String message) {
        return message.contains("unable to find valid certification path") ? "unknown authority" : message;
    }

    private static X509ExtendedTrustManager managerOf(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager x509ExtendedTrustManager) {
                return x509ExtendedTrustManager;
            }
        }
        throw new IllegalStateException("every Java has one for X.509");
    }

    private static X509ExtendedTrustManager trust(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, NO_PASSWORD);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("authority" + i, authorities.get(i));
        }
        return managerOf(store);
    }

    private static void read(
            Path directory, boolean verify, List<X509ExtendedTrustManager> trusted, List<KeyManager> keys)
            throws IOException, GeneralSecurityException {
        List<X509Certificate> authorities = new ArrayList<>();
        for (Path file : files(directory)) {
            String name = file.getFileName().toString();
            if (name.endsWith(".crt") && verify) {
                authorities.addAll(certificates(file));
            } else if (name.endsWith(".cert")) {
                keys.addAll(key(file, directory.resolve(name.substring(0, name.length() - 4) + "key")));
            }
        }
        if (!authorities.isEmpty()) {
            trusted.add(trust(authorities));
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
                all.forEach(files::add);
            }
        }
        files.sort(null);
        return files;
    }

    private static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> all = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                all.add((X509Certificate) each);
            }
        } catch (CertificateException e) {
            throw new RegistryException(file + ": not a certificate in PEM form", e);
        }
        return all;
    }

    private static List<KeyManager> key(Path certificate, Path key) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, NO_PASSWORD);
        store.setKeyEntry(
                "own", privateKey(key), NO_PASSWORD, certificates(certificate).toArray(new Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return List.of(factory.getKeyManagers());
    }

    private static PrivateKey privateKey(Path file) throws IOException {
        Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!pem.find() || !pem.group(1).isEmpty()) {
            throw new RegistryException(file + ": not a plain PKCS #8 key; openssl pkcs8 -topk8 -nodes makes one");
        }
        try {
            PKCS8EncodedKeySpec spec =
                    new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(2)));
            for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(spec);
                } catch (InvalidKeySpecException e) {
                    // a key of another kind
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new RegistryException(file + ": not a key that Java reads", e);
        }
        throw new RegistryException(file + ": neither an RSA nor an EC key");
    }

    /** Trusts whom one of several trusts; Java's own first, the host's, which take longer to read, last. */
    private static final class Any extends X509ExtendedTrustManager {
        private final boolean verify;
        private final List<X509ExtendedTrustManager> trusted;
        private boolean hasHost;

        Any(boolean verify, List<X509ExtendedTrustManager> trusted) {
            this.verify = verify;
            this.trusted = trusted;
        }

        /** One manager's opinion. */
        private interface Question {
            void ask(X509ExtendedTrustManager manager) throws CertificateException;
        }

        private synchronized void require(Question question) throws CertificateException {
            if (!verify) {
                return;
            }
            CertificateException first = null;
            for (int i = 0; i < trusted.size() || addHost(); i++) {
                try {
                    question.ask(trusted.get(i));
                    return;
                } catch (CertificateException e) {
                    first = first == null ? e : first;
                }
            }
            throw first == null ? new CertificateException("nobody is trusted") : first;
        }

        /** Once, and false if there is nothing to add. */
        private boolean addHost() {
            if (hasHost) {
                return false;
            }
            hasHost = true;
            for (String bundle : BUNDLES) {
                try {
                    if (Files.isRegularFile(Path.of(bundle))) {
                        return trusted.add(trust(certificates(Path.of(bundle))));
                    }
                } catch (IOException | GeneralSecurityException e) {
                    // treated as missing
                }
            }
            return false;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            require(manager -> manager.checkServerTrusted(chain, type));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            require(manager -> manager.checkServerTrusted(chain, type, socket));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            require(manager -> manager.checkServerTrusted(chain, type, engine));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
