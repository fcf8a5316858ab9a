package dev.whittle.sbom;

import java.util.Map;

/**
 * A module that is part of a file. Strings are raw.
 *
 * @param type of its package URL: {@code golang} or {@code maven}
 * @param group of Maven; empty for Go
 * @param name for Go its whole path
 */
record Module(String type, String group, String name, String version) {
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
        return group.isEmpty() ? name : group + ":" + name;
    }
}
