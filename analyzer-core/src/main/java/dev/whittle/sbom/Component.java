package dev.whittle.sbom;

import java.util.List;

/**
 * A part of a root. Strings of the root are raw.
 *
 * @param licences names or expressions as the package or the module has them
 * @param path of a file; of a module the file that holds or describes it; empty for a package
 * @param hashes of a file's content; {@link Hashes#NONE} for what is none
 * @param owner the ref of the package that has the file; empty if none has
 * @param evidence why it is there: one line each
 */
public record Component(
        Kind kind,
        Identity identity,
        List<String> licences,
        String path,
        Hashes hashes,
        String owner,
        String source,
        List<String> evidence) {
    public Component {
        licences = List.copyOf(licences);
        evidence = List.copyOf(evidence);
    }

    /**
     * What a component is called.
     *
     * @param ref identifies it within the SBOM; the same part has the same ref in every SBOM
     * @param version empty if it has none
     * @param url its package URL; empty for a file, and for a package of a language that a distribution's package brings
     */
    public record Identity(String ref, String name, String version, String url) {}

    /**
     * Digests of a file's content, in hexadecimal digits.
     *
     * @param sha1 of 40 digits
     * @param sha256 of 64 digits
     */
    public record Hashes(String sha1, String sha256) {
        public static final Hashes NONE = new Hashes("", "");
    }

    public String ref() {
        return identity.ref();
    }

    public String name() {
        return identity.name();
    }

    public String version() {
        return identity.version();
    }

    public String url() {
        return identity.url();
    }

    /** The kind of a component. */
    public enum Kind {
        /** Of a distribution. */
        PACKAGE,
        /** An ELF file that can be started. */
        PROGRAM,
        /** An ELF file that others load. */
        LIBRARY,
        /** Any other file that no package owns. */
        FILE,
        /** What a file is built from, or a package of a language: a module of Go, a crate, an artifact of Maven, a Python package. */
        MODULE
    }

    /** Whether it is a file of the root. */
    public boolean isFile() {
        return kind == Kind.PROGRAM || kind == Kind.LIBRARY || kind == Kind.FILE;
    }
}
