package dev.whittle.discover.evidence;

import java.util.List;
import java.util.Optional;

/** The functions by which programs load libraries at run time: those of the C library, and of libraries around them. */
public final class LibraryOpeners {
    private static final List<String> SYMBOLS = List.of(
            "dlopen",
            "dlmopen",
            "__libc_dlopen_mode",
            "lt_dlopen", // libtool
            "lt_dlopenext",
            "lt_dlopenadvise",
            "g_module_open", // GLib
            "g_module_open_full",
            "apr_dso_load", // APR
            "uv_dlopen", // libuv
            "PR_LoadLibrary", // NSPR
            "PR_LoadLibraryWithFlags",
            "SDL_LoadObject", // SDL
            "_ZN8QLibraryC1ERK7QStringP7QObject", // Qt: QLibrary(name)
            "_ZN8QLibraryC1ERK7QStringiP7QObject", // with a major version
            "_ZN8QLibraryC1ERK7QStringS2_P7QObject"); // with a version

    private LibraryOpeners() {}

    /** The first of them that a file imports. */
    public static Optional<String> imported(Context context, Context.Elf elf) {
        return context.imported(elf, SYMBOLS);
    }
}
