package dev.whittle.script;

import java.util.Set;

/** The programs that read shell scripts. */
public final class Shells {
    /** Shells with the language of POSIX sh, by the names under which distributions install them. */
    private static final Set<String> NAMES = Set.of(
            "sh", "ash", "bash", "dash", "ksh", "ksh93", "mksh", "lksh", "oksh", "posh", "rbash", "yash", "zsh",
            "busybox");

    private Shells() {}

    /**
     * Whether a program is a shell, according to its name.
     *
     * @param program its name, or a raw path whose last component is its name
     */
    public static boolean isShell(String program) {
        return NAMES.contains(program.substring(program.lastIndexOf('/') + 1));
    }
}
