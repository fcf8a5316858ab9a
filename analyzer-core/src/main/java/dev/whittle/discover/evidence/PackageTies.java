package dev.whittle.discover.evidence;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which programs packages have, and which packages ask for each other, as the databases of dpkg ({@code status},
 * {@code info/*.list}: deb822(5), dpkg(1)) and apk ({@code installed}: apk-package(5)) say. Empty where a root has neither.
 * What is not read because it is too much ties nothing.
 */
public final class PackageTies {
    private static final RootPath STATUS = RootPath.of("/var/lib/dpkg/status");
    private static final RootPath INFO = RootPath.of("/var/lib/dpkg/info");
    private static final List<RootPath> APK =
            List.of(RootPath.of("/lib/apk/db/installed"), RootPath.of("/usr/lib/apk/db/installed"));

    private static final int MAX_DATABASE = 32 << 20;
    private static final int MAX_LIST = 4 << 20;
    private static final int MAX_LISTS = 5000;
    private static final Set<String> FIELDS = Set.of("Depends", "Pre-Depends", "Recommends", "Suggests");
    private static final Pattern PROGRAM = Pattern.compile("(?:/usr|/usr/local)?/s?bin/[^/]+");

    private final Map<String, Set<String>> asks = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private final Map<String, Set<String>> programs = new HashMap<>();

    private PackageTies() {}

    /** Reads a root's databases, whichever it has. */
    static PackageTies of(RootFs root) {
        PackageTies ties = new PackageTies();
        try {
            String status = text(root, STATUS, MAX_DATABASE);
            if (!status.isEmpty()) {
                ties.status(status);
                ties.lists(root);
            }
            for (RootPath installed : APK) {
                ties.installed(text(root, installed, MAX_DATABASE));
            }
        } catch (IOException e) {
            return new PackageTies(); // a directory that may not be read: as if there were none
        }
        return ties;
    }

    private static String text(RootFs root, RootPath file, int limit) {
        try (ByteSource content = root.open(file)) {
            return content.size() > limit ? "" : RawText.of(content.head(limit));
        } catch (IOException e) {
            return "";
        }
    }

    private void status(String text) {
        String name = "";
        String field = "";
        for (String line : text.split("\n", -1)) {
            int colon = line.indexOf(':');
            if (line.startsWith(" ")) {
                continue;
            }
            field = colon < 0 ? "" : line.substring(0, colon);
            if (field.equals("Package")) {
                name = line.substring(colon + 1).strip();
            } else if (FIELDS.contains(field)) {
                for (String each : line.substring(colon + 1).split("[,|]", -1)) {
                    asks.computeIfAbsent(name, its -> new HashSet<>()).add(packageName(each));
                }
            }
        }
    }

    /** {@code libc6:amd64 (>= 2.3)} → {@code libc6}. */
    private static String packageName(String relation) {
        String name = relation.strip();
        int end = 0;
        while (end < name.length() && " (:[<>=~".indexOf(name.charAt(end)) < 0) {
            end++;
        }
        return name.substring(0, end);
    }

    private void lists(RootFs root) throws IOException {
        int count = 0;
        for (String entry : root.list(INFO)) {
            if (!entry.endsWith(".list") || count++ >= MAX_LISTS) {
                continue;
            }
            String name = packageName(entry.substring(0, entry.length() - ".list".length()));
            for (String path : text(root, INFO.child(entry), MAX_LIST).split("\n", -1)) {
                add(name, path);
            }
        }
    }

    private void installed(String text) {
        String name = "";
        String directory = "";
        for (String line : text.split("\n", -1)) {
            if (line.length() < 2 || line.charAt(1) != ':') {
                continue;
            }
            String value = line.substring(2);
            switch (line.charAt(0)) {
                case 'P' -> name = value;
                case 'D' -> {
                    for (String each : value.split(" ", -1)) {
                        asks.computeIfAbsent(name, its -> new HashSet<>()).add(packageName(each));
                    }
                }
                case 'F' -> directory = value;
                case 'R' -> add(name, "/" + directory + "/" + value);
                default -> {}
            }
        }
    }

    private void add(String name, String path) {
        if (PROGRAM.matcher(path).matches()) {
            String merged = merged(path);
            owners.put(merged, name);
            programs.computeIfAbsent(name, its -> new TreeSet<>()).add(merged.substring(merged.lastIndexOf('/') + 1));
        }
    }

    /** Where /bin is a link to /usr/bin the database may name either. */
    private static String merged(String path) {
        return path.startsWith("/bin/") || path.startsWith("/sbin/") ? "/usr" + path : path;
    }

    public Optional<String> owner(RootPath program) {
        return Optional.ofNullable(owners.get(merged(program.raw())));
    }

    /** The names of the programs that packages have. */
    public Set<String> programs(Collection<String> packages) {
        Set<String> names = new TreeSet<>();
        packages.forEach(name -> names.addAll(programs.getOrDefault(name, Set.of())));
        return names;
    }

    /** The packages that one depends on, recommends or suggests; not what these ask for in turn. */
    public Set<String> asked(String name) {
        return asks.getOrDefault(name, Set.of());
    }
}
