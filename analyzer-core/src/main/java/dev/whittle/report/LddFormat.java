package dev.whittle.report;

import dev.whittle.elf.Linkage;
import dev.whittle.resolve.load.Libc;
import dev.whittle.resolve.load.Resolution;

/**
 * The output of the C library's own ldd, byte for byte, except for addresses and the kernel's vDSO line: elf/rtld.c
 * (rtld_mode_trace) and elf/ldd.bash.in of glibc, ldso/dynlink.c of musl. What those print on standard error is not
 * included. A line break in a name is printed as {@code \n}; otherwise the author of the file could forge lines.
 */
public final class LddFormat implements ResolutionFormat {
    private boolean headers;

    @Override
    public String begin(int count) {
        headers = count > 1;
        return "";
    }

    @Override
    public String failed(String name) {
        return header(name);
    }

    private String header(String name) {
        return headers ? line(name) + ":\n" : "";
    }

    @Override
    public String print(Resolution resolution) {
        StringBuilder out = new StringBuilder(header(resolution.program().name()));
        if (resolution.linkage() == Linkage.STATIC_PIE) {
            return out.append("\tstatically linked\n").toString();
        }
        if (resolution.libc().isEmpty()) {
            return out.toString();
        }
        boolean glibc = resolution.libc().get() == Libc.GLIBC;
        if (glibc && !resolution.fatal().isEmpty()) {
            return out.toString(); // it lists when everything is loaded, and exits before; musl lists while it loads
        }
        if (glibc && resolution.program().facts().needed().isEmpty()) {
            return out.append("\tstatically linked\n").toString();
        }
        for (Resolution.Listed listed : resolution.loaded()) {
            line(out, listed, glibc);
        }
        return out.toString();
    }

    private static void line(StringBuilder out, Resolution.Listed listed, boolean glibc) {
        if (listed instanceof Resolution.Listed.Loaded object) {
            String path = object.object().path();
            boolean alone = glibc ? path.equals(listed.name()) : object.isLoaderItself();
            out.append('\t').append(line(listed.name()));
            if (!alone) {
                out.append(" => ").append(line(path));
            }
            out.append('\n');
        } else if (glibc) {
            out.append('\t').append(line(listed.name())).append(" => not found\n");
        }
    }

    private static String line(String raw) {
        return raw.replace("\n", "\\n");
    }
}
