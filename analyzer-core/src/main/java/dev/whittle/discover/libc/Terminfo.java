package dev.whittle.discover.libc;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Descriptions of common terminals. */
public final class Terminfo implements Detector {
    private static final List<String> DIRECTORIES =
            List.of("/etc/terminfo", "/lib/terminfo", "/usr/lib/terminfo", "/usr/share/terminfo");

    private static final Pattern USUAL = Pattern.compile("dumb|ansi|linux|vt100|vt220|(xterm|screen|tmux)([-.+].*)?");

    private @Nullable List<RootPath> terminals;

    @Override
    public Family family() {
        return new Family("terminfo", "libtinfo and libncurses: dumb, linux, xterm*, screen*, tmux*, the image's TERM");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        for (Context.Elf elf : context.elfs()) {
            String name = elf.name();
            if (name.startsWith("libtinfo") || name.startsWith("libncurses")) {
                if (terminals == null) {
                    terminals = terminals(context);
                }
                findings.because(elf.path())
                        .files(Finding.Level.RECOMMENDED, elf.path().raw() + " reads them", terminals);
            }
        }
    }

    private static List<RootPath> terminals(Context context) throws IOException {
        Optional<String> own = context.variable("TERM");
        List<RootPath> found = new ArrayList<>();
        for (String directory : DIRECTORIES) {
            for (RootPath letter : context.list(RootPath.of(directory))) {
                for (RootPath terminal : context.list(letter)) {
                    if (USUAL.matcher(terminal.name()).matches()
                            || own.filter(terminal.name()::equals).isPresent()) {
                        found.add(terminal);
                    }
                }
            }
        }
        return found;
    }
}
