package dev.whittle.resolve.musl;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.Libc;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Optional;

/**
 * musl's last list of directories: ldso/dynlink.c:load_library, sys_path.
 *
 * @param list separated by colons or newlines; if empty, nothing is searched
 * @param file the file that defines it, if the root has it
 * @param remark what was not read
 */
public record MuslSystemPath(String list, Optional<RootPath> file, Optional<String> remark) {
    private static final String DEFAULT = "/lib:/usr/local/lib:/usr/lib";
    private static final int MAX_BYTES = 1 << 20;

    private MuslSystemPath(String list) {
        this(list, Optional.empty(), Optional.empty());
    }

    /**
     * @param loader PT_INTERP, raw: {@code PREFIX/lib/ld-musl-ARCH.so.1}; a link with another name also has a prefix
     * @param arch the loader's original name, raw: {@code ld-musl-ARCH.so.1}
     */
    public static MuslSystemPath read(RootFs root, String loader, String arch) throws IOException {
        Walk.Result result = Walk.follow(root, RootPath.ROOT, prefix(loader) + "/etc/ld-musl-" + arch(arch) + ".path");
        if (result instanceof Walk.Result.Lost lost) {
            return new MuslSystemPath(lost.cause() == Walk.Cause.MISSING ? DEFAULT : "");
        }
        Walk.Result.Found found = (Walk.Result.Found) result;
        if (!(found.node() instanceof Node.RegularFile)) {
            return new MuslSystemPath("");
        }
        try (ByteSource source = root.open(found.path())) {
            String text = RawText.of(source.head(MAX_BYTES));
            int nul = text.indexOf('\0');
            Optional<String> remark = nul < 0 && source.size() > MAX_BYTES
                    ? Optional.of(found.path().raw() + ": only its first " + (MAX_BYTES >> 20) + " MiB was read")
                    : Optional.empty();
            return new MuslSystemPath(nul < 0 ? text : text.substring(0, nul), Optional.of(found.path()), remark);
        } catch (AccessDeniedException e) {
            return new MuslSystemPath("");
        }
    }

    /** Two levels above the loader; nothing for a relative name. */
    private static String prefix(String loader) {
        if (!loader.startsWith("/")) {
            return "";
        }
        int second = loader.lastIndexOf('/', loader.lastIndexOf('/') - 1);
        return second <= 0 ? "" : loader.substring(0, second);
    }

    private static String arch(String loader) {
        String name = loader.substring(loader.lastIndexOf('/') + 1);
        int start = name.startsWith(Libc.MUSL_PREFIX) ? Libc.MUSL_PREFIX.length() : 0;
        int end = name.indexOf(".so", start);
        return end < 0 ? name.substring(start) : name.substring(start, end);
    }
}
