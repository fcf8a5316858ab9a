package dev.whittle.packages;

import java.util.Set;

/**
 * A package of a database. All strings are raw; those that the database does not have are empty.
 *
 * @param version as the package manager writes it, with epoch and release
 * @param source the name of the source package: dpkg's {@code Source}, apk's {@code o:}, the name part of rpm's
 *     SOURCERPM
 * @param sourceVersion that of the source package
 * @param licence as stated in the database: apk's {@code L:}, rpm's LICENSE; none in dpkg's
 * @param asks the packages that it depends on, recommends, or suggests: names without versions; none for rpm
 * @param isInstalled false for leftovers in dpkg's database, such as the configuration of a removed package
 * @param text the stanza with the blank line after it, unchanged; empty for rpm
 * @param files of the package
 */
public record InstalledPackage(
        PackageType type,
        String name,
        String version,
        String architecture,
        String source,
        String sourceVersion,
        String licence,
        Set<String> asks,
        boolean isInstalled,
        String text,
        FileListing files) {}
