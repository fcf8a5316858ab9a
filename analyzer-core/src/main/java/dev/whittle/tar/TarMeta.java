package dev.whittle.tar;

import java.util.Map;
import java.util.TreeMap;

/**
 * Fields of every tar entry other than its name.
 *
 * @param mode the low twelve bits
 * @param modified seconds since 1970
 * @param nanos the fraction of the time, from 0 to 999,999,999; written as a pax record if it is not 0
 * @param extendedAttributes by raw name; written as {@code SCHILY.xattr.NAME}, unchanged
 */
public record TarMeta(int mode, long uid, long gid, long modified, int nanos, Map<String, byte[]> extendedAttributes) {
    public TarMeta {
        extendedAttributes = new TreeMap<>(extendedAttributes);
    }

    /** A time of whole seconds. */
    public TarMeta(int mode, long uid, long gid, long modified, Map<String, byte[]> extendedAttributes) {
        this(mode, uid, gid, modified, 0, extendedAttributes);
    }
}
