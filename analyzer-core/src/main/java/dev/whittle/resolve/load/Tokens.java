package dev.whittle.resolve.load;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Walk;
import java.util.List;
import java.util.Optional;

/**
 * Dynamic string tokens as glibc expands them: elf/dl-load.c, is_dst and _dl_dst_substitute.
 *
 * @param origin value of {@code $ORIGIN}
 * @param lib value of {@code $LIB}
 * @param platform value of {@code $PLATFORM}; empty if the kernel gives none
 * @param secure whether {@code $ORIGIN} is restricted, and to what
 */
public record Tokens(String origin, String lib, Optional<String> platform, Secure secure) {
    /**
     * The effect of secure mode on {@code $ORIGIN}: it must be the whole first component.
     *
     * @param on whether the process runs in secure mode
     * @param roots directories, each with a final slash, one of which must contain the result; empty for any
     */
    public record Secure(boolean on, List<String> roots) {
        public static final Secure OFF = new Secure(false, List.of());

        public boolean allows(String text, int dollar, int end) {
            return !on || (dollar == 0 && (end == text.length() || text.charAt(end) == '/'));
        }

        /** elf/dl-load.c:is_trusted_path_normalize, which does not follow links. */
        public boolean trusts(String path) {
            String normal = RootPath.of(path).raw() + "/";
            return !on || roots.isEmpty() || roots.stream().anyMatch(normal::startsWith);
        }
    }

    /**
     * The expanded text; empty if it uses a known token without a value, which drops the whole element. A text longer
     * than any path is truncated, since no file has that name.
     */
    public Optional<String> expand(String text) {
        if (text.indexOf('$') < 0) {
            return Optional.of(text);
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        boolean usesOrigin = false;
        while (at < text.length() && out.length() <= Walk.MAX_PATH) {
            char c = text.charAt(at);
            if (c != '$') {
                out.append(c);
                at++;
                continue;
            }
            int length;
            if ((length = token(text, at + 1, "ORIGIN")) > 0) {
                if (!secure.allows(text, at, at + 1 + length)) {
                    return Optional.empty();
                }
                usesOrigin = true;
                out.append(origin);
            } else if ((length = token(text, at + 1, "PLATFORM")) > 0) {
                if (platform.isEmpty()) {
                    return Optional.empty();
                }
                out.append(platform.get());
            } else if ((length = token(text, at + 1, "LIB")) > 0) {
                out.append(lib);
            } else {
                out.append('$');
            }
            at += 1 + length;
        }
        String expanded = out.toString();
        return usesOrigin && !secure.trusts(expanded) ? Optional.empty() : Optional.of(expanded);
    }

    /** Whether any token is used: in secure mode that is an error in DT_NEEDED. */
    public static boolean used(String text) {
        for (int at = text.indexOf('$'); at >= 0; at = text.indexOf('$', at + 1)) {
            if (token(text, at + 1, "ORIGIN") + token(text, at + 1, "PLATFORM") + token(text, at + 1, "LIB") > 0) {
                return true;
            }
        }
        return false;
    }

    /** Length of the token at {@code at}, including braces; 0 if it is another word, such as {@code $ORIGINAL}. */
    public static int token(String text, int at, String name) {
        boolean braced = text.startsWith("{", at);
        int start = braced ? at + 1 : at;
        if (!text.startsWith(name, start)) {
            return 0;
        }
        int end = start + name.length();
        if (braced) {
            return text.startsWith("}", end) ? name.length() + 2 : 0;
        }
        return end < text.length() && isIdentifier(text.charAt(end)) ? 0 : name.length();
    }

    private static boolean isIdentifier(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    }
}
