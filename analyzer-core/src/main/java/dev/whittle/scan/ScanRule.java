package dev.whittle.scan;

/** What a scan looks for. */
public enum ScanRule {
    MISSING_LOADER("missing-loader", Level.ERROR, "the loader that a program names is not there"),
    MISSING_LIBRARY("missing-library", Level.ERROR, "a library that a program needs is not found"),
    FATAL_FILE("fatal-file", Level.ERROR, "a library is found that ends the program"),
    MISSING_VERSION("missing-version", Level.ERROR, "a library is found that lacks a symbol version"),
    UNDEFINED_SYMBOL("undefined-symbol", Level.ERROR, "no library of a program defines a symbol"),
    DAMAGED_FILE("damaged-file", Level.WARNING, "a file begins as an ELF file and cannot be read as one"),
    MISSING_ALONE("missing-alone", Level.WARNING, "a library does not find what it needs when it is loaded alone"),
    UNDEFINED_ALONE("undefined-alone", Level.NOTE, "a library loaded alone has undefined symbols"),
    WRITABLE_PATH("writable-search-path", Level.WARNING, "others than root can put files where libraries are searched"),
    OUTSIDE_PATH(
            "outside-search-path", Level.WARNING, "a search path leads out of the root, or to the working directory"),
    DEAD_PATH("dead-search-path", Level.NOTE, "a search path leads to nothing"),
    EXECUTABLE_STACK("executable-stack", Level.WARNING, "a file makes the stack executable"),
    TEXT_RELOCATIONS("text-relocations", Level.WARNING, "a file's code is written to when it is loaded"),
    UNNEEDED_LIBRARY("unneeded-library", Level.NOTE, "no program needs a library"),
    UNUSED_DEPENDENCY("unused-dependency", Level.NOTE, "a file needs a library of which it uses no symbol"),
    TWO_VERSIONS("two-versions", Level.NOTE, "a library is there in two versions"),
    SAME_SONAME("same-soname", Level.NOTE, "two files have the same soname"),
    SET_ID("set-id", Level.NOTE, "a file runs with the rights of its owner or group"),
    CAPABILITIES("capabilities", Level.NOTE, "a file brings capabilities"),
    OTHER_MACHINE("other-machine", Level.NOTE, "a file is for another machine than most");

    /** As SARIF names them. */
    public enum Level {
        NOTE,
        WARNING,
        ERROR
    }

    private final String id;
    private final Level level;
    private final String says;

    ScanRule(String id, Level level, String says) {
        this.id = id;
        this.level = level;
        this.says = says;
    }

    public String id() {
        return id;
    }

    /** The default; a finding may override it. */
    public Level level() {
        return level;
    }

    /** One line of text. */
    public String says() {
        return says;
    }
}
