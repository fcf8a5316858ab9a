package dev.whittle.discover.modules;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How the modules of a language are stored in directories, and named in sources. */
public enum ModuleLanguage {
    /** Lib/importlib/_bootstrap_external.py: packages, sources, compiled code, extension modules with any tag. */
    PYTHON {
        @Override
        Kind kind(String directory, int depth) {
            if (directory.equals("__pycache__")) {
                return Kind.COMPILED;
            }
            boolean isTop = depth == 0;
            if (isTop && (directory.equals("site-packages") || directory.equals("dist-packages"))) {
                return Kind.NOTHING; // a library of its own
            }
            if (isTop && directory.startsWith("config-")) {
                return Kind.NOTHING; // what a build of extension modules reads
            }
            return isTop && directory.equals("lib-dynload")
                    ? Kind.SAME
                    : IDENTIFIER.matcher(directory).matches() ? Kind.PACKAGE : Kind.DATA;
        }

        @Override
        Optional<String> module(String file) {
            int dot = file.indexOf('.');
            boolean isCode = file.endsWith(".py") || file.endsWith(".pyc") || file.endsWith(".so");
            return isCode
                            && dot > 0
                            && IDENTIFIER.matcher(file.substring(0, dot)).matches()
                    ? Optional.of(file.substring(0, dot))
                    : Optional.empty();
        }

        @Override
        String fullName(String prefix, String module) {
            return module.equals("__init__") && !prefix.isEmpty()
                    ? prefix.substring(0, prefix.length() - 1)
                    : prefix + module;
        }

        @Override
        boolean isDocumentation(String file) {
            return false;
        }

        @Override
        ModuleNames names(String text, boolean isStandard) {
            return PythonNames.of(text, isStandard);
        }

        @Override
        boolean isSource(String file) {
            return file.endsWith(".py") || file.endsWith(".pyw");
        }

        @Override
        Pattern statement() {
            return PYTHON_IMPORT;
        }
    },
    /** perlfunc "require", DynaLoader, AutoLoader: {@code A/B.pm}, with {@code auto/A/B/B.so} and {@code auto/A/B/*.al}. */
    PERL {
        @Override
        Kind kind(String directory, int depth) {
            if (depth == 0 && directory.equals("CORE")) {
                return Kind.NOTHING; // headers
            }
            return depth == 0 && directory.equals("auto") ? Kind.SAME : Kind.PACKAGE;
        }

        @Override
        Optional<String> module(String file) {
            int dot = file.lastIndexOf('.');
            return switch (dot <= 0 ? "" : file.substring(dot + 1)) {
                case "pm", "pl", "ph", "so" -> Optional.of(file.substring(0, dot));
                default -> Optional.empty();
            };
        }

        /** {@code auto/A/B/B.so} belongs to {@code A::B}. */
        @Override
        String fullName(String prefix, String module) {
            return prefix.endsWith("." + module + ".") || prefix.equals(module + ".")
                    ? prefix.substring(0, prefix.length() - 1)
                    : prefix + module;
        }

        @Override
        boolean isDocumentation(String file) {
            return file.endsWith(".pod");
        }

        @Override
        ModuleNames names(String text, boolean isStandard) {
            return PerlNames.of(text);
        }

        @Override
        String withoutDocumentation(String text) {
            return PerlNames.withoutPods(text);
        }

        @Override
        boolean isSource(String file) {
            return file.endsWith(".pm") || file.endsWith(".pl") || file.endsWith(".al") || file.endsWith(".ph");
        }

        @Override
        Pattern statement() {
            return PERL_USE;
        }
    };

    /** A line of its own, or a string of a notebook. */
    private static final Pattern PYTHON_IMPORT = Pattern.compile(
            "(?m)^[ \\t]*+[\"']?"
                    + "(import [A-Za-z_][\\w.]*+(?: as \\w++)?+(?:, ?[A-Za-z_][\\w.]*+(?: as \\w++)?+)*+|from [A-Za-z_][\\w.]*+ import [\\w*., ()]++)(?:\\\\n)?[\"',;]*+[ \\t]*+$");

    private static final Pattern PERL_USE = Pattern.compile("\\b(use [A-Z][A-Za-z0-9_:]*+[^;\\n]{0,200}+;)");

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** What a directory of a library holds. */
    enum Kind {
        PACKAGE,
        /** Modules that belong to the parent directory. */
        SAME,
        /** Compiled code of the modules in the parent directory. */
        COMPILED,
        DATA,
        /** Files that programs of the language never load. */
        NOTHING
    }

    /** As {@code standard-modules.txt} names it. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    abstract Kind kind(String directory, int depth);

    /** The name of the module in a file, without its package; empty if it has none. */
    abstract Optional<String> module(String file);

    /** @param prefix of the package, with a dot at its end; empty for none */
    abstract String fullName(String prefix, String module);

    abstract boolean isDocumentation(String file);

    /** A source without documentation in its own syntax. */
    String withoutDocumentation(String text) {
        return text;
    }

    abstract ModuleNames names(String text, boolean isStandard);

    /** Whether a file's name is that of a source. */
    abstract boolean isSource(String file);

    /** A statement that loads modules, in a text that is not only source code; group 1. */
    abstract Pattern statement();
}
