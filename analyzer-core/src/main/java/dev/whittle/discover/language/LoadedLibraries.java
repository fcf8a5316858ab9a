package dev.whittle.discover.language;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.path.RootPath;
import dev.whittle.process.Marked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Shared libraries that source code loads by name. */
final class LoadedLibraries {
    private static final Pattern SEPARATORS = Pattern.compile("[^A-Za-z0-9]");
    private static final Pattern SHARED = Pattern.compile("\\.so(?:\\.[0-9.]+)?+$");

    /** Minimum of known letters and digits in the name of a library. */
    private static final int MIN_LIBRARY_NAME = 4;

    /** Maximum number of libraries that a partly unknown name may mean. */
    private static final int MAX_LIBRARIES = 8;

    private static final Pattern LIBRARY_NAME = Pattern.compile("[A-Za-z0-9_+.-]{2,64}+");

    private static final List<String> LIBRARY_DIRECTORIES = List.of(
            "/lib/",
            "/usr/lib/",
            "/lib64/",
            "/usr/lib64/",
            "/lib/*-linux-*/",
            "/usr/lib/*-linux-*/",
            "/usr/local/lib/");

    private LoadedLibraries() {}

    /**
     * {@code CDLL("libx.so.1")}, {@code find_library("x")}: as the loader finds it, otherwise by the name that the
     * linker uses.
     */
    static void add(Context context, String text, String where, Findings findings) throws IOException {
        String evidence = where + " names the library " + Marked.shown(text);
        if (text.startsWith("/") && !Marked.isPattern(text)) {
            findings.file(Finding.Level.RECOMMENDED, evidence, context.file(text));
            return;
        }
        if (Marked.isPattern(text)) {
            findings.files(Finding.Level.RECOMMENDED, evidence, matching(context, text));
            return;
        }
        if (!LIBRARY_NAME.matcher(text).matches() || text.startsWith(".")) {
            return;
        }
        Optional<Context.Elf> host =
                context.elfs().stream().filter(Context.Elf::isProgram).findFirst();
        if (host.isEmpty()) {
            return;
        }
        String stem = text.startsWith("lib") ? text : "lib" + text;
        List<RootPath> found = new ArrayList<>();
        for (String name : List.of(text, stem, text + ".so", stem + ".so")) {
            if (name.contains(".so") && found.isEmpty()) {
                context.library(host.get(), name).ifPresent(found::add);
            }
        }
        if (found.isEmpty() && !text.contains(".so.") && !text.matches(".+\\.(?:dll|dylib|rb|js|py)")) {
            String base = stem.endsWith(".so") ? stem : stem + ".so";
            for (String place : LIBRARY_DIRECTORIES) {
                found.addAll(context.glob(place + base + ".*"));
            }
        }
        findings.files(Finding.Level.RECOMMENDED, evidence, found);
    }

    /** {@code "/usr/lib/#{arch}/libx.#{ext}"}: the libraries that such a name may mean; none if they are many. */
    private static List<RootPath> matching(Context context, String text) throws IOException {
        String name = text.substring(text.lastIndexOf('/') + 1);
        if (SEPARATORS.matcher(name).replaceAll("").length() < MIN_LIBRARY_NAME) {
            return List.of();
        }
        List<RootPath> found = new ArrayList<>();
        for (String place : text.startsWith("/") ? List.of("") : LIBRARY_DIRECTORIES) {
            for (RootPath path : context.glob(place + Marked.glob(text))) {
                if (SHARED.matcher(path.name()).find()) {
                    found.add(path);
                }
            }
        }
        return found.size() > MAX_LIBRARIES ? List.of() : found;
    }
}
