package dev.whittle.tar;

import dev.whittle.bytes.BadArchiveException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The combined fields of one entry: pax records first, then GNU's long names, then ustar. */
final class EntryFields {
    /** A user or group ID of Linux; the highest means "none". */
    private static final long MAX_OWNER = 0xFFFF_FFFEL;

    /** Limit in seconds, so that milliseconds fit 64 bits. */
    private static final long MAX_TIME = Long.MAX_VALUE / 1000;

    private static final int MODE_BITS = 07777;

    private final String archive;
    private final long at;
    private final HeaderBlock header;
    private final Announced announced;
    private final PaxFields pax;

    /** Fields from the headers before the entry's own. */
    static final class Announced {
        final PaxFields pax = new PaxFields();
        String name = "";
        String linkName = "";
    }

    /** @param at position of the header */
    EntryFields(String archive, long at, HeaderBlock header, Announced announced) {
        this.archive = archive;
        this.at = at;
        this.header = header;
        this.announced = announced;
        this.pax = announced.pax;
    }

    String path(int limit) throws BadArchiveException {
        String path = pax.sparseName != null ? pax.sparseName : first(pax.path, announced.name, header.name());
        return checked(path, limit);
    }

    String linkTarget(TarEntry.Type type, String path, int limit) throws BadArchiveException {
        if (type != TarEntry.Type.SYMBOLIC_LINK && type != TarEntry.Type.HARD_LINK) {
            return "";
        }
        String target = checked(first(pax.linkPath, announced.linkName, header.linkName()), limit);
        if (target.isEmpty()) {
            throw bad("a link without a target: " + path);
        }
        return target;
    }

    TarEntry.Type type(String path) throws BadArchiveException {
        return switch (header.type()) {
            // Old tars mark directories by a trailing slash only (GNU tar, extract.c:prepare_to_extract).
            case '0', '\0', '7' -> path.endsWith("/") ? TarEntry.Type.DIRECTORY : TarEntry.Type.FILE;
            case 'S' -> TarEntry.Type.FILE;
            case '1' -> TarEntry.Type.HARD_LINK;
            case '2' -> TarEntry.Type.SYMBOLIC_LINK;
            case '3' -> TarEntry.Type.CHARACTER_DEVICE;
            case '4' -> TarEntry.Type.BLOCK_DEVICE;
            case '5', 'D' -> TarEntry.Type.DIRECTORY;
            case '6' -> TarEntry.Type.FIFO;
            case 'M' -> throw bad("begins in another volume: " + path);
            default -> throw bad("unknown type '" + header.type() + "' of " + path);
        };
    }

    /** Bytes after the header. A hard link has none, whatever it declares (GNU tar, list.c:read_header). */
    long archivedSize(TarEntry.Type type) throws BadArchiveException {
        if (type == TarEntry.Type.HARD_LINK) {
            return 0;
        }
        return pax.size.isPresent() ? pax.size.getAsLong() : number(HeaderBlock.Numeric.SIZE);
    }

    boolean isOldSparse() {
        return header.type() == 'S';
    }

    boolean isSparse(TarEntry.Type type) {
        return type == TarEntry.Type.FILE && (isOldSparse() || pax.sparseSize.isPresent());
    }

    long sparseSize() throws BadArchiveException {
        return isOldSparse() ? number(HeaderBlock.Numeric.REAL_SIZE) : pax.sparseSize.orElse(0);
    }

    TarMeta meta() throws BadArchiveException {
        int mode = (int) (number(HeaderBlock.Numeric.MODE) & MODE_BITS);
        long uid = value(pax.uid, HeaderBlock.Numeric.UID);
        long gid = value(pax.gid, HeaderBlock.Numeric.GID);
        long modified = value(pax.modified, HeaderBlock.Numeric.MTIME);
        if (uid < 0 || uid > MAX_OWNER || gid < 0 || gid > MAX_OWNER) {
            throw bad("owner out of range: " + uid + ":" + gid);
        }
        if (modified > MAX_TIME || modified < -MAX_TIME) {
            throw bad("time out of range: " + modified);
        }
        return new TarMeta(mode, uid, gid, modified, pax.modifiedNanos, pax.attributes);
    }

    /** 0 except for devices. */
    int deviceNumber(TarEntry.Type type, HeaderBlock.Numeric field) throws BadArchiveException {
        if (type != TarEntry.Type.CHARACTER_DEVICE && type != TarEntry.Type.BLOCK_DEVICE) {
            return 0;
        }
        long value = number(field);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw bad("device number out of range: " + value);
        }
        return (int) value;
    }

    private long value(OptionalLong said, HeaderBlock.Numeric field) throws BadArchiveException {
        return said.isPresent() ? said.getAsLong() : number(field);
    }

    private long number(HeaderBlock.Numeric field) throws BadArchiveException {
        OptionalLong value = header.number(field);
        if (value.isEmpty()) {
            throw new BadArchiveException(archive, at + field.offset, "malformed " + field.text);
        }
        return value.getAsLong();
    }

    private String checked(String path, int limit) throws BadArchiveException {
        if (path.length() > limit) {
            throw bad("a name of " + path.length() + " bytes");
        }
        return path;
    }

    private static String first(@Nullable String pax, String gnu, String ustar) {
        return pax != null ? pax : gnu.isEmpty() ? ustar : gnu;
    }

    private BadArchiveException bad(String reason) {
        return new BadArchiveException(archive, at, reason);
    }
}
