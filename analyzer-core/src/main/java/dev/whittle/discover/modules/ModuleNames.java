package dev.whittle.discover.modules;

import java.util.List;

/**
 * The modules that a source text names.
 *
 * @param imported by statements of the language, at any depth
 * @param literals string literals that have the form of a module's name
 * @param dynamic whether modules are loaded, or looked for, by names that are computed
 * @param usesEntryPoints whether it asks for the modules that packages offer by name ({@link EntryPoints})
 */
record ModuleNames(List<Name> imported, List<Name> literals, boolean dynamic, boolean usesEntryPoints) {
    static final ModuleNames NONE = new ModuleNames(List.of(), List.of(), false, false);

    ModuleNames {
        imported = List.copyOf(imported);
        literals = List.copyOf(literals);
    }

    /** The same names, of a program by setuptools, whose lookup has a known result. */
    ModuleNames ofProgram() {
        boolean hasStandard = imported.stream().anyMatch(name -> name.text().startsWith("importlib.metadata"));
        List<Name> needed = imported.stream()
                .filter(name -> !hasStandard || !name.text().matches("(?:pkg_resources|importlib_metadata)(?:\\..*)?"))
                .toList();
        return new ModuleNames(needed, literals, false, false);
    }

    /**
     * @param text parts separated by dots; a relative name of Python begins with its dots
     * @param line counted from 1
     */
    record Name(String text, int line) {}
}
