package dev.whittle.sbom;

import java.util.List;
import java.util.Map;

/**
 * A module that a file is built from, or a package of a language. Strings are raw.
 *
 * @param type of its package URL: {@code golang}, {@code maven}, {@code cargo}, {@code pypi}, {@code npm}, {@code gem}, {@code composer}
 * @param group of Maven, the scope of npm with its {@code @}, the vendor of composer; else empty
 * @param name for Go its whole path
 * @param licences names or expressions as the metadata has them
 */
record Module(String type, String group, String name, String version, List<String> licences) {
    Module {
        licences = List.copyOf(licences);
    }

    Module(String type, String group, String name, String version) {
        this(type, group, name, version, List.of());
    }

    String url() {
        int slash = name.lastIndexOf('/');
        boolean isPath = type.equals("golang") && slash >= 0;
        return PackageUrl.of(
                type,
                isPath ? name.substring(0, slash) : group,
                isPath ? name.substring(slash + 1) : name,
                version,
                Map.of());
    }

    String shown() {
        return group.isEmpty() ? name : group + (type.equals("maven") ? ":" : "/") + name;
    }
}
