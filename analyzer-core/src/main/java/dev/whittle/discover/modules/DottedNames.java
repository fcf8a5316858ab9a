package dev.whittle.discover.modules;

/** Names of modules: parts separated by dots, in all languages. */
final class DottedNames {
    private DottedNames() {}

    static String first(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    /** The name of the package that has the module; empty for none. */
    static String parent(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(0, dot);
    }

    /** @param above a name, or {@code *} for any */
    static boolean isBelow(String name, String above) {
        return above.equals("*")
                || (name.startsWith(above) && (name.length() == above.length() || name.charAt(above.length()) == '.'));
    }

    /** A relative name of Python seen from its module; empty where it is relative to something unknown. */
    static String absolute(String name, String module, boolean isPackage) {
        if (!name.startsWith(".")) {
            return name;
        }
        if (module.isEmpty()) {
            return "";
        }
        String base = isPackage ? module : parent(module);
        int dots = 1;
        while (dots < name.length() && name.charAt(dots) == '.') {
            base = parent(base);
            dots++;
        }
        String rest = name.substring(dots);
        return base.isEmpty() || rest.isEmpty() ? base + rest : base + "." + rest;
    }

    static boolean isPart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    }
}
