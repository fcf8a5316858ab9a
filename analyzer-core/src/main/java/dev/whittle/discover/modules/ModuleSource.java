package dev.whittle.discover.modules;

import dev.whittle.path.RootPath;

/**
 * A file to read for the modules that it needs.
 *
 * @param module of the standard library; empty for others
 * @param isPackage whether it is the code of a package, to which its relative names refer
 */
record ModuleSource(RootPath file, String module, boolean isPackage) {
    /** A file that is not of the standard library. */
    static ModuleSource outside(RootPath file) {
        return new ModuleSource(file, "", false);
    }

    boolean isStandard() {
        return !module.isEmpty();
    }
}
