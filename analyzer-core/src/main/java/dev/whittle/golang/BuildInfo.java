package dev.whittle.golang;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The build information in a Go program: src/debug/buildinfo/buildinfo.go of Go. A header of 32 bytes, aligned to 16;
 * from Go 1.18 on followed by two strings with their lengths: Go's version, and lines of modules. The older form,
 * pointers to such strings, is not supported.
 *
 * @param version of Go, raw: {@code go1.22.1}
 * @param lines each a word and what it says, separated by tabs; raw
 */
public record BuildInfo(String version, String lines) {
    private static final String MAGIC = "\u00ff Go buildinf:";
    private static final int HEADER = 32;
    private static final int ALIGN = 16;
    private static final int INLINE = 2;
    private static final int CHUNK = 1 << 20;

    /** Number of bytes searched for the header. */
    private static final long MAX_SEARCHED = 256L << 20;

    /** The lines of a program with a thousand modules have 100 kB. */
    private static final int MAX_INFO = 4 << 20;

    /** Elements of the path of a repository on the usual hosts: cmd/go/internal/vcs. */
    private static final int REPOSITORY = 3;

    /** @return none if there is no build information */
    public static Optional<BuildInfo> of(ByteSource content) throws IOException {
        long at = find(content);
        if (at < 0) {
            return Optional.empty();
        }
        byte[] head = bytes(content, at, HEADER);
        if (head.length < HEADER || (head[15] & INLINE) == 0) {
            return Optional.empty();
        }
        long[] next = {at + HEADER};
        String version = string(content, next);
        String info = string(content, next);
        if (info.length() >= 33 && info.charAt(info.length() - 17) == '\n') {
            info = info.substring(16, info.length() - 16);
        }
        return Optional.of(new BuildInfo(version, info));
    }

    /**
     * The path that the program's own packages begin with: of its module, or, if it was built without modules, of the
     * repository of its package. None if it is only a file.
     */
    public Optional<String> root() {
        Optional<String> path = Optional.empty();
        for (String line : lines.split("\n", -1)) {
            String[] words = line.split("\t", -1);
            if (words.length > 1 && words[0].equals("mod")) {
                return Optional.of(words[1]);
            }
            if (words.length > 1 && words[0].equals("path")) {
                path = Optional.of(words[1]);
            }
        }
        return path.filter(value -> !value.equals("command-line-arguments")).map(BuildInfo::repository);
    }

    private static String repository(String path) {
        int end = -1;
        for (int i = 0; i < REPOSITORY; i++) {
            end = path.indexOf('/', end + 1);
            if (end < 0) {
                return path;
            }
        }
        return path.substring(0, end);
    }

    /** Whether a function belongs to the program and not to a library of it, among them those in its own tree. */
    static boolean isOwn(Optional<BuildInfo> build, String function) {
        String packageName = packageOf(function);
        Optional<String> root = build.flatMap(BuildInfo::root);
        return packageName.equals("main")
                || (!packageName.contains("/vendor/")
                        && root.filter(path -> packageName.equals(path) || packageName.startsWith(path + "/"))
                                .isPresent());
    }

    /**
     * The package of a function: what is before the first dot of the last element of the path. Dots in that element are
     * escaped (src/cmd/internal/objabi/path.go: PathToPrefix), and type arguments have paths of their own.
     */
    static String packageOf(String function) {
        int arguments = function.indexOf('[');
        String name = arguments < 0 ? function : function.substring(0, arguments);
        int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
        return (dot < 0 ? name : name.substring(0, dot)).replace("%2e", ".");
    }

    private static long find(ByteSource content) throws IOException {
        long end = Math.min(content.size(), MAX_SEARCHED);
        byte first = (byte) 0xff;
        for (long start = 0; start < end; start += CHUNK) {
            byte[] chunk = bytes(content, start, CHUNK + ALIGN);
            for (int i = 0; i + MAGIC.length() <= chunk.length; i += ALIGN) {
                if (chunk[i] == first && isMagic(chunk, i)) {
                    return start + i;
                }
            }
        }
        return -1;
    }

    private static boolean isMagic(byte[] chunk, int at) {
        for (int i = 0; i < MAGIC.length(); i++) {
            if ((chunk[at + i] & 0xFF) != MAGIC.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(ByteSource content, long start, int most) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(most, content.size() - start)));
        content.readFully(start, bytes);
        return bytes.array();
    }

    /** A string after its length, a varint: groups of seven bits, lowest first. */
    private static String string(ByteSource content, long[] next) throws IOException {
        byte[] head = bytes(content, next[0], 10);
        long length = 0;
        int used = 0;
        while (used < head.length) {
            byte each = head[used];
            length |= (long) (each & 0x7F) << (7 * used);
            used++;
            if (each >= 0) {
                break;
            }
        }
        if (length < 0 || length > MAX_INFO || next[0] + used + length > content.size()) {
            return "";
        }
        String text = RawText.of(bytes(content, next[0] + used, (int) length));
        next[0] += used + length;
        return text;
    }
}
