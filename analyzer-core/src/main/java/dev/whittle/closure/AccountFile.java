package dev.whittle.closure;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * A file with colon-separated fields: passwd(5), group(5), shadow(5), gshadow(5).
 *
 * @param lines raw, without line breaks
 */
public record AccountFile(List<String> lines) {
    public static final RootPath PASSWD = RootPath.of("/etc/passwd");
    public static final RootPath GROUP = RootPath.of("/etc/group");
    public static final RootPath SHADOW = RootPath.of("/etc/shadow");
    public static final RootPath GSHADOW = RootPath.of("/etc/gshadow");
    public static final AccountFile EMPTY = new AccountFile(List.of());

    private static final int ID = 2;

    /** No valid file is longer. */
    private static final int MAX_SIZE = 4 << 20;

    public AccountFile {
        lines = List.copyOf(lines);
    }

    /** Links followed; empty if there is no such file. */
    public static AccountFile read(RootFs root, RootPath path) throws IOException {
        Optional<Walk.Result.Found> found = Walk.follow(root, path).found();
        if (found.isEmpty() || !(found.get().node() instanceof Node.RegularFile file) || file.size() > MAX_SIZE) {
            return EMPTY;
        }
        try (ByteSource content = root.open(found.get().path())) {
            List<String> lines = new ArrayList<>(
                    Arrays.asList(RawText.of(content.head(MAX_SIZE)).split("\n", -1)));
            if (lines.get(lines.size() - 1).isEmpty()) {
                lines.remove(lines.size() - 1);
            }
            return new AccountFile(lines);
        }
    }

    public static List<String> fields(String line) {
        return Arrays.asList(line.split(":", -1));
    }

    public static String name(String line) {
        return fields(line).get(0);
    }

    /** The number in the third field. */
    public static OptionalLong id(String line) {
        List<String> fields = fields(line);
        return fields.size() > ID ? number(fields.get(ID)) : OptionalLong.empty();
    }

    public static OptionalLong number(String text) {
        return text.matches("[0-9]{1,10}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    public Optional<String> line(String name) {
        return lines.stream().filter(line -> name(line).equals(name)).findFirst();
    }

    public AccountFile with(String line) {
        List<String> more = new ArrayList<>(lines);
        more.add(line);
        return new AccountFile(more);
    }

    public AccountFile only(Predicate<String> wanted) {
        return new AccountFile(lines.stream().filter(wanted).toList());
    }

    public byte[] bytes() {
        return RawText.bytes(lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    }
}
