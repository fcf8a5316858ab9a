package dev.whittle.discover.modules;

import java.util.List;

/**
 * The modules that a source text names.
 *
 * @param imported by statements of the language, at any depth
 * @param literals string literals that have the form of a module's name
 * @param dynamic whether modules are loaded, or looked for, by names that are computed
 */
record ModuleNames(List<Name> imported, List<Name> literals, boolean dynamic) {
    static final ModuleNames NONE = new ModuleNames(List.of(), List.of(), false);

    ModuleNames {
        imported = List.copyOf(imported);
        literals = List.copyOf(literals);
    }

    /**
     * @param text parts separated by dots; a relative name of Python begins with its dots
     * @param line counted from 1
     */
    record Name(String text, int line) {}
}
