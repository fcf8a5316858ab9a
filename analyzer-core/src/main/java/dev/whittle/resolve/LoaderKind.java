package dev.whittle.resolve;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.Libc;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Whose loader a file is. The name does not tell: Alpine's libc6-compat has a link with glibc's name to musl, and
 * gcompat has a program with that name, which starts musl's loader and preloads a library of its own.
 *
 * @param loader the loader that it starts instead, raw; empty if it is a loader itself
 * @param preload what that loader loads first, raw names
 */
public record LoaderKind(Libc libc, Optional<String> loader, List<String> preload) {
    /** Loaders have a few hundred kB. */
    private static final int MAX_LOADER = 4 << 20;

    /** ldso/dynlink.c:__dls3, the usage message. */
    private static final String MUSL_USAGE = "musl libc (";

    /** gcompat's loader/loader.c: the default of LIBGCOMPAT. */
    private static final String GCOMPAT = "libgcompat.so";

    private LoaderKind(Libc libc) {
        this(libc, Optional.empty(), List.of());
    }

    /** For a loader that the root does not have. */
    static LoaderKind byName(String interpreter) {
        return new LoaderKind(Libc.of(interpreter));
    }

    /** @param interpreter PT_INTERP, raw */
    static LoaderKind of(RootFs root, String interpreter, RootPath realPath) throws IOException {
        if (Libc.of(realPath.raw()) == Libc.MUSL) {
            return new LoaderKind(Libc.MUSL);
        }
        String text;
        try (ByteSource source = root.open(realPath)) {
            text = RawText.of(source.head(MAX_LOADER));
        }
        if (text.contains(MUSL_USAGE)) {
            return new LoaderKind(Libc.MUSL);
        }
        Optional<String> other = string(text, "/" + Libc.MUSL_PREFIX);
        Optional<String> first = string(text, GCOMPAT);
        if (other.isPresent() && first.isPresent()) {
            return new LoaderKind(Libc.MUSL, other, List.of(first.get()));
        }
        return byName(interpreter);
    }

    /** The NUL-terminated path or name that contains {@code part}. */
    private static Optional<String> string(String text, String part) {
        int at = text.indexOf(part);
        if (at < 0) {
            return Optional.empty();
        }
        int start = text.lastIndexOf('\0', at) + 1;
        int end = text.indexOf('\0', at);
        boolean isName = end > 0 && end - start < 256;
        for (int i = start; isName && i < end; i++) {
            isName = text.charAt(i) > 0x20 && text.charAt(i) < 0x7F;
        }
        return isName ? Optional.of(text.substring(start, end)) : Optional.empty();
    }
}
