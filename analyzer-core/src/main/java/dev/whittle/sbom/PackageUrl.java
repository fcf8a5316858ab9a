package dev.whittle.sbom;

import dev.whittle.bytes.RawText;
import dev.whittle.packages.InstalledPackage;
import dev.whittle.packages.PackageType;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Package URLs: purl-spec, PURL-SPECIFICATION.rst. */
public final class PackageUrl {
    /** Types of which names and namespaces have no upper case. */
    private static final Set<String> LOWER = Set.of("deb", "apk", "golang", "pypi", "npm", "composer");

    private PackageUrl() {}

    /**
     * For a package of a distribution: its namespace is the distribution, or the package manager's default if that is
     * unknown.
     */
    static String of(InstalledPackage installedPackage, Optional<OsRelease> os) {
        Map<String, String> qualifiers = new TreeMap<>();
        String version = installedPackage.version();
        if (installedPackage.type() == PackageType.RPM && version.contains(":")) {
            qualifiers.put("epoch", version.substring(0, version.indexOf(':')));
            version = version.substring(version.indexOf(':') + 1);
        }
        qualifiers.put("arch", installedPackage.architecture());
        os.ifPresent(release ->
                qualifiers.put("distro", release.id() + (release.version().isEmpty() ? "" : "-" + release.version())));
        String namespace = os.map(OsRelease::id)
                .orElse(
                        switch (installedPackage.type()) {
                            case DEB -> "debian";
                            case CHISEL -> "ubuntu";
                            case APK -> "alpine";
                            case RPM -> "redhat";
                        });
        return of(installedPackage.type().toString(), namespace, installedPackage.name(), version, qualifiers);
    }

    /** @param namespace its parts separated by slashes; may be empty */
    static String of(String type, String namespace, String name, String version, Map<String, String> qualifiers) {
        boolean isLower = LOWER.contains(type);
        // PURL-TYPES, pypi: names with underscores and dashes are the same.
        String normal = type.equals("pypi") ? name.replace('_', '-') : name;
        StringBuilder url = new StringBuilder("pkg:").append(type);
        for (String part : namespace.split("/", -1)) {
            if (!part.isEmpty()) {
                url.append('/').append(encoded(isLower ? part.toLowerCase(Locale.ROOT) : part));
            }
        }
        url.append('/').append(encoded(isLower ? normal.toLowerCase(Locale.ROOT) : normal));
        if (!version.isEmpty()) {
            url.append('@').append(encoded(version));
        }
        char separator = '?';
        for (Map.Entry<String, String> each : qualifiers.entrySet()) {
            if (!each.getValue().isEmpty()) {
                url.append(separator).append(each.getKey()).append('=').append(encoded(each.getValue()));
                separator = '&';
            }
        }
        return url.toString();
    }

    /** Percent-encodes everything but letters, digits, and {@code - . _ ~}; raw text is encoded by its bytes. */
    private static String encoded(String raw) {
        StringBuilder encoded = new StringBuilder(raw.length());
        for (byte each : RawText.bytes(raw)) {
            char c = (char) (each & 0xFF);
            boolean isPlain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~".indexOf(c) >= 0;
            if (isPlain) {
                encoded.append(c);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}
