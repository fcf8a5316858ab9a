package dev.whittle.resolve.glibc;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.elf.BadElfException;
import dev.whittle.elf.ElfHeader;
import dev.whittle.elf.ElfReader;
import dev.whittle.elf.Extent;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.LoaderTable;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Build-time settings of a root's ld.so. They are strings in that file (system_dirs of elf/dl-load.c, DL_DST_LIB,
 * LD_SO_CACHE, _dl_hwcaps_subdirs); upstream's are the default if they are not found.
 *
 * @param systemDirectories searched last, in order, each with a final slash, raw
 * @param lib value of {@code $LIB}
 * @param cachePath usually {@code /etc/ld.so.cache}
 * @param hwcaps levels this loader knows, best first
 * @param legacy whether it searches {@code tls} and platform directories, as glibc does up to 2.36
 * @param hwcapWords whether it uses cache entries for single capabilities, as glibc does up to 2.39
 * @param listsItself whether the loader stays in the list of objects even if nothing needs it, as from glibc 2.41 on
 * @param assumed whether the directories are upstream's defaults and not read from the file
 */
public record GlibcInstallation(
        List<String> systemDirectories,
        String lib,
        String cachePath,
        List<String> hwcaps,
        boolean legacy,
        boolean hwcapWords,
        boolean listsItself,
        boolean assumed) {
    /** ld.so has about 200 kB on every machine. */
    private static final int MAX_LOADER = 16 << 20;

    /** Debian's loaders have four, others two. */
    private static final int MAX_DIRECTORIES = 64;

    /** {@code z17:z16:z15:z14:z13} is the longest list of levels. */
    private static final int MAX_LEVELS_TEXT = 256;

    private static final int FIRST_WITHOUT_HWCAPS = 40;

    /** Observed in Debian's 2.41-12 and 2.43-7, not in 2.36: elf/rtld.c no longer removes the loader from the list. */
    private static final int FIRST_LISTING_ITSELF = 41;

    /** Text of an assertion in elf/rtld.c:dl_main where the loader is put into the list; older ones have GL(dl_rtld_map). */
    private static final String ALWAYS_LISTED = "\0_dl_rtld_map.l_prev->l_next == ";

    public static GlibcInstallation read(RootFs root, Optional<RootPath> loader, ElfHeader header) throws IOException {
        String text = "";
        List<String> directories = List.of();
        if (loader.isPresent()) {
            text = content(root, loader.get(), true);
            directories = systemDirectories(text);
            if (directories.isEmpty()) {
                text = content(root, loader.get(), false);
                directories = systemDirectories(text);
            }
        }
        boolean assumed = directories.isEmpty();
        String lib = LoaderTable.lib(header);
        boolean legacy = text.contains("\0tls\0"); // a string of elf/dl-hwcaps.c:_dl_important_hwcaps
        if (assumed) {
            directories = List.of("/" + lib + "/", "/usr/" + lib + "/");
        }
        return new GlibcInstallation(
                List.copyOf(directories),
                lib(text, directories, lib),
                cachePath(text),
                hwcaps(text, LoaderTable.hwcaps(header)),
                legacy,
                legacy || version(text).orElse(Integer.MAX_VALUE) < FIRST_WITHOUT_HWCAPS,
                text.contains(ALWAYS_LISTED) || version(text).orElse(0) >= FIRST_LISTING_ITSELF,
                assumed);
    }

    /** @param dataOnly excludes code, which is three quarters of a loader and usually contains no string */
    private static String content(RootFs root, RootPath loader, boolean dataOnly) throws IOException {
        try (ByteSource source = root.open(loader)) {
            StringBuilder text = new StringBuilder();
            List<Extent> parts =
                    dataOnly ? ElfReader.data(loader.raw(), source) : List.of(new Extent(0, source.size()));
            for (Extent part : parts) {
                int left = Math.max(0, MAX_LOADER - text.length());
                text.append(text.length() == 0 ? "" : "\0")
                        .append(RawText.of(
                                source.slice(part.offset(), part.length()).head(left)));
            }
            return text.toString();
        } catch (BadElfException e) {
            return "";
        }
    }

    /**
     * The longest run of consecutive strings {@code /…lib…/}. A loader has the table once or twice, and the byte before
     * it may be anything that is not printable. Each byte is examined a few times at most.
     */
    private static List<String> systemDirectories(String text) {
        List<String> longest = List.of();
        int looked = 0;
        for (int at = text.indexOf("lib"); at >= 0; at = text.indexOf("lib", looked)) {
            int start = startOfString(text, at, looked);
            boolean known = start == looked && start > 0 && isPrintable(text.charAt(start - 1));
            looked = at + 3;
            if (known || text.charAt(start) != '/') {
                continue;
            }
            List<String> run = new ArrayList<>();
            int next = start;
            String directory = stringAt(text, next);
            while (isLibraryDirectory(directory) && run.size() < MAX_DIRECTORIES) {
                run.add(directory);
                next += directory.length() + 1;
                directory = stringAt(text, next);
            }
            looked = Math.max(looked, next);
            longest = run.size() > longest.size() ? run : longest;
        }
        return longest;
    }

    /** @param from position before which no string is examined again */
    private static int startOfString(String text, int at, int from) {
        int start = at;
        while (start > from && at - start < Walk.MAX_PATH && isPrintable(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private static boolean isPrintable(char c) {
        return c > 0x20 && c < 0x7F;
    }

    private static boolean isLibraryDirectory(String text) {
        return text.startsWith("/") && text.endsWith("/") && text.contains("lib");
    }

    /** Distributions derive {@code $LIB} from the first system directory: {@code lib64}, {@code lib/TRIPLET}. */
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

    /** The part after {@code 2.} in {@code stable release version 2.36.}, which {@code ld.so --version} prints. */
    private static OptionalInt version(String text) {
        String before = " release version 2.";
        for (int at = text.indexOf(before); at >= 0; at = text.indexOf(before, at + 1)) {
            int start = at + before.length();
            int end = start;
            int number = 0;
            while (end < text.length() && end - start < 3 && Character.digit(text.charAt(end), 10) >= 0) {
                number = number * 10 + Character.digit(text.charAt(end), 10);
                end++;
            }
            if (end > start && end < text.length() && (text.charAt(end) == '.' || text.charAt(end) == '\n')) {
                return OptionalInt.of(number);
            }
        }
        return OptionalInt.empty();
    }

    private static String cachePath(String text) {
        String suffix = "/ld.so.cache\0";
        for (int at = text.indexOf(suffix); at >= 0; at = text.indexOf(suffix, at + 1)) {
            int start = text.lastIndexOf('\0', at) + 1;
            if (text.charAt(start) == '/' && at - start < Walk.MAX_PATH) {
                return text.substring(start, at + suffix.length() - 1);
            }
        }
        return "/etc/ld.so.cache";
    }

    /** The list is one string, {@code x86-64-v4:x86-64-v3:x86-64-v2}, that ends with the lowest level. */
    private static List<String> hwcaps(String text, List<String> fallback) {
        if (fallback.isEmpty() || text.isEmpty()) {
            return fallback;
        }
        String lowest = fallback.get(fallback.size() - 1);
        int end = text.indexOf(":" + lowest + "\0");
        if (end < 0) {
            return List.of(); // older than 2.33, which introduced the levels
        }
        int start = text.lastIndexOf('\0', end) + 1;
        return end - start > MAX_LEVELS_TEXT
                ? List.of()
                : List.of(text.substring(start, end + 1 + lowest.length()).split(":"));
    }

    /** The printable string that begins here, if a NUL terminates it. */
    private static String stringAt(String text, int at) {
        int end = at;
        while (end < text.length() && end - at < Walk.MAX_PATH && isPrintable(text.charAt(end))) {
            end++;
        }
        return end < text.length() && text.charAt(end) == '\0' ? text.substring(at, end) : "";
    }
}
