package dev.whittle.sbom;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What a root consists of.
 *
 * @param name what a person calls the source, raw
 * @param created seconds since 1970 at which the image was made, or 0
 * @param components in the order of their refs
 * @param dependencies refs of what a component needs: of a package its files, of a program or library those that its loader opens, of a
 *     file the modules in it
 * @param leftOut files that are not listed, for there are too many
 * @param remarks what could not be looked at, one line each, raw
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
