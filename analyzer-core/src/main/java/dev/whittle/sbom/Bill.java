package dev.whittle.sbom;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * The content of a root as an SBOM.
 *
 * @param name of the source for display, raw
 * @param created creation time of the image in seconds since 1970, or 0
 * @param components in the order of their refs
 * @param dependencies refs of what a component needs: for a package its files, for a program or library those that its
 *     loader opens, for a file its modules
 * @param leftOut number of files that are not listed because there are too many
 * @param remarks what could not be examined, one line each, raw
 */
public record Bill(
        String name,
        long created,
        Optional<OsRelease> os,
        List<Component> components,
        SortedMap<String, SortedSet<String>> dependencies,
        long leftOut,
        List<String> remarks) {
    public Bill {
        components = List.copyOf(components);
        remarks = List.copyOf(remarks);
    }
}
