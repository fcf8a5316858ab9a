package dev.whittle.packages;

/**
 * Package managers whose databases are supported. The names are the types of package URLs (purl-spec, PURL-TYPES.rst).
 */
public enum PackageType {
    DEB("deb"),
    APK("apk"),
    RPM("rpm"),
    /** Debian's packages, in the manifest of chisel. */
    CHISEL("deb");

    private final String text;

    PackageType(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
