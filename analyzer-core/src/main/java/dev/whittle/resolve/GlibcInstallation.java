package dev.whittle.resolve;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.elf.ElfHeader;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a root's ld.so was built with. A distribution's choices are strings in that file (system_dirs of
 * elf/dl-load.c, DL_DST_LIB, LD_SO_CACHE, _dl_hwcaps_subdirs); where they are not found, upstream's are assumed.
 *
 * @param systemDirectories searched last, in order, each with a final slash, raw
 * @param lib value of {@code $LIB}
 * @param cachePath usually {@code /etc/ld.so.cache}
 * @param hwcaps levels this loader knows, best first
 * @param legacy whether it searches {@code tls} and platform directories, as glibc does up to 2.36
 * @param assumed whether the directories are upstream's, not read
 */
record GlibcInstallation(
        List<String> systemDirectories,
        String lib,
        String cachePath,
        List<String> hwcaps,
        boolean legacy,
        boolean assumed) {
    /** ld.so has about 200 kB on any machine. */
    private static final long MAX_LOADER = 16L << 20;

    private static final int MAX_PATH = 4096;

    static GlibcInstallation read(RootFs root, Optional<RootPath> loader, ElfHeader header) throws IOException {
        String text = loader.isPresent() ? content(root, loader.get()) : "";
        List<String> directories = systemDirectories(text);
        boolean assumed = directories.isEmpty();
        String lib = LoaderTable.lib(header);
        if (assumed) {
            directories = List.of("/" + lib + "/", "/usr/" + lib + "/");
        }
        return new GlibcInstallation(
                List.copyOf(directories),
                lib(text, directories, lib),
                cachePath(text),
                hwcaps(text, LoaderTable.hwcaps(header)),
                text.contains("\0tls\0"), // a string of elf/dl-hwcaps.c:_dl_important_hwcaps
                assumed);
    }

    private static String content(RootFs root, RootPath loader) throws IOException {
        try (ByteSource source = root.open(loader)) {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(source.size(), MAX_LOADER));
            source.readFully(0, buffer);
            return RawText.of(buffer.array());
        }
    }

    /**
     * The longest run of strings {@code /…lib…/}, one right after the other. A loader has the table once or twice, and
     * what stands before it may be any byte but a printable one.
     */
    private static List<String> systemDirectories(String text) {
        List<String> longest = List.of();
        for (int at = text.indexOf("lib"); at >= 0; at = text.indexOf("lib", at + 3)) {
            int start = startOfString(text, at);
            if (text.charAt(start) != '/') {
                continue;
            }
            List<String> run = new ArrayList<>();
            int next = start;
            String directory = stringAt(text, next);
            while (isLibraryDirectory(directory)) {
                run.add(directory);
                next += directory.length() + 1;
                directory = stringAt(text, next);
            }
            longest = run.size() > longest.size() ? run : longest;
        }
        return longest;
    }

    private static int startOfString(String text, int at) {
        int start = at;
        while (start > 0 && at - start < MAX_PATH && isPrintable(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private static boolean isPrintable(char c) {
        return c > 0x20 && c < 0x7F;
    }

    private static boolean isLibraryDirectory(String text) {
        return text.length() > 4
                && text.startsWith("/")
                && text.endsWith("/")
                && text.contains("lib")
                && text.chars().allMatch(c -> isPrintable((char) c));
    }

    /** Distributions build {@code $LIB} from the same name as the first system directory: {@code lib64}, {@code lib/TRIPLET}. */
    private static String lib(String text, List<String> directories, String fallback) {
        String first = directories.get(0);
        List<String> candidates = new ArrayList<>();
        candidates.add(first.substring(1, first.length() - 1));
        if (first.startsWith("/usr/")) {
            candidates.add(first.substring(5, first.length() - 1));
        }
        candidates.add(fallback);
        candidates.add("lib");
        for (String candidate : candidates) {
            if (text.contains("\0" + candidate + "\0")) {
                return candidate;
            }
        }
        return text.isEmpty() ? fallback : candidates.get(0);
    }

    private static String cachePath(String text) {
        String suffix = "/ld.so.cache\0";
        for (int at = text.indexOf(suffix); at >= 0; at = text.indexOf(suffix, at + 1)) {
            int start = text.lastIndexOf('\0', at) + 1;
            if (text.charAt(start) == '/' && at - start < MAX_PATH) {
                return text.substring(start, at + suffix.length() - 1);
            }
        }
        return "/etc/ld.so.cache";
    }

    /** The list stands as one string, {@code x86-64-v4:x86-64-v3:x86-64-v2}, which ends in the lowest level. */
    private static List<String> hwcaps(String text, List<String> fallback) {
        if (fallback.isEmpty() || text.isEmpty()) {
            return fallback;
        }
        String lowest = fallback.get(fallback.size() - 1);
        int end = text.indexOf(":" + lowest + "\0");
        if (end < 0) {
            return List.of(); // older than 2.33, which brought the levels
        }
        int start = text.lastIndexOf('\0', end) + 1;
        return List.of(text.substring(start, end + 1 + lowest.length()).split(":"));
    }

    private static String stringAt(String text, int at) {
        int end = text.indexOf('\0', at);
        return end < 0 || end - at > MAX_PATH ? "" : text.substring(at, end);
    }
}
