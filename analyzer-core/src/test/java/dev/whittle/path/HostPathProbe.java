package dev.whittle.path;

import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Run by {@link HostPathLocaleTest} in its own JVM: creates unusual names and checks that they are returned. */
final class HostPathProbe {
    private HostPathProbe() {}

    public static void main(String[] args) throws IOException {
        Path base = Path.of(args[0]);
        List<String> names = List.of("plain", RawText.ofText("café ☕"), "latin\u00e9", "\u00ff\u00fe", "a%41\nb");
        for (String name : names) {
            Path directory = HostPath.of(base, name);
            Files.createDirectory(directory);
            Files.writeString(HostPath.of(directory, name), "x");
            Files.createSymbolicLink(HostPath.of(base, "link-" + name), HostPath.of(base, name));
            check(HostPath.raw(directory).equals(HostPath.raw(base) + "/" + name), "path", name);
            Path target = Files.readSymbolicLink(HostPath.of(base, "link-" + name));
            check(HostPath.raw(target).equals(HostPath.raw(base) + "/" + name), "link target", name);
        }
        Set<String> listed = new TreeSet<>();
        try (var entries = Files.newDirectoryStream(base)) {
            entries.forEach(entry -> listed.add(HostPath.rawName(entry)));
        }
        for (String name : names) {
            check(listed.contains(name) && listed.contains("link-" + name), "listing", name);
            check(Files.exists(HostPath.of(HostPath.of(base, name), name)), "file", name);
        }
        System.out.println("all names came back");
    }

    private static void check(boolean good, String subject, String name) {
        if (!good) {
            throw new IllegalStateException(subject + ": " + RawText.visible(name));
        }
    }
}
