package dev.whittle.discover.modules;

import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import java.util.regex.Pattern;

/** Files that are read only by a build: static libraries, headers, and descriptions of libraries for compilers. */
public final class BuildFiles {
    private static final Pattern NAME = Pattern.compile(".*\\.(?:a|la|o|h|hh|hpp|pc|pxd|pyi)");

    /** What compilers start: GCC's and Clang's own programs, and tcc. */
    private static final Pattern COMPILER = Pattern.compile("cc1(?:plus)?|clang(?:-[0-9.]+)?|tcc");

    private BuildFiles() {}

    /** @param name of a file, without directories */
    static boolean is(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether a compiler is kept, which may read them. */
    public static boolean areRead(Context context) {
        for (Selection.Kept kept : context.kept().all()) {
            if (COMPILER.matcher(kept.path().name()).matches()) {
                return true;
            }
        }
        return false;
    }
}
