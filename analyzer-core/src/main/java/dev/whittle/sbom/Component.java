package dev.whittle.sbom;

import java.util.List;

/**
 * A part of a root. Strings of the root are raw.
 *
 * @param ref identifies it within the SBOM; the same part has the same ref in every SBOM
 * @param version empty if it has none
 * @param url its package URL; empty for a file, and for a package of a language that a distribution's package brings
 * @param licences names or expressions as the package or the module has them
 * @param path of a file; of a module the file that holds or describes it; empty for a package
 * @param sha1 of a file's content, 40 hexadecimal digits; else empty
 * @param sha256 of a file's content, 64 hexadecimal digits; else empty
 * @param owner the ref of the package that has the file; empty if none has
 * @param evidence why it is there: one line each
 */
public record Component(
        Kind kind,
        String ref,
        String name,
        String version,
        String url,
        List<String> licences,
        String path,
        String sha1,
        String sha256,
        String owner,
        String source,
        List<String> evidence) {
    public Component {
        licences = List.copyOf(licences);
        evidence = List.copyOf(evidence);
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
