package dev.whittle.process;

import java.util.Set;

/** Commands that a shell implements itself (POSIX XCU 2.14, bash(1), busybox ash), so that no program is started. */
public final class Builtins {
    private static final Set<String> TESTS = Set.of(
            "[", "[[", "test", "command", "type", "which", "hash", "grep", "id", "true", "false", ":", "getent",
            "pgrep", "pidof", "cmp", "diff");

    private static final Set<String> DECLARATIONS = Set.of("export", "readonly", "local", "declare", "typeset");

    private static final Set<String> SILENT = Set.of(
            "[",
            "[[",
            "]]",
            "test",
            ":",
            "true",
            "false",
            "ulimit",
            "umask",
            "wait",
            "times",
            "bg",
            "fg",
            "jobs",
            "kill",
            "break",
            "continue",
            "let",
            "shopt",
            "enable",
            "disown",
            "popd",
            "dirs",
            "unalias",
            "suspend",
            "bind",
            "complete",
            "compgen",
            "compopt",
            "history",
            "fc",
            "logout",
            "caller",
            "coproc",
            "setopt",
            "unsetopt",
            "emulate",
            "autoload",
            "zmodload",
            "{",
            "}",
            "!");

    private static final Set<String> OTHERS = Set.of(
            "cd",
            "pushd",
            "set",
            "shift",
            "unset",
            "read",
            "mapfile",
            "readarray",
            "getopts",
            "eval",
            "trap",
            ".",
            "source",
            "exit",
            "return",
            "exec",
            "builtin",
            "echo",
            "printf",
            "pwd",
            "alias",
            "command",
            "type",
            "hash");

    /** Their arguments are messages. */
    private static final Set<String> TALKERS = Set.of("echo", "printf", ":");

    private Builtins() {}

    /** Whether every shell has this builtin. */
    public static boolean contains(String name) {
        return SILENT.contains(name) || DECLARATIONS.contains(name) || OTHERS.contains(name);
    }

    /** Whether a command is run for its exit code. */
    static boolean isTest(String name) {
        return TESTS.contains(name);
    }

    static boolean declares(String name) {
        return DECLARATIONS.contains(name);
    }

    /** Whether it prints nothing, and changes nothing that is tracked. */
    static boolean isSilent(String name) {
        return SILENT.contains(name);
    }

    static boolean talks(String name) {
        return TALKERS.contains(name);
    }
}
