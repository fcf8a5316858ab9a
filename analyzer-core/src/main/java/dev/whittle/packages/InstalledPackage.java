package dev.whittle.packages;

import java.util.Set;

/**
 * A package of a database. All strings are raw; those that the database does not have are empty.
 *
 * @param built what it was built from
 * @param licence as stated in the database: apk's {@code L:}, rpm's LICENSE; none in dpkg's
 * @param asks the packages that it depends on, recommends, or suggests: names without versions; none for rpm
 * @param isInstalled false for leftovers in dpkg's database, such as the configuration of a removed package
 * @param text the stanza with the blank line after it, unchanged; empty for rpm
 * @param files of the package
 */
public record InstalledPackage(
        Identity identity,
        Built built,
        String licence,
        Set<String> asks,
        boolean isInstalled,
        String text,
        FileListing files) {
    /** @param version as the package manager writes it, with epoch and release */
    public record Identity(PackageType type, String name, String version, String architecture) {}

    /**
     * The source package.
     *
     * @param source its name: dpkg's {@code Source}, apk's {@code o:}, the name part of rpm's SOURCERPM
     */
    public record Built(String source, String version) {}

    public PackageType type() {
        return identity.type();
    }

    public String name() {
        return identity.name();
    }

    /** As the package manager writes it, with epoch and release. */
    public String version() {
        return identity.version();
    }

    public String architecture() {
        return identity.architecture();
    }

    /** The name of the source package. */
    public String source() {
        return built.source();
    }

    /** The version of the source package. */
    public String sourceVersion() {
        return built.version();
    }
}
