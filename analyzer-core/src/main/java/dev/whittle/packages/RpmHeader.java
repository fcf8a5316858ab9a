package dev.whittle.packages;

import dev.whittle.bytes.RawText;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A package header in rpm's database (rpm: docs/manual/format_header.md): an index of tags, and a store with their values. */
final class RpmHeader {
    static final int NAME = 1000;
    static final int VERSION = 1001;
    static final int RELEASE = 1002;
    static final int EPOCH = 1003;
    static final int LICENSE = 1014;
    static final int ARCH = 1022;
    static final int FILEFLAGS = 1037;
    static final int SOURCERPM = 1044;
    static final int DIRINDEXES = 1116;
    static final int BASENAMES = 1117;
    static final int DIRNAMES = 1118;

    private static final int INT32 = 4;
    private static final int STRING = 6;
    private static final int STRING_ARRAY = 8;
    private static final int I18NSTRING = 9;

    /** RPMFILE_GHOST: the package owns the path but does not contain the file. */
    private static final int GHOST = 1 << 6;

    private static final int ENTRY = 16;

    private final ByteBuffer blob;
    private final int entries;
    private final int store;

    RpmHeader(byte[] bytes) throws BadDatabaseException {
        this.blob = ByteBuffer.wrap(bytes);
        if (bytes.length < 8) {
            throw new BadDatabaseException("a header of " + bytes.length + " bytes");
        }
        this.entries = blob.getInt(0);
        int size = blob.getInt(4);
        if (entries < 0 || size < 0 || 8 + (long) ENTRY * entries + size > bytes.length) {
            throw new BadDatabaseException("a header that is shorter than it says");
        }
        this.store = 8 + ENTRY * entries;
    }

    private int find(int tag, int... types) {
        for (int i = 0; i < entries; i++) {
            int at = 8 + ENTRY * i;
            if (blob.getInt(at) == tag) {
                for (int type : types) {
                    if (blob.getInt(at + 4) == type) {
                        return at;
                    }
                }
            }
        }
        return -1;
    }

    /** A string; the first of several; empty if there is none. */
    String string(int tag) {
        List<String> all = strings(tag, 1);
        return all.isEmpty() ? "" : all.get(0);
    }

    private List<String> strings(int tag, int most) {
        List<String> all = new ArrayList<>();
        int entry = find(tag, STRING, STRING_ARRAY, I18NSTRING);
        if (entry < 0) {
            return all;
        }
        int count = blob.getInt(entry + 4) == STRING ? 1 : blob.getInt(entry + 12);
        long at = (long) store + blob.getInt(entry + 8);
        while (all.size() < Math.min(count, most) && at >= store && at < blob.capacity()) {
            int end = (int) at;
            while (end < blob.capacity() && blob.get(end) != 0) {
                end++;
            }
            byte[] bytes = new byte[end - (int) at];
            blob.get((int) at, bytes);
            all.add(RawText.of(bytes));
            at = end + 1L;
        }
        return all;
    }

    private int[] integers(int tag) {
        int entry = find(tag, INT32);
        if (entry < 0) {
            return new int[0];
        }
        int count = blob.getInt(entry + 12);
        long at = (long) store + blob.getInt(entry + 8);
        if (at < store || count < 0 || at + 4L * count > blob.capacity()) {
            return new int[0];
        }
        int[] all = new int[count];
        for (int i = 0; i < count; i++) {
            all[i] = blob.getInt((int) at + 4 * i);
        }
        return all;
    }

    /** With its epoch, if it has one: {@code 1:2.0-3}. */
    String version() {
        int[] epoch = integers(EPOCH);
        return (epoch.length > 0 ? epoch[0] + ":" : "") + string(VERSION) + "-" + string(RELEASE);
    }

    /**
     * The package's paths, raw and absolute.
     *
     * @param most limit for the bytes of all paths
     * @throws BadDatabaseException if there are more
     */
    List<String> files(long most) throws BadDatabaseException {
        long left = most;
        List<String> directories = strings(DIRNAMES, Integer.MAX_VALUE);
        int[] indexes = integers(DIRINDEXES);
        int[] flags = integers(FILEFLAGS);
        List<String> names = strings(BASENAMES, indexes.length);
        List<String> files = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            boolean isGhost = i < flags.length && (flags[i] & GHOST) != 0;
            if (!isGhost && indexes[i] >= 0 && indexes[i] < directories.size()) {
                left -= directories.get(indexes[i]).length() + names.get(i).length();
                if (left < 0) {
                    throw new BadDatabaseException("too many files");
                }
                files.add(directories.get(indexes[i]) + names.get(i));
            }
        }
        return files;
    }
}
